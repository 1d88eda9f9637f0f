#nullable enable
using System.Net;

namespace Docker.DotNet.Http;

/// <summary>A body that is read while it is sent, in constant memory. It does not own the stream.</summary>
internal sealed class StreamedContent(Stream stream) : HttpContent
{
    private const int BufferSize = 81920;

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) =>
        stream.CopyToAsync(target, BufferSize);

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context, CancellationToken cancellationToken) =>
        stream.CopyToAsync(target, BufferSize, cancellationToken);

    // unknown length means chunks, which also lets a daemon see that a broken source did not end
    protected override bool TryComputeLength(out long length)
    {
        length = stream.CanSeek ? stream.Length - stream.Position : 0;
        return stream.CanSeek;
    }
}
