using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Writes the JSON Schema of the job files, and their keys as a paper.</summary>
[TaskName(nameof(Schema))]
[TaskDescription("Writes the JSON Schema of the job files, and their keys as a paper.")]
public sealed class Schema : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.Schema());
}
