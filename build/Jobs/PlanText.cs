using System.Globalization;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs;

/// <summary>How a scalar is read where it stands, which says when it needs quotes.</summary>
internal enum ScalarForm
{
    /// <summary>As text only.</summary>
    Text,

    /// <summary>As it is written, whatever it is.</summary>
    AnyScalar,

    /// <summary>As a number or truth value, never quoted.</summary>
    AsIs,
}

/// <summary>The text of a frozen job, key by key; what it looks like is its form's.</summary>
/// <param name="tree">The merged keys, asked for the place of each value; null writes no places.</param>
internal abstract class PlanText(MappingNode? tree)
{
    /// <summary>Writes a key with more keys below it, which <paramref name="body"/> writes unless there are none.</summary>
    public abstract void Open(int level, string key, int count, Action body);

    /// <summary>Writes the first key of a mapping in a list; the others follow one level deeper.</summary>
    public abstract void Item(int level, string key, string value);

    /// <summary>Writes a text that comes from no single place.</summary>
    public void Text(int level, string key, string value) => Write(level, key, value, null, ScalarForm.Text);

    /// <summary>Writes a value and the place it came from.</summary>
    /// <param name="level">Depth.</param>
    /// <param name="key">Key.</param>
    /// <param name="value">Value.</param>
    /// <param name="at">Path of the value in the merged keys.</param>
    /// <param name="form">How it is read back.</param>
    public void Value(int level, string key, string value, string[] at, ScalarForm form = ScalarForm.Text) =>
        Write(level, key, value, Origin(at), form);

    /// <summary>Writes a value that stands where it says itself.</summary>
    public void Placed(int level, string key, string value, SourceSpan place) =>
        Write(level, key, value, tree is null ? null : Place(place), ScalarForm.Text);

    /// <summary>Writes a value unless it is null.</summary>
    public void Optional(int level, string key, string? value, string[] at)
    {
        if (value is not null)
        {
            Value(level, key, value, at);
        }
    }

    /// <summary>Writes a mapping of texts unless it is empty.</summary>
    public void Texts(int level, string key, IReadOnlyDictionary<string, string> values, string[] at)
    {
        if (values.Count == 0)
        {
            return;
        }

        Open(level, key, values.Count, () =>
        {
            foreach (var (name, value) in values)
            {
                Value(level + 1, name, value, [.. at, name], ScalarForm.AnyScalar);
            }
        });
    }

    /// <summary>Writes a list in one line.</summary>
    public void List(int level, string key, IReadOnlyList<string> values, string[] at, ScalarForm form = ScalarForm.Text) =>
        Write(level, key, values, Origin(at), form);

    /// <summary>Writes a list in one line unless it is null or empty.</summary>
    public void OptionalList(int level, string key, IReadOnlyList<string>? values, string[] at, ScalarForm form = ScalarForm.Text)
    {
        if (values is { Count: > 0 })
        {
            List(level, key, values, at, form);
        }
    }

    /// <summary>Writes a value, with its place unless that is null.</summary>
    protected abstract void Write(int level, string key, string value, string? origin, ScalarForm form);

    /// <summary>Writes a list, with its place unless that is null.</summary>
    protected abstract void Write(int level, string key, IReadOnlyList<string> values, string? origin, ScalarForm form);

    private string? Origin(string[] path)
    {
        if (tree is null)
        {
            return null;
        }

        // A list is shown where its first item stands, because lists of several files are joined.
        var place = tree.Find(path) switch
        {
            null or SequenceNode { Items.Count: 0 } => null,
            SequenceNode { Items: [var first, ..] } => first.Span,
            var node => node.Span,
        };
        return place is null ? "default" : Place(place);
    }

    private static string Place(SourceSpan place) =>
        place.File is ['-', '-', ..] ? place.File : string.Create(CultureInfo.InvariantCulture, $"{place.File}:{place.Line}");
}
