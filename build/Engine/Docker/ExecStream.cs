using System.Runtime.InteropServices;
using Docker.DotNet;
using GlanceGate.Inputs;

namespace GlanceGate.Engine.Docker;

/// <summary>Stdin and stdout of a command in a container as one stream; its stderr goes elsewhere while this is read.</summary>
internal sealed class ExecStream : Stream
{
    private readonly MultiplexedStream _connection;
    private readonly LineAssembler _errors;

    /// <summary>Takes over a connection.</summary>
    public ExecStream(MultiplexedStream connection, IProgress<string> errors)
    {
        _connection = connection;
        _errors = new LineAssembler(errors.Report);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

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

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadOutputAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (MemoryMarshal.TryGetArray<byte>(buffer, out var array))
        {
            return await ReadOutputAsync(array.Array!, array.Offset, array.Count, cancellationToken);
        }

        var copy = new byte[buffer.Length];
        var read = await ReadOutputAsync(copy, 0, copy.Length, cancellationToken);
        copy.AsSpan(0, read).CopyTo(buffer.Span);
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _connection.WriteAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var array = MemoryMarshal.TryGetArray(buffer, out var found) ? found : new ArraySegment<byte>(buffer.ToArray());
        await _connection.WriteAsync(array.Array!, array.Offset, array.Count, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadOutputAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var result = await _connection.ReadOutputAsync(buffer, offset, count, cancellationToken);
            if (result.EOF)
            {
                _errors.Complete();
                return 0;
            }

            if (result.Target != MultiplexedStream.TargetStream.StandardError)
            {
                return result.Count;
            }

            _errors.Add(buffer.AsSpan(offset, result.Count));
        }

        return 0;
    }
}
