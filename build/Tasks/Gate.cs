using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Runs the selected jobs and gives a verdict.</summary>
[TaskName(nameof(Gate))]
[TaskDescription("Runs the selected jobs and gives a verdict.")]
public sealed class Gate : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.GateAsync());
}
