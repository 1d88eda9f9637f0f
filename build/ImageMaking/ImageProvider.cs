using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using GlanceGate.Engine;
using GlanceGate.Engine.Packages;
using GlanceGate.Jobs;

namespace GlanceGate.ImageMaking;

/// <summary>Makes sure that the engine has the images of a run.</summary>
/// <remarks>
/// A name is a folder of images, which is built or baked under the hash of everything that it comes from, or a registry
/// reference, which is pulled when the engine has it not. Thread safe: one image is made once at a time, others meanwhile.
/// Two gates that make the same image at once make it twice, which does no harm.
/// </remarks>
internal sealed class ImageProvider
{
    /// <summary>What the names of all images that the gate makes begin with.</summary>
    internal const string Repository = "glance-gate";

    private const int KeptTags = 2;

    private readonly IContainerEngine _engine;
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _making = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EngineException> _failed = new(StringComparer.Ordinal);

    /// <summary>Creates the provider.</summary>
    /// <param name="engine">Engine to have the images.</param>
    /// <param name="folder">Absolute path of <c>build/Images</c>.</param>
    /// <param name="labels">Labels of containers that are needed to bake: session and owner.</param>
    /// <param name="time">Clock.</param>
    public ImageProvider(IContainerEngine engine, string folder, IReadOnlyDictionary<string, string> labels, TimeProvider time)
    {
        _engine = engine;
        _folder = folder;
        _labels = labels;
        _time = time;
    }

    /// <summary>Time limits.</summary>
    public Patience Patience { get; init; } = Patience.Usual;

    /// <summary>What installs packages on this machine.</summary>
    public HostPackages Packages { get; init; } = HostPackages.OfThisMachine(Patience.Usual);

