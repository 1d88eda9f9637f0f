using System.Net;
using System.Net.Sockets;

namespace GlanceGate.Stack.Gateway;

/// <summary>A SOCKS5 listener on this machine's loopback whose connections go through a tunnel, so that a suite in its own process
/// reaches the services by their names.</summary>
/// <remarks>
/// <para>SOCKS5 and not HTTP's CONNECT, because it carries any TCP protocol and every HTTP library knows it; the name is resolved
/// inside the stack's network (RFC 1928, address type 3).</para>
/// <para>It listens from its creation to its disposal, on 127.0.0.1 and a port that the kernel chooses.</para>
/// </remarks>
internal sealed class SocksGateway : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeDeadline = TimeSpan.FromSeconds(10);

    private readonly GatewayTunnel _tunnel;
    private readonly TimeProvider _time;
    private readonly TunnelListener _listener;

    /// <summary>Starts listening.</summary>
    public SocksGateway(GatewayTunnel tunnel, TimeProvider time)
    {
        _tunnel = tunnel;
        _time = time;
        _listener = new TunnelListener(new IPEndPoint(IPAddress.Loopback, 0), ConnectAsync);
        Proxy = new Uri($"socks5://{_listener.EndPoint}");
    }

    /// <summary>Address of the listener, <c>socks5://127.0.0.1:port</c>.</summary>
    public Uri Proxy { get; }

    /// <summary>Stops listening and ends every connection.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task<GatewayStream?> ConnectAsync(NetworkStream client, IPAddress from, CancellationToken lifetime)
    {
        GatewayStream remote;
        using (var deadline = new CancellationTokenSource(HandshakeDeadline, _time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime, deadline.Token))
        {
            if (await SocksHandshake.ReadAsync(client, either.Token).ConfigureAwait(false) is not { } target)
            {
                return null;
            }

            try
            {
                remote = await _tunnel.ConnectAsync(target.Host, target.Port, either.Token).ConfigureAwait(false);
            }
            catch (IOException refused)
            {
                await SocksHandshake.ReplyAsync(client, SocksHandshake.ReplyFor(refused), either.Token).ConfigureAwait(false);
                return null;
            }
        }

        try
        {
            await SocksHandshake.ReplyAsync(client, SocksReply.Succeeded, lifetime).ConfigureAwait(false);
            return remote;
        }
        catch
        {
            await remote.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
