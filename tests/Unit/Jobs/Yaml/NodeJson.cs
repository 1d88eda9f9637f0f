using System.Globalization;
using System.Text.Json.Nodes;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Unit.Jobs.Yaml;

/// <summary>YAML trees as JSON, for referees that know that.</summary>
internal static class NodeJson
{
    public static JsonNode? Of(Node node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Of)]),
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode { Kind: ScalarKind.Boolean } scalar => bool.Parse(scalar.Value),
        ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } scalar => double.Parse(scalar.Value, CultureInfo.InvariantCulture),
        ScalarNode scalar => scalar.Value,
        _ => throw new ArgumentException($"node {node.GetType().Name} is not known", nameof(node)),
    };
}
