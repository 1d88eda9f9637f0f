using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Puts defects into running stacks, one after the other, and says which of them the suite notices.</summary>
[TaskName(nameof(Mutate))]
[TaskDescription("Puts defects into running stacks, one after the other, and says which the suite notices.")]
public sealed class Mutate : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.MutateAsync());
}