    /// <summary>Names of the folders of images, ordered.</summary>
    public IReadOnlyList<string> Folders =>
        [.. Directory.EnumerateDirectories(_folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Makes sure that the engine has an image.</summary>
    /// <param name="image">Name of a folder of images, or a registry reference.</param>
    /// <param name="progress">Gets lines of what takes time, also of the images that it is made from. Must be thread safe.</param>
    /// <param name="cancellation">Gives up; what was begun is finished by the next call.</param>
    /// <returns>The reference under which the engine has it.</returns>
    /// <exception cref="EngineException">It cannot be had; the message names the image and ends with the last lines of output.</exception>
    /// <exception cref="JobConfigurationException">A Dockerfile or bake.yaml is wrong, or there is no such image.</exception>
    public async Task<string> EnsureAsync(string image, IProgress<ImageProgress> progress, CancellationToken cancellation) =>
        (await PrepareAsync(image, progress, cancellation)).Reference;

    /// <summary>Makes sure that the engine has several images, all at once. One that fails does not keep the others from being made.</summary>
    /// <returns>Image name to the reference under which the engine has it.</returns>
    /// <exception cref="EngineException">Some cannot be had; the message has every failure, in the order of the images' names.</exception>
    /// <exception cref="JobConfigurationException">Some are described wrongly; all mistakes are in it.</exception>
    public async Task<IReadOnlyDictionary<string, string>> EnsureAllAsync(
        IReadOnlyCollection<string> images, IProgress<ImageProgress> progress, CancellationToken cancellation)
    {
        var tasks = images.Distinct(StringComparer.Ordinal).ToDictionary(image => image, image => EnsureAsync(image, progress, cancellation), StringComparer.Ordinal);
        Task all = Task.WhenAll(tasks.Values);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failures = all.Exception?.InnerExceptions ?? [];
        if (failures.OfType<JobConfigurationException>().SelectMany(mistake => mistake.Diagnostics).Distinct().ToList() is { Count: > 0 } mistakes)
        {
            throw new JobConfigurationException(mistakes);
        }

        if (failures.OfType<EngineException>().Any())
        {
            throw Together(_failed);
        }

        await all;
        return tasks.ToDictionary(pair => pair.Key, pair => pair.Value.Result, StringComparer.Ordinal);
    }

    /// <summary>All failures as one; a failure is told once, with the images that it keeps from being made.</summary>
    internal static EngineException Together(IReadOnlyDictionary<string, EngineException> failures)
    {
        var causes = failures.GroupBy(pair => pair.Value, (failure, images) => (failure, images: images.Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray()))
            .OrderBy(cause => cause.images[0], StringComparer.Ordinal)
            .ToArray();
        return causes is [var (only, _)]
            ? only
            : new EngineException(
                $"{causes.Length} failures while images were made:{Environment.NewLine}"
                + string.Join(Environment.NewLine, causes.Select(cause => $"{string.Join(", ", cause.images)}: {cause.failure.Message}")));
    }

    /// <inheritdoc cref="EnsureAsync"/>
    /// <returns>The image and where it came from.</returns>
    public Task<PreparedImage> PrepareAsync(string image, IProgress<ImageProgress> progress, CancellationToken cancellation) =>
        PrepareAsync(image, progress, [], cancellation);

    /// <summary>The folder of an image; null when the name is no folder's.</summary>
    /// <exception cref="JobConfigurationException">It does not describe an image.</exception>
    public ImageFolder? FindFolder(string image) => ImageFolder.Find(_folder, image);

    /// <summary>Makes sure that the engine has an image that is made from other sources than its own, under another name than its own.</summary>
    /// <param name="folder">The image.</param>
    /// <param name="name">Name of the result.</param>
    /// <param name="sources">Each source as it is written to the reference that takes its place.</param>
    /// <param name="progress">Gets lines of what takes time.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<PreparedImage> PrepareFromAsync(
        ImageFolder folder, string name, IReadOnlyDictionary<string, string> sources, IProgress<ImageProgress> progress, CancellationToken cancellation) =>
        MakeFolderAsync(folder with { Name = name }, sources, new Dictionary<string, string> { [GateLabels.Base] = sources.Values.First() }, progress, cancellation);

    private async Task<PreparedImage> PrepareAsync(
        string image, IProgress<ImageProgress> progress, IReadOnlyList<string> users, CancellationToken cancellation)
    {
        var making = _making.GetOrAdd(image, _ => new SemaphoreSlim(1));
        await making.WaitAsync(cancellation);
        try
        {
            if (_failed.TryGetValue(image, out var before))
            {
                // It is not tried again for each of those that are made from it.
                ExceptionDispatchInfo.Throw(before);
            }

            return FindFolder(image) is { } folder
                ? await PrepareFolderAsync(folder, progress, [.. users, image], cancellation)
                : BaseImage.IsBase(image)
                    ? await new BaseImage(_engine, image, Packages, Patience, progress).EnsureAsync(cancellation)
                    : await PrepareReferenceAsync(image, progress, cancellation);
        }
        catch (EngineException failure)
        {
            Failed(image, failure, progress);
            throw;
        }
        finally
        {
            making.Release();
        }
    }

    private void Failed(string image, EngineException failure, IProgress<ImageProgress> progress)
    {
        // One that comes from an image that failed fails with the same exception, and is no news.
        if (!_failed.Values.Contains(failure))
        {
            progress.Report(new ImageProgress(image, $"failed, the others go on: {failure.Message.Split('\n')[0].TrimEnd()}"));
        }

        _failed.TryAdd(image, failure);
    }

    private async Task<PreparedImage> PrepareFolderAsync(
        ImageFolder folder, IProgress<ImageProgress> progress, IReadOnlyList<string> users, CancellationToken cancellation)
    {
        var sources = await PrepareSourcesAsync(folder, progress, users, cancellation);
        var image = await MakeFolderAsync(folder, sources, new Dictionary<string, string>(), progress, cancellation);
        if (image.Origin != ImageOrigin.Present)
        {
            await PruneAsync(folder.Name, image.Reference, progress, cancellation);
        }

        return image;
    }

    private async Task<PreparedImage> MakeFolderAsync(
        ImageFolder folder,
        IReadOnlyDictionary<string, string> sources,
        Dictionary<string, string> labels,
        IProgress<ImageProgress> progress,
        CancellationToken cancellation)
    {
        var hash = ContentHash.Of(folder, sources);
        var reference = $"{Repository}/{folder.Name}:{hash}";
        if (await _engine.FindImageAsync(reference, cancellation) is { } present)
        {
            return new PreparedImage(folder.Name, reference, present.SizeBytes, ImageOrigin.Present);
        }

        labels[GateLabels.Content] = hash;
        var start = _time.GetTimestamp();
        progress.Report(new ImageProgress(folder.Name, $"{(folder.Bake is null ? "building" : "baking")} {reference}"));
        if (folder.Bake is { } bake)
        {
            await new ImageBaker(_engine, _labels, Patience, progress).BakeAsync(folder, sources[bake.From], reference, labels, cancellation);
        }
        else
        {
            await BuildAsync(folder, new ImageBuild(reference, Dockerfile.Replace(folder.Dockerfile!, sources), folder.Files, labels), progress, cancellation);
        }

        var image = await _engine.FindImageAsync(reference, cancellation)
            ?? throw new EngineException($"image {reference} is gone right after it was made");
        progress.Report(new ImageProgress(
            folder.Name, $"done in {_time.GetElapsedTime(start).TotalSeconds:0} s, {image.SizeBytes / 1_000_000} MB"));
        return new PreparedImage(folder.Name, reference, image.SizeBytes, folder.Bake is null ? ImageOrigin.Built : ImageOrigin.Baked);
    }

    private async Task<IReadOnlyDictionary<string, string>> PrepareSourcesAsync(
        ImageFolder folder, IProgress<ImageProgress> progress, IReadOnlyList<string> users, CancellationToken cancellation)
    {
        // Before any is waited for: an image that is made from itself would wait for itself.
        if (folder.Sources.FirstOrDefault(users.Contains) is { } cycle)
        {
            throw new JobConfigurationException(
            [
                new Diagnostic(
                    DiagnosticCodes.BadValue,
                    folder.Where(cycle),
                    $"image '{cycle}' is made from itself: {string.Join(" -> ", [.. users.SkipWhile(user => user != cycle), cycle])}",
                    "take one of these images from another one"),
            ]);
        }

        var prepared = await Task.WhenAll(folder.Sources.Select(source => PrepareAsync(source, progress, users, cancellation)));
        return prepared.ToDictionary(image => image.Name, image => image.Reference);
    }

    private async Task BuildAsync(ImageFolder folder, ImageBuild build, IProgress<ImageProgress> progress, CancellationToken cancellation)
    {
        using var deadline = new ProgressDeadline(Patience.Build, _time, cancellation);
        try
        {
            await _engine.BuildImageAsync(build, new MovingProgress(deadline, new StepProgress(folder.Name, progress, _time)), deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineException($"building image {build.Reference} {deadline.Words()}");
        }
    }

    private async Task<PreparedImage> PrepareReferenceAsync(string reference, IProgress<ImageProgress> progress, CancellationToken cancellation)
    {
        if (await _engine.FindImageAsync(reference, cancellation) is { } present)
        {
            return new PreparedImage(reference, reference, present.SizeBytes, ImageOrigin.Present);
        }

        if (!reference.Contains(':', StringComparison.Ordinal) && !reference.Contains('@', StringComparison.Ordinal))
        {
            throw new JobConfigurationException(
            [
                new Diagnostic(
                    DiagnosticCodes.UnknownImage,
                    null,
                    $"there is no image '{reference}' below build/Images",
                    $"folders there: {string.Join(", ", Folders)}; give a registry reference a tag or digest"),
            ]);
        }

        using var deadline = new ProgressDeadline(Patience.Pull, _time, cancellation);
        try
        {
            await _engine.PullImageAsync(reference, new MovingProgress(deadline, new StepProgress(reference, progress, _time)), deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineException($"pulling image {reference} {deadline.Words()}");
        }

        var pulled = await _engine.FindImageAsync(reference, cancellation)
            ?? throw new EngineException($"image {reference} is gone right after it was pulled");
        return new PreparedImage(reference, reference, pulled.SizeBytes, ImageOrigin.Pulled);
    }

    /// <summary>Removes old images of a folder, so that the disk does not fill. What is in use stays.</summary>
    private async Task PruneAsync(string folder, string current, IProgress<ImageProgress> progress, CancellationToken cancellation)
    {
        var old = (await _engine.ListImagesAsync(GateLabels.Content, cancellation))
            .Where(image => image.Reference.StartsWith($"{Repository}/{folder}:", StringComparison.Ordinal) && image.Reference != current)
            .OrderByDescending(image => image.Created)
            .Skip(KeptTags - 1);
        foreach (var image in old)
        {
            progress.Report(new ImageProgress(folder, $"removing the old {image.Reference}"));
            await _engine.RemoveImageAsync(image.Reference, cancellation);
        }
    }

    /// <summary>Puts a deadline off with each line, whether or not it is shown.</summary>
    private sealed class MovingProgress(ProgressDeadline deadline, IProgress<string> inner) : IProgress<string>
    {
        public void Report(string value)
        {
            deadline.Moved();
            inner.Report(value);
        }
    }
}
