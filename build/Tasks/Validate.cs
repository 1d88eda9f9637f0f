using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Checks every job file; starts nothing.</summary>
[TaskName(nameof(Validate))]
[TaskDescription("Checks every job file; starts nothing.")]
public sealed class Validate : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.Validate());
}
