using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Takes values out of checked trees; what a mistake took away is absent.</summary>
internal static class Values
{
    /// <summary>The text of a scalar, or null.</summary>
    public static string? Text(Node? node) => node is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar.Value : null;

    /// <summary>The items of a list, or a single scalar as a list of one; empty when absent.</summary>
    public static IReadOnlyList<string> List(Node? node) => node switch
    {
        SequenceNode list => [.. list.Items.OfType<ScalarNode>().Select(item => item.Value)],
        ScalarNode { Kind: not ScalarKind.Null } scalar => [scalar.Value],
        _ => [],
    };

    /// <summary>The entries of a mapping in order; none when absent.</summary>
    public static IEnumerable<KeyValuePair<string, Node>> Entries(Node? node) =>
        node is MappingNode mapping ? mapping.Entries.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value)) : [];

    /// <summary>A mapping of texts, in order.</summary>
    public static OrderedDictionary<string, string> Texts(Node? node)
    {
        var texts = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Entries(node))
        {
            texts.Add(name, Text(value) ?? "");
        }

        return texts;
    }

    /// <summary>True, false, or null when absent.</summary>
    public static bool? Truth(Node? node) => Text(node) is { } text ? text is "true" or "True" or "TRUE" : null;

    /// <summary>A day, or null when absent.</summary>
    public static DateOnly? Date(Node? node) => Text(node) is { } text && Quantity.TryDate(text, out var day) ? day : null;

    /// <summary>A duration, or null when absent.</summary>
    public static TimeSpan? Duration(Node? node) => Text(node) is { } text && Quantity.TryDuration(text, out var value) ? value : null;
}
