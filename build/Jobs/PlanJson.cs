using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs;

/// <summary>A frozen job as JSON, under the keys of its YAML. What the language takes for a text is one here, whatever it looks like.</summary>
/// <remarks>With places, the key <c>sources</c> has the place of each value by its JSON pointer.</remarks>
/// <param name="tree">The merged keys, asked for the place of each value; null writes no places.</param>
internal sealed class PlanJson(MappingNode? tree) : PlanText(tree)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _places = new();
    private Frame _open = new("");

    /// <summary>Several jobs as the text of one list.</summary>
    public static string Text(IEnumerable<JsonObject> jobs) => new JsonArray([.. jobs]).ToJsonString(Options) + "\n";

    /// <summary>The job, when everything is written.</summary>
    public JsonObject Close()
    {
        var job = (JsonObject)_open.Value;
        if (_places.Count > 0)
        {
            job["sources"] = _places;
        }

        _open = new Frame("");
        return job;
    }

    /// <inheritdoc/>
    public override void Open(int level, string key, int count, Action body)
    {
        var outer = _open;
        _open = new Frame(outer.PointerOf(key));
        if (count > 0)
        {
            body();
        }

        outer.Target[key] = _open.Value;
        _open = outer;
    }

    /// <inheritdoc/>
    public override void Item(int level, string key, string value)
    {
        _open.AddItem();
        _open.Target[key] = value;
    }

    /// <inheritdoc/>
    protected override void Write(int level, string key, string value, string? origin, ScalarForm form) => Set(key, Scalar(value, form), origin);

    /// <inheritdoc/>
    protected override void Write(int level, string key, IReadOnlyList<string> values, string? origin, ScalarForm form) =>
        Set(key, new JsonArray([.. values.Select(value => (JsonNode)Scalar(value, form))]), origin);

    private static JsonValue Scalar(string value, ScalarForm form) => form != ScalarForm.AsIs ? JsonValue.Create(value)!
        : bool.TryParse(value, out var truth) ? JsonValue.Create(truth)
        : JsonValue.Create(long.Parse(value, CultureInfo.InvariantCulture));

    private void Set(string key, JsonNode value, string? origin)
    {
        _open.Target[key] = value;
        if (origin is not null)
        {
            _places[_open.PointerOf(key)] = origin;
        }
    }

    /// <summary>A mapping that is not finished, or a list as soon as it has an item; what is written goes into the last one.</summary>
    private sealed class Frame(string pointer)
    {
        private readonly JsonObject _mapping = new();
        private JsonArray? _items;

        public JsonNode Value => _items is null ? _mapping : _items;

        public JsonObject Target => (JsonObject?)_items?[^1] ?? _mapping;

        public void AddItem() => (_items ??= new JsonArray()).Add((JsonNode)new JsonObject());

        public string PointerOf(string key) =>
            (_items is null ? pointer : string.Create(CultureInfo.InvariantCulture, $"{pointer}/{_items.Count - 1}"))
            + "/" + key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }
}
