using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Brings up the stack of one variant and keeps it.</summary>
[TaskName(nameof(Up))]
[TaskDescription("Brings up the stack of one variant and keeps it.")]
public sealed class Up : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.UpAsync());
}
