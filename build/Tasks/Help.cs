using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Prints the targets and the arguments.</summary>
[TaskName(nameof(Help))]
[TaskDescription("Prints the targets and the arguments.")]
public sealed class Help : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.Help());
}
