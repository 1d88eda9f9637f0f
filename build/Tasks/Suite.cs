using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Runs the suite on a kept stack, with the changes of the command line put into it.</summary>
[TaskName(nameof(Suite))]
[TaskDescription("Runs the suite on a kept stack; with --change, after the services that run it were replaced.")]
public sealed class Suite : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.SuiteAsync());
}
