using GlanceGate.Engine;
using GlanceGate.Jobs;

namespace GlanceGate.Topology;

/// <summary>
/// Everything that is needed to run one variant, decided before anything runs: names, files with their final bytes, waits, labels.
/// </summary>
/// <param name="Session">Id of the session, lower-case letters and digits, unique on the engine.</param>
/// <param name="Variant">The frozen job that this plan came from.</param>
/// <param name="Network">Name of the stack's network.</param>
/// <param name="Labels">Labels of every object that the session creates.</param>
/// <param name="Containers">One plan a service, ordered by service name; the dependency graph has no cycle.</param>
/// <param name="SuiteParameters">The suite's parameters with secrets filled in.</param>
/// <param name="Secrets">Every secret value of the session, to be redacted from all evidence.</param>
internal sealed record TopologyPlan(
    string Session,
    JobVariant Variant,
    string Network,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<ContainerPlan> Containers,
    IReadOnlyDictionary<string, string> SuiteParameters,
    IReadOnlyList<string> Secrets)
{
    /// <summary>What the stack's network reaches.</summary>
    public NetworkReach Reach { get; init; } = NetworkReach.Itself;

    /// <summary>Engine-wide unique name of the network by which services reach what is outside of the stack; null when none does.</summary>
    public string? EgressNetwork => Containers.Any(container => container.ReachesOutside) ? $"{Network}-egress" : null;

    /// <summary>Engine-wide unique names of the volumes that the containers mount, in order.</summary>
    public IReadOnlyList<string> Volumes =>
        [.. Containers.Where(container => container.Node is null).SelectMany(container => container.Definition.Volumes.Values).Select(VolumeName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Engine-wide unique name of a volume.</summary>
    public string VolumeName(string volume) => $"{Network}-{volume}";
}

/// <summary>One container of a stack.</summary>
/// <param name="Service">Service name and network alias.</param>
/// <param name="ContainerName">Engine-wide unique container name.</param>
/// <param name="Definition">The service with secrets and session filled in.</param>
/// <param name="Files">Absolute path to the bytes that are copied in before start.</param>
internal sealed record ContainerPlan(
    string Service,
    string ContainerName,
    ServiceDefinition Definition,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>
    /// The host that the service runs on, or null for a container. The container then only stands in for the host in the stack's network.
    /// </summary>
    public NodeDefinition? Node { get; init; }

    /// <summary>Whether the container reaches what is outside of the stack.</summary>
    public bool ReachesOutside => Definition.Egress && Node is null;
}
