using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Removes everything that earlier runs left behind.</summary>
[TaskName(nameof(Sweep))]
[TaskDescription("Removes everything that earlier runs left behind.")]
public sealed class Sweep : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.SweepAsync());
}
