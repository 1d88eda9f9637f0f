using GlanceGate.Engine;
using GlanceGate.Model;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Stack;

/// <summary>Brings the stack's gateway up and watches it: the way into the stack's network, once a session.</summary>
internal sealed class GatewayRunner(StackContext stack)
{
    private readonly ContainerSpec _spec = ContainerSpecs.OfGateway(stack);
    private readonly TaskCompletionSource<GatewayTunnel> _tunnel = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Container name.</summary>
    public string Container => _spec.Name;

    /// <summary>The tunnel; completes when the gateway runs, and never when it does not get there.</summary>
    public Task<GatewayTunnel> Tunnel => _tunnel.Task;

    /// <summary>Creates and starts it, and opens the tunnel.</summary>
    /// <exception cref="StackFailedException">The engine refused.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await stack.ChangeAsync(ContainerSpecs.Gateway, "created", token => stack.Engine.CreateContainerAsync(_spec, token), cancellation).ConfigureAwait(false);
        stack.Board.Publish(ContainerSpecs.Gateway, ServiceState.Created, string.Empty);
        await stack.ChangeAsync(ContainerSpecs.Gateway, "started", async token =>
        {
            await stack.Engine.StartContainerAsync(Container, token).ConfigureAwait(false);
            stack.Board.Publish(ContainerSpecs.Gateway, ServiceState.Starting, string.Empty);
            _tunnel.TrySetResult(await GatewayTunnel.OpenAsync(stack.Engine, Container, stack.Time, token).ConfigureAwait(false));
        }, cancellation).ConfigureAwait(false);
        stack.Board.Publish(ContainerSpecs.Gateway, ServiceState.Healthy, string.Empty);
    }

    /// <summary>Opens the tunnel through one that another gate started.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public async Task AttachAsync(CancellationToken cancellation)
    {
        _tunnel.TrySetResult(await GatewayTunnel.OpenAsync(stack.Engine, Container, stack.Time, cancellation).ConfigureAwait(false));
        stack.Board.TakeOver(ContainerSpecs.Gateway, ServiceState.Healthy);
    }

    /// <summary>Returns when the session closes the tunnel.</summary>
    /// <exception cref="StackFailedException">It closed before.</exception>
    public async Task WatchAsync()
    {
        var tunnel = await Tunnel.ConfigureAwait(false);
        var reason = await tunnel.Closed.ConfigureAwait(false);
        if (!stack.IsStopping)
        {
            throw new StackFailedException(ContainerSpecs.Gateway, FailureText.OneLine(reason), []);
        }
    }

    /// <summary>Closes the tunnel, if there is one.</summary>
    public async Task CloseAsync()
    {
        if (_tunnel.Task.IsCompletedSuccessfully)
        {
            await _tunnel.Task.Result.DisposeAsync().ConfigureAwait(false);
        }
    }
}
