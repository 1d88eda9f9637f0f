using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Merges trees: mappings deep, scalars and lists replaced, lists that add put behind, null removes. Every value keeps the place it came from.</summary>
internal static class Merger
{
    /// <summary>Lays <paramref name="above"/> over <paramref name="below"/>.</summary>
    public static MappingNode Merge(MappingNode below, MappingNode above)
    {
        var result = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        foreach (var (name, entry) in below.Entries)
        {
            result.Add(name, entry);
        }

        foreach (var (name, entry) in above.Entries)
        {
            if (entry.Value is ScalarNode { Kind: ScalarKind.Null })
            {
                result.Remove(name);
            }
            else if (entry.Value is SequenceNode { Adds: true } more)
            {
                result[name] = entry with { Value = more.AddedTo(result.GetValueOrDefault(name)?.Value) };
            }
            else if (entry.Value is not MappingNode mapping)
            {
                result[name] = entry;
            }
            else if (result.TryGetValue(name, out var known) && known.Value is MappingNode under)
            {
                result[name] = known with { Value = Merge(under, mapping) };
            }
            else
            {
                result[name] = entry with { Value = WithoutNulls(mapping) };
            }
        }

        return new MappingNode(ReferenceEquals(below, MappingNode.Empty) ? above.Span : below.Span, result);
    }

    /// <summary>A mapping with one key changed or, for null, removed.</summary>
    public static MappingNode With(MappingNode mapping, ScalarNode key, Node? value)
    {
        var result = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        foreach (var (name, entry) in mapping.Entries)
        {
            result.Add(name, entry);
        }

        if (value is null)
        {
            result.Remove(key.Value);
        }
        else
        {
            result[key.Value] = new MappingEntry(
                result.TryGetValue(key.Value, out var known) && value is MappingNode ? known.Key : key,
                value);
        }

        return new MappingNode(mapping.Span, result);
    }

    /// <summary>A tree with every text replaced by what <paramref name="change"/> makes of it.</summary>
    public static Node Map(Node node, Func<ScalarNode, ScalarNode> change)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return change(scalar);
            case SequenceNode sequence:
                return new SequenceNode(sequence.Span, [.. sequence.Items.Select(item => Map(item, change))]);
            case MappingNode mapping:
                var result = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
                foreach (var (name, entry) in mapping.Entries)
                {
                    result.Add(name, entry with { Value = Map(entry.Value, change) });
                }

                return new MappingNode(mapping.Span, result);
            default:
                throw new ArgumentException($"node {node.GetType().Name} is not known", nameof(node));
        }
    }

    private static MappingNode WithoutNulls(MappingNode mapping) => Merge(new MappingNode(mapping.Span, []), mapping);
}
