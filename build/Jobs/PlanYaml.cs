using System.Text;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs;

/// <summary>A frozen job as lines of YAML.</summary>
/// <param name="tree">The merged keys, asked for the place of each value; null writes no places.</param>
internal sealed class PlanYaml(MappingNode? tree) : PlanText(tree)
{
    private const int CommentColumn = 60;

    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override void Open(int level, string key, int count, Action body)
    {
        _text.Append(' ', 2 * level).Append(YamlText.Quote(key)).Append(count == 0 ? ": {}\n" : ":\n");
        if (count > 0)
        {
            body();
        }
    }

    /// <inheritdoc/>
    public override void Item(int level, string key, string value) =>
        _text.Append(' ', 2 * level).Append("- ").Append(key).Append(": ").Append(YamlText.Quote(value)).Append('\n');

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <inheritdoc/>
    protected override void Write(int level, string key, string value, string? origin, ScalarForm form)
    {
        if (form == ScalarForm.AsIs)
        {
            Raw(level, key, value, origin);
        }
        else if (!YamlText.IsBlock(value))
        {
            Raw(level, key, YamlText.Quote(value, isInFlow: false, form == ScalarForm.AnyScalar), origin);
        }
        else
        {
            Raw(level, key, YamlText.BlockHeader(value), origin);
            foreach (var line in value.TrimEnd('\n').Split('\n'))
            {
                _text.Append(' ', line.Length > 0 ? (2 * level) + 2 : 0).Append(line).Append('\n');
            }
        }
    }

    /// <inheritdoc/>
    protected override void Write(int level, string key, IReadOnlyList<string> values, string? origin, ScalarForm form)
    {
        var items = form == ScalarForm.AsIs
            ? values
            : values.Select(value => YamlText.Quote(value, isInFlow: true, form == ScalarForm.AnyScalar));
        Raw(level, key, $"[{string.Join(", ", items)}]", origin);
    }

    private void Raw(int level, string key, string value, string? origin)
    {
        var start = _text.Length;
        _text.Append(' ', 2 * level).Append(YamlText.Quote(key)).Append(": ").Append(value);
        if (origin is not null)
        {
            _text.Append(' ', Math.Max(2, CommentColumn - (_text.Length - start))).Append("# ").Append(origin);
        }

        _text.Append('\n');
    }
}
