using Cake.Frosting;

namespace GlanceGate.Tasks;

/// <summary>Builds and bakes the images of the selected jobs.</summary>
[TaskName(nameof(Images))]
[TaskDescription("Builds and bakes the images of the selected jobs.")]
public sealed class Images : AsyncFrostingTask<GateContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(GateContext context) => context.RunAsync(commands => commands.ImagesAsync());
}
