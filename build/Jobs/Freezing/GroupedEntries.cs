using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>An entry of a mapping whose entries may stand in groups.</summary>
/// <param name="Group">Name of its group, or null.</param>
/// <param name="Key">Its name.</param>
/// <param name="Value">What it says, or a null that removes it.</param>
internal sealed record GroupedEntry(string? Group, ScalarNode Key, Node Value);

/// <summary>Entries that may stand in groups. A group is a matter of job files: what is frozen has one list of entries, and each name once.</summary>
internal static class GroupedEntries
{
    /// <summary>The entries of a merged mapping, those of a group in its place; what nulls left of a group that has none any more is nothing.</summary>
    public static IReadOnlyList<GroupedEntry> Of(Node? node) => [.. All(node).Where(entry => entry.Value is MappingNode)];

    /// <summary>Reports what one layer says of an entry elsewhere than where another has it: it would be there twice, or stay though it is removed.</summary>
    /// <param name="layers">The mapping as each layer has it, from the bottom up; a null of its own removes what is below.</param>
    /// <param name="noun">An entry in words, for example <c>an allowed error</c>.</param>
    /// <param name="bag">Takes mistakes.</param>
    /// <param name="context">The variant, for messages.</param>
    /// <returns>Whether there was none.</returns>
    public static bool Check(IEnumerable<Node> layers, string noun, DiagnosticBag bag, string context)
    {
        var merged = MappingNode.Empty;
        var good = true;
        foreach (var node in layers)
        {
            if (node is not MappingNode layer)
            {
                merged = MappingNode.Empty;
                continue;
            }

            foreach (var (name, entry) in layer.Entries)
            {
                if (merged[name] is MappingNode { Entries.Count: > 0 } known && entry.Value is MappingNode own
                    && own.Entries.Values.Any(said => said.Value is not ScalarNode { Kind: ScalarKind.Null } && said.Value is MappingNode != IsGroup(known)))
                {
                    Report(entry.Key, IsGroup(known) ? $"'{name}' is a group and not {noun}" : $"'{name}' is {noun} and not a group", "give this one another name");
                }
            }

            var there = Of(merged).ToDictionary(entry => entry.Key.Value, entry => entry.Group, StringComparer.Ordinal);
            foreach (var removed in there.Where(entry => IsNull(layer[entry.Value ?? entry.Key]) || IsNull(layer.Find(entry.Value ?? "", entry.Key))).ToList())
            {
                // what a layer removes it may have elsewhere
                there.Remove(removed.Key);
            }

            // in whatever order the layer says it: what it removes goes first
            foreach (var entry in All(layer).OrderBy(entry => entry.Value is MappingNode))
            {
                var name = entry.Key.Value;
                if (there.TryGetValue(name, out var group) && group != entry.Group)
                {
                    var place = group is null ? "in no group" : $"in the group '{group}'";
                    Report(
                        entry.Key,
                        entry.Value is MappingNode ? $"'{name}' stands {place} already" : $"'{name}' stands {place}, so this removes nothing",
                        entry.Value is MappingNode ? "change it there, or give this one another name" : $"write '{Removal(group, name)}'");
                }
                else if (entry.Value is MappingNode)
                {
                    there[name] = entry.Group;
                }
            }

            merged = Merger.Merge(merged, layer);
        }

        return good;

        void Report(ScalarNode key, string message, string suggestion)
        {
            good = false;
            bag.Report(DiagnosticCodes.GroupedEntry, key.Span, message, suggestion, context);
        }
    }

    /// <summary>What a layer writes to remove an entry.</summary>
    public static string Removal(string? group, string name) => group is null ? $"{name}: null" : $"{group}: {{{name}: null}}";

    private static IEnumerable<GroupedEntry> All(Node? node)
    {
        foreach (var entry in (node as MappingNode)?.Entries.Values ?? [])
        {
            if (!IsGroup(entry.Value))
            {
                yield return new GroupedEntry(null, entry.Key, entry.Value);
                continue;
            }

            foreach (var member in ((MappingNode)entry.Value).Entries.Values)
            {
                yield return new GroupedEntry(entry.Key.Value, member.Key, member.Value);
            }
        }
    }

    private static bool IsNull(Node? node) => node is ScalarNode { Kind: ScalarKind.Null };

    /// <summary>Every key of an entry has a text, so what has none of those is a group.</summary>
    private static bool IsGroup(Node node) =>
        node is MappingNode mapping && mapping.Entries.Values.All(entry => entry.Value is MappingNode or ScalarNode { Kind: ScalarKind.Null });
}
