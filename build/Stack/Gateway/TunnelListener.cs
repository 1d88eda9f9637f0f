using System.Net;
using System.Net.Sockets;

namespace GlanceGate.Stack.Gateway;

/// <summary>Connects a client that was accepted; null when it was refused. The token ends when the listener does.</summary>
/// <param name="client">The client; what it says first may be read.</param>
/// <param name="from">Its address.</param>
/// <param name="lifetime">Ended with the listener.</param>
internal delegate Task<GatewayStream?> TunnelConnect(NetworkStream client, IPAddress from, CancellationToken lifetime);

/// <summary>A TCP listener on this machine whose connections go through a tunnel. It listens from its creation to its disposal.</summary>
internal sealed class TunnelListener : IAsyncDisposable
{
    // More than a suite opens at a time; what comes beyond waits in the listener's backlog.
    private const int MostConnections = 256;

    private readonly TunnelConnect _connect;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly SemaphoreSlim _slots = new(MostConnections, MostConnections);
    private readonly Task _accepting;

    /// <summary>Starts listening.</summary>
    /// <param name="endpoint">Address, and port or 0 for one that the kernel chooses.</param>
    /// <param name="connect">Connects each client.</param>
    /// <exception cref="SocketException">The address cannot be listened at.</exception>
    public TunnelListener(IPEndPoint endpoint, TunnelConnect connect)
    {
        _connect = connect;
        _listener = new TcpListener(endpoint);
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

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
            if (await _connect(client, ((IPEndPoint)socket.RemoteEndPoint!).Address, _lifetime.Token).ConfigureAwait(false) is { } remote)
            {
                await using (remote.ConfigureAwait(false))
                {
                    await CarryAsync(client, socket, remote).ConfigureAwait(false);
                }
            }
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
