using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Jobs.Yaml;
using GlanceGate.Unit.Jobs.Yaml;

namespace GlanceGate.Unit.Jobs;

/// <summary>Trees of a few keys that are laid over each other. What comes of it is what JSON Merge Patch (RFC 7396) says, and lists that add.</summary>
internal sealed class MergerTests
{
    private static readonly Gen<Node> Leaves =
        from word in Gen.Elements("1", "2", "3")
        from size in Gen.Choose(0, 2)
        from kind in Gen.Choose(0, 3)
        select kind switch
        {
            0 => new ScalarNode(Place(), string.Empty, ScalarKind.Null),
            1 => new SequenceNode(Place(), [.. Enumerable.Range(0, size).Select(_ => ScalarNode.Text(Place(), word))]),
            2 => new SequenceNode(Place(), [ScalarNode.Text(Place(), word)]) { Adds = true },
            _ => (Node)ScalarNode.Text(Place(), word),
        };

    private static readonly Gen<MappingNode> Trees = Mappings(3);

    [Test]
    public void A_tree_over_another_is_a_merge_patch() => Property.Of(Trees.Two(), pair =>
    {
        var (below, above) = (Merger.Merge(MappingNode.Empty, pair.Item1), pair.Item2);

        Assert.That(NodeJson.Of(Merger.Merge(below, above))!.ToJsonString(), Is.EqualTo(Patched(NodeJson.Of(below), above)!.ToJsonString()));
    });

    [Test]
    public void Every_value_keeps_its_place() => Property.Of(Trees.Two(), pair =>
    {
        var known = Scalars(pair.Item1).Concat(Scalars(pair.Item2)).ToHashSet(ReferenceEqualityComparer.Instance);

        Assert.That(Scalars(Merger.Merge(pair.Item1, pair.Item2)).Where(scalar => !known.Contains(scalar)), Is.Empty);
    });

    [Test]
    public void What_is_laid_over_is_as_it_was() => Property.Of(Trees.Two(), pair =>
    {
        var before = (NodeJson.Of(pair.Item1)!.ToJsonString(), NodeJson.Of(pair.Item2)!.ToJsonString());
        Merger.Merge(pair.Item1, pair.Item2);

        Assert.That((NodeJson.Of(pair.Item1)!.ToJsonString(), NodeJson.Of(pair.Item2)!.ToJsonString()), Is.EqualTo(before));
    });

    // RFC 7396, section 2, and + beside it
    private static JsonNode? Patched(JsonNode? target, Node patch)
    {
        if (patch is SequenceNode { Adds: true } more)
        {
            IEnumerable<JsonNode?> first = target is JsonArray list ? list : Enumerable.Repeat(target, target is null ? 0 : 1);
            return new JsonArray([.. first.Concat((JsonArray)NodeJson.Of(more)!).Select(item => item!.DeepClone())]);
        }

        if (patch is not MappingNode mapping)
        {
            return NodeJson.Of(patch);
        }

        var result = target is JsonObject old ? (JsonObject)old.DeepClone() : [];
        foreach (var (name, entry) in mapping.Entries)
        {
            var value = entry.Value is ScalarNode { Kind: ScalarKind.Null } ? null : Patched(result[name], entry.Value);
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = value;
            }
        }

        return result;
    }

    private static Gen<MappingNode> Mappings(int depth) =>
        from keys in Gen.SubListOf("a", "b", "c", "d")
        from values in Values(depth).ArrayOf(4)
        select new MappingNode(Place(), new(keys.Zip(values, (key, value) => KeyValuePair.Create(key, new MappingEntry(ScalarNode.Text(Place(), key), value)))));

    private static Gen<Node> Values(int depth) =>
        depth == 0 ? Leaves : Gen.OneOf(Leaves, Mappings(depth - 1).Select(mapping => (Node)mapping));

    private static SourceSpan Place() => new("x", 1, 1, 1);

    private static IEnumerable<ScalarNode> Scalars(Node node) => node switch
    {
        MappingNode mapping => mapping.Entries.Values.SelectMany(entry => Scalars(entry.Value)),
        SequenceNode sequence => sequence.Items.SelectMany(Scalars),
        _ => [(ScalarNode)node],
    };
}
