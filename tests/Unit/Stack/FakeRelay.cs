using System.Text;
using GlanceGate.Unit.Engine.InMemory;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Unit.Stack;

/// <summary>The relay's end of a tunnel, frame by frame as the test says, or serving by itself.</summary>
internal sealed class FakeRelay : IAsyncDisposable
{
    private readonly Stream _wire;

    public FakeRelay(Stream wire) => _wire = wire;

    /// <summary>A tunnel and the relay's end of it.</summary>
    public static (GatewayTunnel Tunnel, FakeRelay Relay) Connect(TimeProvider time, string errors = "")
    {
        var (near, far) = DuplexStream.CreatePair(() => { });
        return (new GatewayTunnel(near, time, () => errors), new FakeRelay(far));
    }

    /// <summary>Reads the next frame; null at the end.</summary>
    public async Task<(FrameHead Head, byte[] Payload)?> ReadAsync(CancellationToken cancellation)
    {
        var head = new byte[FrameHead.Size];
        if (await _wire.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation) < head.Length)
        {
            return null;
        }

        var frame = FrameHead.Read(head);
        var payload = new byte[frame.Length];
        await _wire.ReadExactlyAsync(payload, cancellation);
        return (frame, payload);
    }

    /// <summary>Reads the next frame and checks what it is; its payload is returned.</summary>
    public async Task<byte[]> ExpectAsync(uint channel, FrameKind kind, CancellationToken cancellation)
    {
        var frame = await ReadAsync(cancellation);
        Assert.That(frame, Is.Not.Null);
        Assert.That((frame!.Value.Head.Channel, frame.Value.Head.Kind), Is.EqualTo((channel, kind)));
        return frame.Value.Payload;
    }

    public async Task SendAsync(uint channel, FrameKind kind, byte[] payload, CancellationToken cancellation)
    {
        var frame = new byte[FrameHead.Size + payload.Length];
        new FrameHead(channel, kind, (uint)payload.Length).Write(frame);
        payload.CopyTo(frame, FrameHead.Size);
        await SendRawAsync(frame, cancellation);
    }

    public async Task SendRawAsync(byte[] bytes, CancellationToken cancellation)
    {
        await _wire.WriteAsync(bytes, cancellation);
        await _wire.FlushAsync(cancellation);
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    /// <summary>Serves until the gate hangs up: host <c>echo</c> sends back what it gets, <c>silent</c> never answers an OPEN, <c>breaks</c>
    /// answers with some bytes and loses the connection, a host
    /// of <paramref name="http"/> answers each request with the status that the function gives, any other is refused.</summary>
    public async Task ServeAsync(IReadOnlyDictionary<string, Func<int>> http, CancellationToken cancellation)
    {
        var hosts = new Dictionary<uint, string>();
        while (await ReadAsync(cancellation) is { } frame)
        {
            var (channel, kind, _) = frame.Head;
            switch (kind)
            {
                case FrameKind.Open:
                    var host = hosts[channel] = Encoding.UTF8.GetString(frame.Payload).Split(':')[0];
                    if (host is "echo" or "breaks" || http.ContainsKey(host))
                    {
                        await SendAsync(channel, FrameKind.Opened, [], cancellation);
                    }
                    else if (host != "silent")
                    {
                        await SendAsync(channel, FrameKind.Close, Encoding.UTF8.GetBytes($"{host}: [Errno {(host == "refused" ? 111 : -2)}] no"), cancellation);
                    }

                    break;
                case FrameKind.Data when hosts[channel] == "echo":
                    await SendAsync(channel, FrameKind.Window, GatewayTunnel.UInt32(frame.Payload.Length), cancellation);
                    await SendAsync(channel, FrameKind.Data, frame.Payload, cancellation);
                    break;
                case FrameKind.Data when hosts[channel] == "breaks":
                    await SendAsync(channel, FrameKind.Data, "half"u8.ToArray(), cancellation);
                    await SendAsync(channel, FrameKind.Close, "reset by peer"u8.ToArray(), cancellation);
                    break;
                case FrameKind.Data:
                    var answer = $"HTTP/1.1 {http[hosts[channel]]()} Said\r\nContent-Length: 0\r\n\r\n";
                    await SendAsync(channel, FrameKind.Data, Encoding.ASCII.GetBytes(answer), cancellation);
                    break;
                case FrameKind.Eof:
                    await SendAsync(channel, FrameKind.Eof, [], cancellation);
                    break;
                default:
                    break;
            }
        }
    }
}
