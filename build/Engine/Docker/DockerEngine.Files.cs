using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using GlanceGate.Inputs;

namespace GlanceGate.Engine.Docker;

/// <content>Files of containers.</content>
internal sealed partial class DockerEngine
{
    private const int CopyBuffer = 80 * 1024;

    /// <inheritdoc/>
    public Task CopyFileOutAsync(string container, string path, Stream destination, long limit, CancellationToken cancellation)
    {
        var doing = $"copying {path} out of container {DockerCall.Short(container)}";
        return DockerCall.RunAsync(doing, Timeout.InfiniteTimeSpan, token => CopyFileAsync(doing, container, path, destination, limit, token), cancellation);
    }

    /// <inheritdoc/>
    public Task<ContextFile?> ReadFileAsync(string container, string path, CancellationToken cancellation)
    {
        var doing = $"reading {path} of container {DockerCall.Short(container)}";
        return PromptAsync<ContextFile?>(doing, async token =>
        {
            try
            {
                using var content = new MemoryStream();
                var mode = await CopyFileAsync(doing, container, path, content, InputLimits.SourceFile, token);
                return new ContextFile(content.ToArray(), mode);
            }
            catch (NoSuchFileException)
            {
                return null;
            }
        }, cancellation);
    }

    private async Task<UnixFileMode> CopyFileAsync(string doing, string container, string path, Stream destination, long limit, CancellationToken cancellation)
    {
        ContainerArchiveResponse answer;
        try
        {
            answer = await _client.Containers.GetArchiveFromContainerAsync(container, new ContainerPathStatParameters { Path = path }, statOnly: false, cancellation);
        }
        catch (DockerApiException refusal) when (DockerCall.IsGone(refusal))
        {
            // Of a container that is gone the engine says the same.
            await _client.Containers.InspectContainerAsync(container, cancellation);
            throw new NoSuchFileException($"{doing}: {DockerCall.Words(refusal)}", refusal);
        }

        await using var stream = answer.Stream!;
        await using var archive = new TarReader(stream);
        var entry = await archive.GetNextEntryAsync(copyData: false, cancellation);
        if (entry?.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            throw new NoSuchFileException($"{doing}: it is not a regular file but {entry?.EntryType.ToString() ?? "nothing"}");
        }

        if (entry.Length > limit)
        {
            throw new EngineException($"{doing}: it is larger than {InputFile.Words(limit)}");
        }

        if (entry.DataStream is { } content)
        {
            await CopyAsync(content, entry.Length, destination, cancellation);
        }

        return entry.Mode;
    }

    // Stream.CopyToAsync reads on when all is read, and of a read into no space the client's stream says that the connection has ended.
    private static async Task CopyAsync(Stream content, long length, Stream destination, CancellationToken cancellation)
    {
        var buffer = new byte[CopyBuffer];
        for (var left = length; left > 0;)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(left, CopyBuffer));
            await content.ReadExactlyAsync(piece, cancellation);
            await destination.WriteAsync(piece, cancellation);
            left -= piece.Length;
        }
    }
}
