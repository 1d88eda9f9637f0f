using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Runs the suite on a kept stack.</summary>
[TaskName(nameof(Suite))]
[TaskDescription("Runs the suite on a kept stack.")]
public sealed class Suite : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.SuiteAsync());
}
