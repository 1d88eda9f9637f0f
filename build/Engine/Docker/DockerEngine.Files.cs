using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using GlanceGate.Inputs;

namespace GlanceGate.Engine.Docker;

/// <content>Files of containers.</content>
internal sealed partial class DockerEngine
{
    /// <inheritdoc/>
    public Task CopyFileOutAsync(string container, string path, Stream destination, long limit, CancellationToken cancellation)
    {
        var doing = $"copying {path} out of container {DockerCall.Short(container)}";
        return DockerCall.RunAsync(doing, Timeout.InfiniteTimeSpan, async token =>
        {
            GetArchiveFromContainerResponse answer;
            try
            {
                answer = await _client.Containers.GetArchiveFromContainerAsync(
                    container, new GetArchiveFromContainerParameters { Path = path }, statOnly: false, token);
            }
            catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
            {
                // Of a container that is gone the engine says the same.
                await _client.Containers.InspectContainerAsync(container, token);
                throw new NoSuchFileException($"{doing}: {DockerCall.Words(refusal)}", refusal);
            }

            await using var stream = answer.Stream;
            await using var archive = new TarReader(stream);
            var entry = await archive.GetNextEntryAsync(copyData: false, token);
            if (!IsFile(entry))
            {
                throw new NoSuchFileException($"{doing}: it is not a regular file but {entry?.EntryType.ToString() ?? "nothing"}");
            }

            if (entry!.Length > limit)
            {
                throw new EngineException($"{doing}: it is larger than {InputFile.Words(limit)}");
            }

            if (entry.DataStream is { } content)
            {
                await content.CopyToAsync(destination, token);
            }
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task<ContextFile?> ReadFileAsync(string container, string path, CancellationToken cancellation) =>
        PromptAsync($"reading {path} of container {DockerCall.Short(container)}", async token =>
        {
            try
            {
                var answer = await _client.Containers.GetArchiveFromContainerAsync(
                    container, new GetArchiveFromContainerParameters { Path = path }, statOnly: false, token);
                await using var stream = answer.Stream;
                await using var archive = new TarReader(stream);
                var entry = await archive.GetNextEntryAsync(copyData: true, token);
                if (!IsFile(entry))
                {
                    return null;
                }

                using var content = new MemoryStream();
                await (entry!.DataStream ?? Stream.Null).CopyToAsync(content, token);
                return new ContextFile(content.ToArray(), entry.Mode);
            }
            catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
            {
                // Of a container that is gone the engine says the same.
                await _client.Containers.InspectContainerAsync(container, token);
                return null;
            }
        }, cancellation);

    private static bool IsFile(TarEntry? entry) => entry?.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
}
