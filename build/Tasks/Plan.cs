using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Prints the frozen jobs; starts nothing.</summary>
[TaskName(nameof(Plan))]
[TaskDescription("Prints the frozen jobs; starts nothing.")]
public sealed class Plan : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.PlanAsync());
}
