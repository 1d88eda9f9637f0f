using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using GlanceGate.Jobs;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Stack.Nodes;

/// <summary>Publishes services of the stack to nodes: listeners of this process, each under its service's own port number.</summary>
/// <remarks>
/// A connection goes through a tunnel of the node that it comes from, told by its address, so that the services see each node under an address
/// of its own, and never mistake it for somebody else who comes from outside. Connections from other addresses are closed at once.
/// </remarks>
/// <param name="nodeset">What is published, and where.</param>
/// <param name="note">Told once about each address that is refused.</param>
internal sealed class NodePublisher(NodesetDefinition nodeset, Action<string> note) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<IPAddress, GatewayTunnel> _tunnels = new();
    private readonly ConcurrentDictionary<IPAddress, bool> _refused = new();
    private readonly List<TunnelListener> _listeners = [];
    private readonly Lock _lock = new();
    private bool _isOver;

    /// <summary>Lets a node in.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="tunnel">Its own way into the stack's network, which the publisher closes from now on.</param>
    /// <exception cref="IOException">A port cannot be listened at.</exception>
    public void Admit(IPAddress address, GatewayTunnel tunnel)
    {
        _tunnels[address] = tunnel;
        lock (_lock)
        {
            // with the first node: its preparation may have made the address
            foreach (var port in nodeset.Publish.Skip(_isOver ? int.MaxValue : _listeners.Count))
            {
                _listeners.Add(Listen(port));
            }
        }
    }

    /// <summary>Closes the listeners, then the tunnels.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isOver = true;
        }

        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var tunnel in _tunnels.Values)
        {
            await tunnel.DisposeAsync().ConfigureAwait(false);
        }
    }

    private TunnelListener Listen(PublishedPort port)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(nodeset.Listen), port.Port);
        try
        {
            return new TunnelListener(endpoint, (_, from, lifetime) => ConnectAsync(port, from, lifetime));
        }
        catch (SocketException refused)
        {
            throw new IOException($"{port.Service} cannot be published at {endpoint}: {refused.Message}", refused);
        }
    }

    private async Task<GatewayStream?> ConnectAsync(PublishedPort port, IPAddress from, CancellationToken lifetime)
    {
        if (_tunnels.TryGetValue(from, out var tunnel))
        {
            return await tunnel.ConnectAsync(port.Service, port.Port, lifetime).ConfigureAwait(false);
        }

        if (_refused.TryAdd(from, true))
        {
            note($"a connection from {from} to {port.Service} was refused: no node has that address");
        }

        return null;
    }
}
