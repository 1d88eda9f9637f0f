using System.Text.Json.Serialization;
using GlanceGate.Engine;
using GlanceGate.Topology;

namespace GlanceGate.Evidence;

/// <summary>How a service's container was when the evidence was collected; without environment and files, which hold secrets.</summary>
/// <param name="Service">Service name.</param>
/// <param name="Container">Container name.</param>
/// <param name="Status">The engine's word, or <c>absent</c>.</param>
/// <param name="ExitCode">Exit code once it has ended.</param>
/// <param name="OutOfMemory">Whether the kernel ended it for its memory.</param>
/// <param name="Error">The engine's error text.</param>
/// <param name="Image">Id of its image.</param>
/// <param name="Log">What its log told, or null without a log.</param>
internal sealed record ContainerFacts(
    string Service, string Container, string Status, long? ExitCode, bool OutOfMemory, string? Error, string? Image, LogFacts? Log)
{
    /// <summary>The host that the service runs on, the container only standing in for it there; null for a service in its container.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Node { get; init; }

    /// <summary>Puts together what the plan, the engine and the log say.</summary>
    public static ContainerFacts Of(ContainerPlan plan, ContainerState? state, LogFacts? log)
    {
        var facts = state is null
            ? new ContainerFacts(plan.Service, plan.ContainerName, "absent", null, false, null, null, log)
            : new ContainerFacts(plan.Service, plan.ContainerName, state.Status, state.ExitCode, state.OutOfMemory, state.Error, state.Image, log);
        return facts with { Node = plan.Node is { } node ? $"{node.Name} ({node.Address})" : null };
    }
}
