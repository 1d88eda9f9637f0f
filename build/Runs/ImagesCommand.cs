using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The target Images: has every image of the selected variants ready, without running anything.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What it meets outside.</param>
internal sealed class ImagesCommand(GateSettings settings, Surroundings around)
{
    /// <summary>Builds, bakes or finds the images, and lists them.</summary>
    public async Task<Outcome> RunAsync(CancellationToken cancellation)
    {
        var variants = JobSource.Select(settings);
        var lines = new List<string>();
        await EngineCommand.RunAsync(settings, around, async (workshop, clock) =>
        {
            var images = await clock.RunAsync("images", () => workshop.PrepareAsync(NamesOf(variants), cancellation));
            foreach (var (name, reference) in images)
            {
                var image = await workshop.Engine.FindImageAsync(reference, cancellation);
                lines.Add($"{name,-16} {reference,-48} {(image?.SizeBytes ?? 0) / 1_000_000,6} MB");
            }
        }, cancellation);
        lines.ForEach(around.Screen.Output.WriteLine);
        return Outcome.Success;
    }

    /// <summary>Every image that the variants need, the gateway's and those of the suites and of their files among them.</summary>
    public static IEnumerable<string> NamesOf(IEnumerable<JobVariant> variants) => variants
        .SelectMany(variant => variant.Services.Select(service => service.Image).Concat(variant.Suite.Images).Concat(variant.Suite.Files.Values.Select(file => file.Image)))
        .Append(Stack.ContainerSpecs.Gateway)
        .Distinct(StringComparer.Ordinal);
}
