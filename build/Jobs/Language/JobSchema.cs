using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Language;

/// <summary>The JSON Schema (draft 7) of job files, for editors; written from the declaration that the reader checks against.</summary>
/// <remarks>
/// The schema never refuses what the reader takes. The reader refuses more: what follows from several values or several files.
/// </remarks>
internal static class JobSchema
{
    /// <summary>Where the schema is kept, relative to the repository's root.</summary>
    public const string Path = "jobs/schema/jobs.schema.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of the schema file.</summary>
    /// <param name="suites">Foreign suites that jobs may name.</param>
    public static string Generate(IReadOnlyList<ForeignSuite> suites)
    {
        var definitions = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        var items = new JsonObject(JobLanguage.Items(suites).Select(item => KeyValuePair.Create<string, JsonNode?>(item.Name, Write(item.Shape, definitions))));
        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Job files of the gate",
            ["type"] = new JsonArray("array", "null"),
            ["items"] = new JsonObject
            {
                ["type"] = "object",
                ["minProperties"] = 1,
                ["maxProperties"] = 1,
                ["properties"] = items,
                ["patternProperties"] = new JsonObject
                {
                    [$"^{JobLanguage.AnchorPrefix}."] = new JsonObject { ["description"] = "Values for anchors, which aliases of this file repeat; nothing by itself." },
                },

                // Any other item is a value of the matrix axis whose name is the key.
                ["propertyNames"] = new JsonObject { ["pattern"] = Words.NamePattern },
                ["additionalProperties"] = Write(JobLanguage.AxisValue, definitions),
            },
            ["definitions"] = new JsonObject(definitions),
        };
        return root.ToJsonString(Options) + "\n";
    }

    private static JsonObject Write(Shape shape, IDictionary<string, JsonNode?> definitions) => shape switch
    {
        TextShape text => WriteText(text),
        ChoiceShape choice => new JsonObject { ["enum"] = Array(choice.Values) },
        BooleanShape => new JsonObject { ["type"] = "boolean" },
        IntegerShape integer => new JsonObject { ["type"] = "integer", ["minimum"] = integer.Min, ["maximum"] = integer.Max },
        ListShape list => WriteList(list, definitions),
        MapShape map => WriteMap(map, definitions),
        ObjectShape item => WriteObject(item, definitions),
        EitherShape either => AnyOf(Write(either.Scalar, definitions), Write(either.Mapping, definitions)),
        _ => throw new ArgumentException($"shape {shape.GetType().Name} is not known", nameof(shape)),
    };

    private static JsonObject WriteText(TextShape shape)
    {
        var types = new List<string> { "string" };
        types.AddRange(shape.Also.Select(kind => kind switch
        {
            ScalarKind.Boolean => "boolean",
            ScalarKind.Integer => "integer",
            _ => "number",
        }));
        var schema = new JsonObject { ["type"] = types.Count == 1 ? types[0] : Array(types) };
        if (shape.Pattern is { } pattern)
        {
            schema["pattern"] = shape.Placeholders ? $"({pattern})|\\$\\{{" : pattern;
        }

        return schema;
    }

    private static JsonObject WriteList(ListShape shape, IDictionary<string, JsonNode?> definitions)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = Write(shape.Item, definitions) };
        if (shape.MinItems > 0)
        {
            list["minItems"] = shape.MinItems;
        }

        if (shape.Unique)
        {
            list["uniqueItems"] = true;
        }

        return shape.OrSingle ? AnyOf(Write(shape.Item, definitions), list) : list;
    }

    private static JsonObject WriteMap(MapShape shape, IDictionary<string, JsonNode?> definitions)
    {
        var value = Write(shape.Value, definitions);
        if (shape.IsGrouped)
        {
            var group = WriteMap(shape with { IsGrouped = false }, definitions);
            group["minProperties"] = 1;
            value = AnyOf(value, group);
        }

        var map = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = OrNull(value, shape.Removable),
        };
        if (shape.Key.Pattern is { } pattern)
        {
            map["propertyNames"] = new JsonObject { ["pattern"] = shape.Addable is null ? pattern : pattern.Replace("^", "^\\+?", StringComparison.Ordinal) };
        }

        if (shape.Entries is { } count)
        {
            map["minProperties"] = count;
            map["maxProperties"] = count;
        }

        return map;
    }

    private static JsonObject WriteObject(ObjectShape shape, IDictionary<string, JsonNode?> definitions)
    {
        if (!definitions.ContainsKey(shape.Name))
        {
            var definition = new JsonObject { ["type"] = "object" };
            definitions[shape.Name] = definition;
            var properties = new JsonObject();
            foreach (var key in shape.Keys)
            {
                var value = OrNull(Write(key.Shape, definitions), key.Removable);
                if (value.ContainsKey("$ref"))
                {
                    // Draft 7 ignores everything beside a $ref.
                    value = new JsonObject { ["allOf"] = new JsonArray(value) };
                }

                value["description"] = key.Description;
                properties[key.Name] = value;
                if (key.Addable is { } addable)
                {
                    var more = Write(addable, definitions);
                    more["description"] = $"Adds to the inherited '{key.Name}' instead of taking its place.";
                    properties[ShapeChecker.Adds + key.Name] = more;
                }
            }

            definition["properties"] = properties;
            if (shape.MinKeys > 0)
            {
                definition["minProperties"] = shape.MinKeys;
            }

            var required = shape.Keys.Where(key => key.Required).Select(key => key.Name).ToArray();
            if (required.Length > 0)
            {
                definition["required"] = Array(required);
            }

            definition["additionalProperties"] = shape.Rest is { } rest ? OrNull(Write(rest.Value, definitions), rest.Removable) : false;
        }

        return new JsonObject { ["$ref"] = "#/definitions/" + shape.Name };
    }

    private static JsonObject OrNull(JsonObject schema, bool allowed)
    {
        switch (schema)
        {
            case var _ when !allowed:
                return schema;
            case { Count: > 0 } when schema.TryGetPropertyValue("type", out var type):
                schema["type"] = type is JsonArray types
                    ? new JsonArray([.. types.Select(item => item!.DeepClone()), "null"])
                    : new JsonArray(type!.DeepClone(), "null");
                return schema;
            default:
                return AnyOf(new JsonObject { ["type"] = "null" }, schema);
        }
    }

    private static JsonObject AnyOf(JsonObject one, JsonObject other) => new() { ["anyOf"] = new JsonArray(one, other) };

    private static JsonArray Array(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];
}
