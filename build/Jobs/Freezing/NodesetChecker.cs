using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Checks what the rest of a job asks of services that run on nodes: there is no container to look into, and no port to connect to.</summary>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The variant, for messages.</param>
/// <param name="variant">The variant, read from its tree.</param>
internal sealed class NodesetChecker(DiagnosticBag bag, string context, FrozenVariant variant)
{
    private readonly NodesetDefinition _nodeset = variant.Nodeset ?? new NodesetDefinition("", [], []);

    /// <summary>Checks.</summary>
    public void Check()
    {
        if (_nodeset.Nodes.Count == 0)
        {
            return;
        }

        foreach (var (index, port) in _nodeset.Publish.Index().Where(item => _nodeset.Find(item.Item.Service) is not null))
        {
            Report(
                (variant.Tree.Find("nodeset", "publish") as SequenceNode)?.Items[index].Span,
                $"'{port.Service}' runs on a node, so nothing of it can be published",
                "publish services that run in containers");
        }

        if (variant.Audit is { } audit && _nodeset.Find(audit.Service) is not null)
        {
            Report(
                variant.Tree.Find("audit", "image-api", "service")?.Span,
                $"the audited '{audit.Service}' runs on a node, where the addresses of its clients are not those of the stack",
                "audit a service that runs in a container");
        }

        foreach (var service in variant.Services)
        {
            CheckHealthcheck(service);
            CheckDependencies(service);
            if (_nodeset.Find(service.Name) is { } node)
            {
                CheckNode(service, node);
            }
        }
    }

    private void CheckHealthcheck(ServiceDefinition service)
    {
        if (service.Healthcheck?.Probe.FindAsked() is var (key, host) && _nodeset.Find(host) is not null)
        {
            Report(
                PlaceOf(service, "healthcheck", key),
                key == "in" ? $"'{host}' runs on a node, so there is no container to run a command in" : $"'{host}' runs on a node, which nobody connects to from the stack's network",
                "ask a service in a container about it: {command: [...], in: api}");
        }
    }

    private void CheckDependencies(ServiceDefinition service)
    {
        foreach (var (name, _) in service.DependsOn.Where(item => item.Value == DependencyCondition.ServiceCompletedSuccessfully && _nodeset.Find(item.Key) is not null))
        {
            Report(PlaceOf(service, "depends_on", name), $"'{name}' runs on a node, so its end is not seen", "wait for service_healthy");
        }
    }

    private void CheckNode(ServiceDefinition service, NodeDefinition node)
    {
        var needs = service.Healthcheck switch
        {
            null => "has no healthcheck, so nobody would know when it has come up",
            { Probe: HealthProbe.Exit } => "waits for an exit code, which is not seen of a node",
            { Probe: HealthProbe.Log } when node.Log is null => $"waits for a line of its log, and the node '{node.Name}' has no 'log'",
            { Probe: HealthProbe.Command { In: null } } when node.Exec is null => $"asks by a command, and the node '{node.Name}' has no 'exec'",
            _ => null,
        };
        if (needs is not null)
        {
            Report(
                PlaceOf(service, "healthcheck") ?? PlaceOf(node),
                $"'{service.Name}' runs on a node and {needs}",
                "ask a service in a container about it: {command: [...], in: api}");
        }

        if (service.Facts.Count > 0 && node.Exec is null)
        {
            Report(
                PlaceOf(service, "facts"),
                $"the facts of '{service.Name}' are asked by commands, and the node '{node.Name}' has no 'exec'",
                "give the node one, or remove the facts with 'facts: null'");
        }

        if (variant.LogScan is not null && node.Log is null)
        {
            Report(
                PlaceOf(node),
                $"the log of '{service.Name}' is scanned for errors, and the node '{node.Name}' has no 'log'",
                "give the node one, or leave out the scan with 'log-scan: null'");
        }
    }

    private SourceSpan? PlaceOf(NodeDefinition node) =>
        (variant.Tree.Find("nodeset", "nodes") as MappingNode)?.Entries.GetValueOrDefault(node.Name)?.Key.Span;

    private SourceSpan? PlaceOf(ServiceDefinition service, params string[] path) => variant.Tree.Find(["services", service.Name, .. path])?.Span;

    private void Report(SourceSpan? span, string message, string suggestion) => bag.Report(DiagnosticCodes.NodeReach, span, message, suggestion, context);
}
