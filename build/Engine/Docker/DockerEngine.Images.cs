using System.Net;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using GlanceGate.Inputs;

namespace GlanceGate.Engine.Docker;

/// <content>Images.</content>
internal sealed partial class DockerEngine
{
    /// <inheritdoc/>
    public Task<ImageInfo?> FindImageAsync(string reference, CancellationToken cancellation) => PromptAsync($"looking for image {reference}", async token =>
    {
        try
        {
            return DockerConverter.Image(await _client.Images.InspectImageAsync(reference, token));
        }
        catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
        {
            return null;
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TaggedImage>> ListImagesAsync(string label, CancellationToken cancellation) => PromptAsync<IReadOnlyList<TaggedImage>>("listing images", async token =>
    {
        var images = await _client.Images.ListImagesAsync(
            new ImagesListParameters { Filters = DockerConverter.Filter([new(label, null)]) }, token);
        return
        [
            .. images
                .SelectMany(image => (image.RepoTags ?? []).Select(tag => new TaggedImage(
                    ImageReference.Familiar(tag), new DateTimeOffset(image.Created.ToUniversalTime()), new ImageInfo(image.ID, image.Size, DockerConverter.Labels(image.Labels)))))
                .Where(image => !image.Reference.StartsWith('<'))
                .OrderBy(image => image.Reference, StringComparer.Ordinal),
        ];
    }, cancellation);

    /// <inheritdoc/>
    public Task PullImageAsync(string reference, IProgress<string> progress, CancellationToken cancellation)
    {
        var parts = ImageReference.Parse(reference);
        return WorkAsync(
            $"pulling image {reference}",
            reference,

            // Podman says so before it has asked anybody, and then for minutes nothing when nobody answers: that is no progress.
            new SynchronousProgress<string>(line =>
            {
                if (!line.StartsWith("Trying to pull", StringComparison.Ordinal))
                {
                    progress.Report(line);
                }
            }),
            (output, token) => _client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = parts.Name, Tag = parts.Tag }, null, output, token),
            cancellation);
    }

    /// <inheritdoc/>
    public Task ImportImageAsync(
        string reference, Stream rootFileSystem, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        var parameters = new ImagesCreateParameters
        {
            FromSrc = "-",

            // With its tag, as Podman before 5 leaves a tag of its own out of account.
            Repo = reference,
            Changes = [.. DockerConverter.LabelChanges(labels)],
        };
        return WorkAsync(
            $"importing image {reference}",
            reference,
            new Progress<string>(),
            (output, token) => _client.Images.CreateImageAsync(parameters, rootFileSystem, null, output, token),
            cancellation);
    }

    /// <inheritdoc/>
    public async Task BuildImageAsync(ImageBuild build, IProgress<string> progress, CancellationToken cancellation)
    {
        var dockerfile = new ContextFile(Encoding.UTF8.GetBytes(build.Dockerfile), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var context = ContainerFiles.ToTar(build.Files.Append(new("Dockerfile", dockerfile)));
        var parameters = new ImageBuildParameters
        {
            Tags = [build.Reference],
            Labels = new Dictionary<string, string>(build.Labels),
            Remove = true,
            ForceRemove = true,
        };
        await WorkAsync(
            $"building image {build.Reference}",
            build.Reference,
            progress,
            (output, token) => _client.Images.BuildImageFromDockerfileAsync(parameters, context, null, null, output, token),
            cancellation);
    }

    /// <inheritdoc/>
    public async Task CommitContainerAsync(
        string container, string reference, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        var doing = $"committing container {DockerCall.Short(container)} as {reference}";
        var (committed, source, inherited) = await DockerCall.RunAsync(doing, Timeout.InfiniteTimeSpan, async token =>
        {
            var inspected = await _client.Containers.InspectContainerAsync(container, token);
            var image = await _client.Images.InspectImageAsync(inspected.Image, token);
            var commit = await _client.Images.CommitContainerChangesAsync(
                new CommitContainerChangesParameters { ContainerID = inspected.ID }, token);
            return (commit.ID, image.Config, inspected.Config?.Labels);
        }, cancellation);

        // A commit takes over the container's command for every one that it is told to clear; a build does not.
        var dockerfile = $"""
            FROM {committed[(committed.IndexOf(':', StringComparison.Ordinal) + 1)..]}
            ENTRYPOINT {DockerConverter.Command(source?.Entrypoint)}
            CMD {DockerConverter.Command(source?.Cmd)}
            """;
        var blanked = DockerConverter.Labels(inherited).Keys
            .Where(key => key.StartsWith(GateLabels.Prefix, StringComparison.Ordinal) && !labels.ContainsKey(key))
            .Select(key => KeyValuePair.Create(key, ""));
        await BuildImageAsync(
            new ImageBuild(reference, dockerfile, new Dictionary<string, ContextFile>(), labels.Concat(blanked).ToDictionary()),
            new Progress<string>(),
            cancellation);
    }

    /// <inheritdoc/>
    public Task RemoveImageAsync(string reference, CancellationToken cancellation) => PromptAsync($"removing image {reference}", async token =>
    {
        try
        {
            var image = await _client.Images.InspectImageAsync(reference, token);
            RefuseForeign($"removing image {reference}", image.Config?.Labels);
            await _client.Images.DeleteImageAsync(reference, new ImageDeleteParameters(), token);
        }
        catch (DockerApiException refusal) when (DockerCall.IsGone(refusal) || refusal.StatusCode == HttpStatusCode.Conflict)
        {
            // Gone, or in use: both are what the caller is told to expect.
        }
    }, cancellation);

    private async Task WorkAsync(
        string doing,
        string reference,
        IProgress<string> progress,
        Func<IProgress<JSONMessage>, CancellationToken, Task> work,
        CancellationToken cancellation)
    {
        var output = new WorkOutput(progress);
        await DockerCall.RunAsync(doing, Timeout.InfiniteTimeSpan, token => work(output, token), cancellation);
        output.Complete();
        if (output.Error is { } error)
        {
            throw new EngineException($"{doing}: {error}{output.Tail}");
        }

        // An answer that ends early looks like a good one: only the image is proof.
        await PromptAsync($"{doing}: it ended without an error and without an image", token => _client.Images.InspectImageAsync(reference, token), cancellation);
    }
}
