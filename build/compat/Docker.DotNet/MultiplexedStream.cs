using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Docker.DotNet.Http;

namespace Docker.DotNet;

/// <summary>
/// The standard streams of a process over one connection. Input is written as it is; output comes in frames
/// (<c>{type, 0, 0, 0, length as big-endian uint32}</c> and the payload) unless the process has a terminal.
/// One reader and one writer may work at the same time. Cancelling a read or a write breaks the connection.
/// </summary>
public class MultiplexedStream : IDisposable
{
    private const int HeaderSize = 8;
    private const int CopyBufferSize = 81920;
    private const int LongestDaemonError = 16 * 1024;
    private const byte DaemonErrorFrame = 3;

    private readonly byte[] _header = new byte[HeaderSize];
    private readonly Stream _stream;
    private readonly bool _multiplexed;
    private TargetStream _target;
    private long _remaining;

    /// <summary>Reads and writes through <paramref name="stream"/>, which is disposed with this object.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="multiplexed">Whether output comes in frames: true unless the process has a terminal.</param>
    public MultiplexedStream(Stream stream, bool multiplexed)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _multiplexed = multiplexed;
    }

    /// <summary>Which standard stream some bytes belong to.</summary>
    public enum TargetStream
    {
        /// <summary>Input, echoed by the daemon.</summary>
        StandardIn = 0,

        /// <summary>Output; everything, if the process has a terminal.</summary>
        StandardOut = 1,

        /// <summary>Errors.</summary>
        StandardError = 2,
    }

    /// <summary>Ends the process's input; its output goes on. Has no effect if the process has gone.</summary>
    /// <exception cref="NotSupportedException">The connection was opened for reading only.</exception>
    public void CloseWrite()
    {
        if (_stream is not HijackedStream hijacked)
        {
            throw new NotSupportedException("This stream has no input to close.");
        }

        hijacked.CloseWrite();
    }

    /// <summary>Writes to the process's input.</summary>
    /// <exception cref="IOException">The process has gone.</exception>
    public Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _stream.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads the output that is there, of one standard stream; waits while there is none.</summary>
    /// <returns>No bytes mean the end.</returns>
    /// <exception cref="EndOfStreamException">The connection ended inside a frame.</exception>
    /// <exception cref="IOException">The connection broke, or the daemon reported an error in place of output.</exception>
    public async Task<ReadResult> ReadOutputAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (!_multiplexed)
        {
            var raw = await _stream.ReadAsync(buffer.AsMemory(offset, count), cancellationToken);
            return new ReadResult { Count = raw, Target = TargetStream.StandardOut };
        }

        while (_remaining == 0)
        {
            if (!await ReadHeaderAsync(cancellationToken))
            {
                return default;
            }
        }

        var wanted = (int)Math.Min(count, _remaining);
        var read = await _stream.ReadAsync(buffer.AsMemory(offset, wanted), cancellationToken);
        if (read == 0 && wanted > 0)
        {
            throw new EndOfStreamException($"The connection ended {_remaining} bytes before the end of a frame.");
        }

        _remaining -= read;
        return new ReadResult { Count = read, Target = _target };
    }

    /// <summary>Reads the output to its end; bytes are decoded as UTF-8.</summary>
    public async Task<(string stdout, string stderr)> ReadOutputToEndAsync(CancellationToken cancellationToken)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        await CopyOutputToAsync(Stream.Null, stdout, stderr, cancellationToken);
        return (Decode(stdout), Decode(stderr));

        static string Decode(MemoryStream bytes) => Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Writes all of <paramref name="input"/> to the process's input; does not close it.</summary>
    public Task CopyFromAsync(Stream input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.CopyToAsync(_stream, CopyBufferSize, cancellationToken);
    }

    /// <summary>Reads the output to its end and writes it to three streams, which stay open.</summary>
    public async Task CopyOutputToAsync(Stream stdin, Stream stdout, Stream stderr, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            while (true)
            {
                var result = await ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken);
                if (result.EOF)
                {
                    return;
                }

                var target = result.Target switch
                {
                    TargetStream.StandardIn => stdin,
                    TargetStream.StandardOut => stdout,
                    _ => stderr,
                };
                await target.WriteAsync(buffer.AsMemory(0, result.Count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var read = await _stream.ReadAtLeastAsync(_header, HeaderSize, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return false;
        }

        if (read < HeaderSize)
        {
            throw new EndOfStreamException("The connection ended inside the header of a frame.");
        }

        _remaining = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
        if (_header[0] >= DaemonErrorFrame)
        {
            throw await DaemonErrorAsync(_header[0], cancellationToken);
        }

        _target = (TargetStream)_header[0];
        return true;
    }

    private async Task<IOException> DaemonErrorAsync(byte type, CancellationToken cancellationToken)
    {
        if (type != DaemonErrorFrame)
        {
            return new IOException($"The connection carries a frame of the unknown type {type}.");
        }

        var text = new byte[Math.Min(_remaining, LongestDaemonError)];
        var read = await _stream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        return new IOException($"The daemon reported an error: {Encoding.UTF8.GetString(text, 0, read)}");
    }

    /// <summary>What one read gave.</summary>
    public struct ReadResult
    {
        /// <summary>Number of bytes that were put into the buffer.</summary>
        public int Count { get; set; }

        /// <summary>Where they belong.</summary>
        public TargetStream Target { get; set; }

        /// <summary>Whether the output has ended.</summary>
        public readonly bool EOF => Count == 0;
    }
}
