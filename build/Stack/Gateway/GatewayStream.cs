using System.Text;

namespace GlanceGate.Stack.Gateway;

/// <summary>One connection into a stack's network: full duplex, asynchronous only.</summary>
/// <remarks>
/// <see cref="ShutdownWriteAsync"/> ends this side alone, as a TCP half close does. Disposing ends both: what was written still
/// arrives, what was not read is dropped. One reader and one writer at a time.
/// </remarks>
internal sealed class GatewayStream : Stream
{
    // Small enough that a bulk transfer does not hold up a probe on another channel.
    private const int Chunk = 32 * 1024;

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly GatewayTunnel _tunnel;
    private readonly TimeProvider _time;
    private readonly uint _channel;
    private readonly ReceiveQueue _received = new();
    private readonly SendCredit _credit = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writeEnded;
    private int _disposed;
    private volatile bool _readEnded;

    /// <summary>Creates the gate's end of a channel; only the tunnel does.</summary>
    internal GatewayStream(GatewayTunnel tunnel, uint channel, TimeProvider time)
    {
        _tunnel = tunnel;
        _channel = channel;
        _time = time;
    }

    /// <inheritdoc/>
    public override bool CanRead => _disposed == 0;

    /// <inheritdoc/>
    public override bool CanWrite => _disposed == 0;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Tells the other side that nothing more will be written; it can still be read. A second call does nothing.</summary>
    public async Task ShutdownWriteAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        await EndWriteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var (read, grant) = await _received.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (grant > 0)
        {
            // Not awaited: the bytes are the caller's whatever becomes of the frame, and a broken tunnel shows in the next read.
            _tunnel.Post(_channel, FrameKind.Window, GatewayTunnel.UInt32(grant));
        }

        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (_writeEnded != 0)
        {
            throw new InvalidOperationException("This side of the connection was shut down.");
        }

        while (!buffer.IsEmpty)
        {
            var size = await _credit.TakeAsync(Math.Min(Chunk, buffer.Length), cancellationToken).ConfigureAwait(false);
            await _tunnel.SendAsync(_channel, FrameKind.Data, buffer[..size], cancellationToken).ConfigureAwait(false);
            buffer = buffer[size..];
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
        // a write has reached the wire when it returns
    }

    /// <summary>Not supported: a synchronous read would hold a thread for as long as the service takes.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Use ReadAsync.");

    /// <summary>Not supported: a synchronous write would hold a thread for as long as the service takes.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Use WriteAsync.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Waits until the relay is connected.</summary>
    /// <exception cref="IOException">It could not connect; the message is the relay's.</exception>
    internal Task WhenOpenAsync(CancellationToken cancellation) => _opened.Task.WaitAsync(cancellation);

    /// <summary>Takes a frame of the relay. Called by the tunnel's one reading loop, so it never waits.</summary>
    /// <exception cref="InvalidDataException">The frame has no place here.</exception>
    internal void Receive(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        switch (kind)
        {
            case FrameKind.Opened:
                _opened.TrySetResult();
                break;
            case FrameKind.Data:
                _received.Add(payload);
                if (_disposed != 0)
                {
                    _over.TrySetResult();
                }

                break;
            case FrameKind.Eof:
                _readEnded = true;
                _received.End();
                if (_writeEnded != 0)
                {
                    Leave();
                }

                break;
            case FrameKind.Close:
                Leave();
                Fail(new IOException(Encoding.UTF8.GetString(payload.Span)));
                break;
            case FrameKind.Window:
                _credit.Grant(GatewayTunnel.UInt32(payload.Span));
                break;
            default:
                throw new InvalidDataException($"A relay does not send {kind}.");
        }
    }

    /// <summary>The channel or the whole tunnel broke.</summary>
    internal void Fail(IOException fault)
    {
        _opened.TrySetException(fault);
        // the exception may have no observer when the caller gave up before
        _ = _opened.Task.Exception;
        _received.Fail(fault);
        _credit.Fail(fault);
        _over.TrySetResult();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _ = FinishAsync();
        }

        base.Dispose(disposing);
    }

    private async Task EndWriteAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _writeEnded, 1) != 0)
        {
            return;
        }

        _credit.Fail(new IOException("This side of the connection was shut down."));
        await _tunnel.SendAsync(_channel, FrameKind.Eof, default, cancellation).ConfigureAwait(false);
        if (_readEnded)
        {
            Leave();
        }
    }

    // As a kernel does for a closed socket: the peer sees a proper end, but one who goes on sending, or never ends, is cut off.
    private async Task FinishAsync()
    {
        try
        {
            if (!_over.Task.IsCompleted)
            {
                var unread = _received.HasUnread;
                _received.Fail(new ObjectDisposedException(nameof(GatewayStream)));
                if (!unread && _opened.Task.IsCompletedSuccessfully)
                {
                    await EndWriteAsync(CancellationToken.None).ConfigureAwait(false);
                    await _over.Task.WaitAsync(Linger, _time).ConfigureAwait(false);
                }
            }
        }
        catch (TimeoutException)
        {
            // it never ended its side: cut off below
        }
        catch (IOException)
        {
            // the tunnel broke, which ended the channel too
        }

        if (_tunnel.Forget(_channel))
        {
            _tunnel.Post(_channel, FrameKind.Close, default);
        }
    }

    private void Leave()
    {
        _tunnel.Forget(_channel);
        _over.TrySetResult();
    }
}
