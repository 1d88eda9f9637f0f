using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads the <c>nodeset</c> of a merged job, with the mistakes that show in it alone.</summary>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The variant, for messages.</param>
/// <param name="isSound">Whether what is missing is a mistake of its own.</param>
internal sealed class NodesetReader(DiagnosticBag bag, string context, bool isSound)
{
    private const string Loopback = "127.0.0.1";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Whether a program is a file below <c>jobs/</c> and not one of the machine.</summary>
    public static bool IsOurs(string program) => program.Contains('/', StringComparison.Ordinal) && program[0] != '/';

    /// <summary>Reads it; null when there is none or it has no nodes.</summary>
    public NodesetDefinition? Read(Node? node, StackChecker stack)
    {
        if (node is not MappingNode nodeset || nodeset["nodes"] is not MappingNode nodes || nodes.Entries.Count == 0)
        {
            return null;
        }

        var read = nodes.Entries.Select(pair => Read(pair.Key, pair.Value, stack)).ToList();
        CheckTwice(nodes, "address", "connects from", node => node.Address, read);
        CheckTwice(nodes, "service", "runs", node => node.Service, read);
        return new NodesetDefinition(Values.Text(nodeset["listen"]) ?? Loopback, ReadPorts(nodeset, stack), read);
    }

    private NodeDefinition Read(string name, MappingEntry entry, StackChecker stack)
    {
        var node = (MappingNode)entry.Value;
        Require(node["address"], entry.Key.Span, $"the node '{name}' needs 'address'", "the address that it connects from");
        Require(node["service"], entry.Key.Span, $"the node '{name}' needs 'service'", "the service that runs on it");
        stack.CheckService(node["service"], $"the node {name}'s");
        return new NodeDefinition(
            name, Values.Text(node["address"]) ?? "", Values.Text(node["service"]) ?? "", Values.Duration(node["timeout"]) ?? DefaultTimeout)
        {
            Prepare = Command(node["prepare"]),
            Deliver = Command(node["deliver"]),
            Exec = Command(node["exec"]),
            Log = Command(node["log"]),
            Remove = Command(node["remove"]),
        };
    }

    private List<PublishedPort> ReadPorts(MappingNode nodeset, StackChecker stack)
    {
        Require(nodeset["publish"], nodeset.Span, "a nodeset needs 'publish'", "the ports that its nodes reach, as in [api:8080]");
        var ports = new List<PublishedPort>();
        foreach (var item in (nodeset["publish"] as SequenceNode)?.Items.OfType<ScalarNode>() ?? [])
        {
            TextShapes.TryEndpoint(item.Value, "", out var service, out var port);
            stack.CheckService(new ScalarNode(item.Span, service, ScalarKind.Text), "the published");
            if (ports.Find(known => known.Port == port) is { } taken)
            {
                Report(
                    DiagnosticCodes.NodeConflict,
                    item.Span,
                    $"{taken.Service} and {service} cannot both be published at port {port}",
                    "a port is published under its own number: let one of them listen at another");
            }

            ports.Add(new PublishedPort(service, port));
        }

        return ports;
    }

    private void CheckTwice(MappingNode nodes, string key, string does, Func<NodeDefinition, string> value, List<NodeDefinition> read)
    {
        foreach (var (index, node) in read.Index())
        {
            if (value(node).Length > 0 && read.Take(index).FirstOrDefault(other => value(other) == value(node)) is { } other)
            {
                Report(
                    DiagnosticCodes.NodeConflict,
                    nodes.Find(node.Name, key)!.Span,
                    $"the node '{other.Name}' {does} '{value(node)}' already",
                    key == "service" ? "a service runs in one place: give the second node a service of its own" : "nodes are told apart by their addresses");
            }
        }
    }

    private static IReadOnlyList<string>? Command(Node? node) => Values.List(node) is { Count: > 0 } command ? command : null;

    private void Require(Node? node, SourceSpan place, string message, string suggestion)
    {
        if (isSound && node is null)
        {
            Report(DiagnosticCodes.MissingKey, place, message, suggestion);
        }
    }

    private void Report(string code, SourceSpan span, string message, string suggestion) => bag.Report(code, span, message, suggestion, context);
}
