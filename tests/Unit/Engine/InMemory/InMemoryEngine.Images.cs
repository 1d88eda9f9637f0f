using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine.InMemory;

/// <content>Its images.</content>
internal sealed partial class InMemoryEngine
{
    /// <inheritdoc/>
    public async Task<ImageInfo?> FindImageAsync(string reference, CancellationToken cancellation)
    {
        await RecordAsync("FindImage", reference, cancellation);
        return _images.GetValueOrDefault(reference);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TaggedImage>> ListImagesAsync(string label, CancellationToken cancellation)
    {
        await RecordAsync("ListImages", label, cancellation);
        return
        [
            .. _images.Where(item => item.Value.Labels.ContainsKey(label))
                .OrderBy(item => item.Key, StringComparer.Ordinal)
                .Select(item => new TaggedImage(item.Key, _created.GetValueOrDefault(item.Key), item.Value)),
        ];
    }

    /// <inheritdoc/>
    public async Task PullImageAsync(string reference, IProgress<string> progress, CancellationToken cancellation)
    {
        await RecordAsync("PullImage", reference, cancellation);
        if (Registry is not null && !Registry.Contains(reference))
        {
            throw new EngineException($"pulling {reference}: no such image in the registry");
        }

        progress.Report($"pulled {reference}");
        AddImage(reference);
    }

    /// <inheritdoc/>
    public async Task ImportImageAsync(
        string reference, Stream rootFileSystem, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        await RecordAsync("ImportImage", reference, cancellation);
        await rootFileSystem.CopyToAsync(Stream.Null, cancellation);
        AddImage(reference, labels);
    }

    /// <inheritdoc/>
    public async Task BuildImageAsync(ImageBuild build, IProgress<string> progress, CancellationToken cancellation)
    {
        await RecordAsync("BuildImage", build.Reference, cancellation);
        foreach (var line in build.Dockerfile.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            progress.Report(line);
        }

        AddImage(build.Reference, build.Labels);
    }

    /// <inheritdoc/>
    public async Task CommitContainerAsync(
        string container, string reference, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        await RecordAsync("CommitContainer", container, cancellation);
        Get(container, "committing");
        AddImage(reference, labels);
    }

    /// <inheritdoc/>
    public async Task RemoveImageAsync(string reference, CancellationToken cancellation)
    {
        await RecordAsync("RemoveImage", reference, cancellation);
        if (Containers.All(item => item.Spec.Image != reference))
        {
            _images.TryRemove(reference, out _);
        }
    }
}
