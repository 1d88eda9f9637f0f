#nullable enable
using System.Net.Sockets;

namespace Docker.DotNet.Http;

/// <summary>
/// A connection that the daemon has taken out of HTTP. The upgraded response gives the bytes in both directions;
/// the socket below it is kept because only it can end one direction and leave the other open.
/// </summary>
internal sealed class HijackedStream(Stream upgraded, Socket socket, HttpMessageInvoker invoker) : Stream
{
    private bool _disposed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends our direction. The daemon may have ended both already, which is no error.</summary>
    public void CloseWrite()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (ObjectDisposedException)
        {
            // the response disposes the socket as soon as it has read the end
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.NotConnected or SocketError.ConnectionReset)
        {
            // the peer was faster
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        upgraded.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        upgraded.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => upgraded.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        upgraded.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        upgraded.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => upgraded.Write(buffer, offset, count);

    public override void Flush() => upgraded.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => upgraded.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            upgraded.Dispose();
            socket.Dispose();
            invoker.Dispose();
        }

        base.Dispose(disposing);
    }
}
