using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Removes kept stacks.</summary>
[TaskName(nameof(Down))]
[TaskDescription("Removes kept stacks.")]
public sealed class Down : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.DownAsync());
}
