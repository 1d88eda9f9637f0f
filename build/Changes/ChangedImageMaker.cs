using System.Security.Cryptography;
using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>An image with changes, or why there is none.</summary>
/// <param name="Reference">As the engine knows it.</param>
/// <param name="Rejection">Why the changes do not apply, or null.</param>
internal sealed record ChangedImage(string Reference, ChangeRejection? Rejection);

/// <summary>Makes images with changes, each once.</summary>
/// <param name="engine">Engine that has the images.</param>
/// <param name="provider">Images without changes.</param>
/// <param name="labels">Labels of containers, by which a sweep finds them when the gate is killed.</param>
/// <param name="progress">Gets lines of what takes time.</param>
internal sealed class ChangedImageMaker(
    IContainerEngine engine, ImageProvider provider, IReadOnlyDictionary<string, string> labels, IProgress<ImageProgress> progress)
{
    // Raised when the same changes have to give another image than before.
    private const string MakerVersion = "1";
    private const int KeptTags = 60;

    // Of a compiler's complaints the first say what is wrong.
    private const int ToldLines = 200;
    private const int ToldCharacters = 1000;

    private static readonly TimeSpan RemoveDeadline = TimeSpan.FromMinutes(1);

    /// <summary>Makes sure that the engine has an image with changes.</summary>
    /// <param name="image">Name of the image.</param>
    /// <param name="reference">Reference of the image without changes.</param>
    /// <param name="changes">The changes, in order; those to projects that the image does not hold are passed over.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">The engine failed.</exception>
    public async Task<ChangedImage> MakeAsync(string image, string reference, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        var projects = HeldProjects.Of(image, provider.FindFolder);
        var located = changes.Where(change => projects.Layouts.ContainsKey(change.Project))
            .Select(change => LocatedChange.Of(change, projects.Layouts[change.Project]))
            .Where(change => change.Files.Count > 0).ToList();
        if (located.Count == 0)
        {
            return new ChangedImage(reference, null);
        }

        return provider.FindFolder(image) is { Bake: { } bake } folder && folder.Projects.Layouts.Count == 0
            ? await BakeAsync(folder, bake, reference, located, cancellation)
            : await DeriveAsync(image, reference, located, projects.Compile, cancellation);
    }

    private async Task<ChangedImage> BakeAsync(
        ImageFolder folder, BakeDefinition bake, string reference, List<LocatedChange> located, CancellationToken cancellation)
    {
        var touched = located.SelectMany(change => change.Paths);
        if (bake.Rebake is { } patterns && !touched.Any(path => patterns.Any(pattern => PathPattern.Matches(pattern, path))))
        {
            return new ChangedImage(reference, null);
        }

        var from = await provider.EnsureAsync(bake.From, progress, cancellation);
        var source = await MakeAsync(bake.From, from, [.. located.Select(change => change.Change)], cancellation);
        if (source.Rejection is not null)
        {
            return source;
        }

        var sources = new Dictionary<string, string> { [bake.From] = source.Reference };
        var baked = await provider.PrepareFromAsync(folder, NameOf(folder.Name), sources, progress, cancellation);
        await PruneAsync(NameOf(folder.Name), baked.Reference, cancellation);
        return new ChangedImage(baked.Reference, null);
    }

    private async Task<ChangedImage> DeriveAsync(
        string image, string source, List<LocatedChange> located, CompileStep? compile, CancellationToken cancellation)
    {
        var hash = ContentHash.Of(
            [MakerVersion, source, compile?.Suffix ?? string.Empty, .. compile?.Command ?? [], .. located.SelectMany(change => change.Texts())]);
        var reference = $"{ImageProvider.Repository}/{NameOf(image)}:{hash}";
        if (await engine.FindImageAsync(reference, cancellation) is not null)
        {
            return new ChangedImage(reference, null);
        }

        progress.Report(new ImageProgress(image, $"applying {string.Join(", ", located.Select(change => change.Change.Source))}"));
        var (overlay, rejection) = await OverlayAsync(image, source, located, cancellation);
        rejection ??= await CommitAsync(image, source, reference, overlay, located[^1].Change, compile, cancellation);
        if (rejection is null)
        {
            await PruneAsync(NameOf(image), reference, cancellation);
        }

        return new ChangedImage(reference, rejection);
    }

    // Everything is decided in memory first, so that nothing is ever half applied.
    private async Task<(ImageOverlay Overlay, ChangeRejection? Rejection)> OverlayAsync(
        string image, string source, List<LocatedChange> located, CancellationToken cancellation)
    {
        var spec = Spec(image, source) with { Command = ["none"] };
        try
        {
            await engine.CreateContainerAsync(spec, cancellation);
            var overlay = new ImageOverlay(path => engine.ReadFileAsync(spec.Name, path, cancellation));
            foreach (var change in located)
            {
                if (await overlay.ApplyAsync(change) is { } rejection)
                {
                    return (overlay, rejection);
                }
            }

            return (overlay, null);
        }
        finally
        {
            await RemoveAsync(spec.Name);
        }
    }

    private async Task<ChangeRejection?> CommitAsync(
        string image, string source, string reference, ImageOverlay overlay, Change last, CompileStep? compile, CancellationToken cancellation)
    {
        var spec = Spec(image, source) with { Entrypoint = ChangeScript.Command, Command = [], Files = ChangeScript.Files(overlay, compile) };
        try
        {
            await engine.CreateContainerAsync(spec, cancellation);
            await engine.StartContainerAsync(spec.Name, cancellation);
            var (exitCode, lines) = await RunAsync(spec.Name, cancellation);
            switch (exitCode)
            {
                case 0:
                    var content = reference[(reference.LastIndexOf(':') + 1)..];
                    await engine.CommitContainerAsync(
                        spec.Name, reference, new Dictionary<string, string> { [GateLabels.Content] = content, [GateLabels.Base] = source }, cancellation);
                    return null;
                case ChangeScript.DoesNotCompile:
                    return new ChangeRejection(last.Project, last.Source, $"{last.Source} applies to {last.Project}, but a file of it does not compile", lines);
                default:
                    throw new EngineException(
                        $"writing the files of a change into image '{image}' ended with exit code {exitCode}"
                        + string.Concat(lines.Select(line => $"{Environment.NewLine}    {line}")));
            }
        }
        finally
        {
            await RemoveAsync(spec.Name);
        }
    }

    private async Task<(long? ExitCode, IReadOnlyList<string> Lines)> RunAsync(string container, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(provider.Patience.Change);
        var lines = new List<string>();
        try
        {
            await foreach (var line in engine.ReadLogAsync(container, follow: true, deadline.Token))
            {
                if (lines.Count < ToldLines)
                {
                    lines.Add(line.Text.Length <= ToldCharacters ? line.Text : line.Text[..ToldCharacters]);
                }
            }

            return ((await engine.WaitForExitAsync(container, deadline.Token)).ExitCode, lines);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineException($"writing the files of a change into an image did not end within {ProgressDeadline.Words(provider.Patience.Change)} ({Patience.Hint})");
        }
    }

    // Images with changes are small, and a run with many changes goes back to each of them; with an image that is gone go its changes.
    private async Task PruneAsync(string name, string current, CancellationToken cancellation)
    {
        var images = await engine.ListImagesAsync(GateLabels.Content, cancellation);
        var known = images.Select(image => image.Reference).ToHashSet(StringComparer.Ordinal);
        var ours = images.Where(image => image.Reference.StartsWith($"{ImageProvider.Repository}/{name}:", StringComparison.Ordinal) && image.Reference != current)
            .OrderByDescending(image => image.Created).ToList();
        var orphans = ours.Where(image => image.Image.Labels.GetValueOrDefault(GateLabels.Base) is { } source && !known.Contains(source));
        foreach (var image in ours.Skip(KeptTags - 1).Union(orphans))
        {
            progress.Report(new ImageProgress(name, $"removing the old {image.Reference}"));
            await engine.RemoveImageAsync(image.Reference, cancellation);
        }
    }

    private ContainerSpec Spec(string image, string source) => new(
        $"glance-gate-change-{image.Replace('/', '-').Replace(':', '-')}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", source, Network: null, [], labels);

    private async Task RemoveAsync(string container)
    {
        using var deadline = new CancellationTokenSource(RemoveDeadline);
        await engine.RemoveContainerAsync(container, deadline.Token);
    }

    private static string NameOf(string image) => $"{image}-changed";
}
