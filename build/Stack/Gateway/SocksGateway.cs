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
    // More than a suite opens at a time; what comes beyond waits in the listener's backlog.
    private const int MostConnections = 256;

    private static readonly TimeSpan HandshakeDeadline = TimeSpan.FromSeconds(10);

    private readonly GatewayTunnel _tunnel;
    private readonly TimeProvider _time;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly SemaphoreSlim _slots = new(MostConnections, MostConnections);
    private readonly Task _accepting;

    /// <summary>Starts listening.</summary>
    public SocksGateway(GatewayTunnel tunnel, TimeProvider time)
    {
        _tunnel = tunnel;
        _time = time;
        _listener.Start();
        Proxy = new Uri($"socks5://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>Address of the listener, <c>socks5://127.0.0.1:port</c>.</summary>
    public Uri Proxy { get; }

    /// <summary>Stops listening and ends every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        for (var slot = 0; slot < MostConnections; slot++)
        {
            await _slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _slots.Release(MostConnections);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _slots.WaitAsync(_lifetime.Token).ConfigureAwait(false);
                Socket? socket = null;
                try
                {
                    socket = await _listener.AcceptSocketAsync(_lifetime.Token).ConfigureAwait(false);
                }
                finally
                {
                    if (socket is null)
                    {
                        _slots.Release();
                    }
                }

                _ = ServeAsync(socket);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the listener is closed, which is how it ends
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            using var client = new NetworkStream(socket, ownsSocket: true);
            await ServeAsync(client, socket).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // one connection is over; its client sees the end of it
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task ServeAsync(NetworkStream client, Socket socket)
    {
        GatewayStream remote;
        using (var deadline = new CancellationTokenSource(HandshakeDeadline, _time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token, deadline.Token))
        {
            if (await SocksHandshake.ReadAsync(client, either.Token).ConfigureAwait(false) is not { } target)
            {
                return;
            }

            try
            {
                remote = await _tunnel.ConnectAsync(target.Host, target.Port, either.Token).ConfigureAwait(false);
            }
            catch (IOException refused)
            {
                await SocksHandshake.ReplyAsync(client, SocksHandshake.ReplyFor(refused), either.Token).ConfigureAwait(false);
                return;
            }
        }

        await using (remote.ConfigureAwait(false))
        {
            await SocksHandshake.ReplyAsync(client, SocksReply.Succeeded, _lifetime.Token).ConfigureAwait(false);
            await CarryAsync(client, socket, remote).ConfigureAwait(false);
        }
    }

    private async Task CarryAsync(NetworkStream client, Socket socket, GatewayStream remote)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token);
        var back = OneWayAsync(remote, client, () =>
        {
            socket.Shutdown(SocketShutdown.Send);
            return Task.CompletedTask;
        }, broken);
        try
        {
            await Task.WhenAll(OneWayAsync(client, remote, () => remote.ShutdownWriteAsync(broken.Token), broken), back).ConfigureAwait(false);
        }
        catch
        {
            // a reset: after a plain end the client would take half an answer for a whole one
            socket.Close(timeout: 0);
            throw;
        }
    }

    // A proper end of one way leaves the other open; a break ends both.
    private static async Task OneWayAsync(Stream source, Stream target, Func<Task> end, CancellationTokenSource broken)
    {
        try
        {
            await source.CopyToAsync(target, 32 * 1024, broken.Token).ConfigureAwait(false);
            await end().ConfigureAwait(false);
        }
        catch
        {
            await broken.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
