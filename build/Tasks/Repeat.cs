using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Runs the selected variants many times and says what did not come each time.</summary>
[TaskName(nameof(Repeat))]
[TaskDescription("Runs the selected variants many times and says what did not come each time.")]
public sealed class Repeat : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.RepeatAsync());
}
