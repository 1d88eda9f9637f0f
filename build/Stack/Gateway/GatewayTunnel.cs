using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using GlanceGate.Engine;

namespace GlanceGate.Stack.Gateway;

/// <summary>The gate's way into a stack's network: many TCP connections over the one stdin and stdout of a relay in a container.</summary>
/// <remarks>
/// <para>Why not published ports or container addresses: with a remote engine, or where the gate itself runs in a container as in
/// most CI systems, neither can be reached from here, and a published port is open to everybody who reaches the engine's host.
/// What the engine's API carries works wherever the engine works.</para>
/// <para>Why one multiplexed stream: an exec for each connection or probe would cost about a tenth of a CPU-second each time, on a
/// machine that is busy starting the stack.</para>
/// <para>Back-pressure: each channel may have 256 KiB on its way in each direction, so that one slow reader neither fills the
/// memory nor holds up the others. When the stream to the relay ends, every channel fails and <see cref="Closed"/> says why.</para>
/// </remarks>
internal sealed class GatewayTunnel : IAsyncDisposable
{
    /// <summary>What runs inside the gateway's container.</summary>
    public static readonly IReadOnlyList<string> RelayCommand = ["python3", "/usr/local/bin/relay"];

    // Well over the relay's own limit for a connection, so that its reason arrives and not ours.
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(15);

    private readonly Stream _wire;
    private readonly TimeProvider _time;
    private readonly Func<string> _lastErrors;
    private readonly ConcurrentDictionary<uint, GatewayStream> _channels = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _faultLock = new();
    private readonly Task _reading;
    private IOException? _fault;
    private uint _lastChannel;

    /// <summary>Speaks the protocol over a stream; the tunnel owns the stream from now on.</summary>
    /// <param name="wire">Stdin and stdout of the relay.</param>
    /// <param name="time">Clock of the deadlines.</param>
    /// <param name="lastErrors">What the relay last wrote to its stderr, or empty.</param>
    public GatewayTunnel(Stream wire, TimeProvider time, Func<string>? lastErrors = null)
    {
        _wire = wire;
        _time = time;
        _lastErrors = lastErrors ?? (static () => string.Empty);
        _reading = ReadFramesAsync();
    }

    /// <summary>Completes with the reason when the tunnel carries nothing any more, also after disposal; never faults.</summary>
    public Task<string> Closed => _closed.Task;

    /// <summary>Starts a relay in a gateway container, of this run or of a kept stack.</summary>
    /// <exception cref="EngineException">The engine could not start it. A relay that ends by itself shows in the first connection.</exception>
    public static async Task<GatewayTunnel> OpenAsync(
        IContainerEngine engine, string container, TimeProvider time, CancellationToken cancellation)
    {
        var errors = new LogTail(10);
        var wire = await engine.OpenExecStreamAsync(container, RelayCommand, errors, cancellation).ConfigureAwait(false);
        return new GatewayTunnel(wire, time, () => string.Join(" | ", errors.Lines));
    }

    /// <summary>Connects to a service as its neighbours see it.</summary>
    /// <param name="host">Service name or IPv4 address on the stack's network.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IOException">There is no connection: refused, no such name, no answer in time, or the tunnel is closed.</exception>
    public async Task<GatewayStream> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var channel = Interlocked.Increment(ref _lastChannel);
        var stream = new GatewayStream(this, channel, _time);
        var connected = false;
        try
        {
            _channels[channel] = stream;
            var address = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
            using var deadline = new CancellationTokenSource(ConnectDeadline, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
            try
            {
                await SendAsync(channel, FrameKind.Open, Encoding.UTF8.GetBytes(address), either.Token).ConfigureAwait(false);
                await stream.WhenOpenAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                throw new IOException($"{address}: the gateway did not answer within {ConnectDeadline.TotalSeconds} s");
            }

            connected = true;
            return stream;
        }
        finally
        {
            if (!connected)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends every connection and the relay. A second call does nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        Fail("closed by the gate");
        await _lifetime.CancelAsync().ConfigureAwait(false);
        await _wire.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    /// <summary>Encodes a number of the protocol.</summary>
    internal static byte[] UInt32(int value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    /// <summary>Decodes a number of the protocol.</summary>
    /// <exception cref="InvalidDataException">It is not four bytes.</exception>
    internal static uint UInt32(ReadOnlySpan<byte> payload) => payload.Length == sizeof(uint)
        ? BinaryPrimitives.ReadUInt32BigEndian(payload)
        : throw new InvalidDataException($"A number of {payload.Length} bytes.");

    /// <summary>Sends a frame. Cancelling stops the waiting, never half a frame.</summary>
    /// <exception cref="IOException">The tunnel is closed.</exception>
    internal async Task SendAsync(uint channel, FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        await WriteFrameAsync(new FrameHead(channel, kind, (uint)payload.Length), payload.Span).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a small frame without waiting. Bounded, as credit bounds how often a channel has something to say.</summary>
    internal void Post(uint channel, FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        if (Volatile.Read(ref _fault) is null)
        {
            _ = SendAsync(channel, kind, payload, CancellationToken.None);
        }
    }

    /// <summary>Drops a channel; false when it was dropped already.</summary>
    internal bool Forget(uint channel) => _channels.TryRemove(channel, out _);

    private Task WriteFrameAsync(FrameHead head, ReadOnlySpan<byte> payload)
    {
        // A copy, because the caller may give up and reuse its buffer while the frame is on its way.
        var length = FrameHead.Size + payload.Length;
        var frame = ArrayPool<byte>.Shared.Rent(length);
        head.Write(frame);
        payload.CopyTo(frame.AsSpan(FrameHead.Size));
        return WriteAsync();

        async Task WriteAsync()
        {
            try
            {
                ThrowIfFaulted();
                await _wire.WriteAsync(frame.AsMemory(0, length), _lifetime.Token).ConfigureAwait(false);
                await _wire.FlushAsync(_lifetime.Token).ConfigureAwait(false);
            }
            catch (Exception problem)
            {
                // half a frame may be on the wire now, whatever it was
                Fail(problem.Message);
                ThrowIfFaulted();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(frame);
                _writing.Release();
            }
        }
    }

    private async Task ReadFramesAsync()
    {
        var head = new byte[FrameHead.Size];
        try
        {
            while (await _wire.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, _lifetime.Token).ConfigureAwait(false) == head.Length)
            {
                var frame = FrameHead.Read(head);
                var payload = new byte[frame.Length];
                await _wire.ReadExactlyAsync(payload, _lifetime.Token).ConfigureAwait(false);
                if (_channels.TryGetValue(frame.Channel, out var channel))
                {
                    channel.Receive(frame.Kind, payload);
                }
            }

            Fail("the relay ended");
        }
        catch (Exception problem)
        {
            // nobody awaits this loop: whatever ended it is told to everybody who waits for a frame
            Fail(problem.Message);
        }
    }

    private void Fail(string reason)
    {
        lock (_faultLock)
        {
            if (_fault is not null)
            {
                return;
            }

            var errors = _lastErrors();
            _fault = new IOException($"The gateway's connection is closed: {reason}{(errors.Length == 0 ? string.Empty : $" ({errors})")}");
        }

        foreach (var channel in _channels.Values)
        {
            channel.Fail(_fault);
        }

        _channels.Clear();
        _closed.TrySetResult(_fault.Message);
    }

    private void ThrowIfFaulted()
    {
        if (Volatile.Read(ref _fault) is { } fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }
}
