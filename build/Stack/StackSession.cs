using GlanceGate.Engine;
using GlanceGate.Runs;
using GlanceGate.Stack.Gateway;
using GlanceGate.Stack.Sessions;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>A running stack: made from a plan, observed while it runs, and removed at the end whatever happened.</summary>
/// <remarks>
/// <para>Order of calls: <see cref="Create"/>, <see cref="StartAsync"/> once, then the suite beside <see cref="Died"/>, then
/// <see cref="StopAsync"/> (logs complete, containers still there for evidence), then <see cref="CleanUpAsync"/> or, for a stack that is
/// kept, <see cref="DetachAsync"/>. Disposing cleans up what nobody has cleaned up: after a failed or cancelled start, or none at all.</para>
/// <para>Clean-up runs once, with deadlines of its own, and reports its problems as text: it must not hide why a run failed.</para>
/// </remarks>
internal sealed class StackSession : IAsyncDisposable
{
    private static readonly TimeSpan EvidenceDeadline = TimeSpan.FromSeconds(5);

    private readonly StackContext _stack;
    private readonly IRunEvents _events;
    private readonly Dictionary<string, ServiceRunner> _runners;
    private readonly ContainerSpec _gateway;
    private readonly StackCleanUp _cleanUp;
    private readonly CancellationTokenSource _halt = new();
    private readonly TaskCompletionSource<StackFailedException> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GatewayTunnel> _tunnel = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _startEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;
    private int _failing;
    private bool _detached;
    private bool _reported;

    private StackSession(StackContext stack, IRunEvents events)
    {
        _stack = stack;
        _events = events;
        _runners = stack.Plan.Containers.ToDictionary(container => container.Service, container => new ServiceRunner(container, stack), StringComparer.Ordinal);
        _gateway = ContainerSpecs.OfGateway(stack);
        _cleanUp = new StackCleanUp(stack, _runners);
    }

    /// <summary>The services' states, the gateway's among them: the stream's latest snapshots, and a way to wait for one.</summary>
    public StateBoard States => _stack.Board;

    /// <summary>Service name to IPv4 address on the stack's network, the gateway's among them; empty until the stack is ready. Completed services have none.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; private set; } = new Dictionary<string, string>();

    /// <summary>The way into the stack's network.</summary>
    /// <exception cref="InvalidOperationException">The gateway does not run yet.</exception>
    public GatewayTunnel Gateway => _tunnel.Task.IsCompletedSuccessfully
        ? _tunnel.Task.Result
        : throw new InvalidOperationException("The stack's gateway does not run.");

    /// <summary>Name of the gateway's container, to be kept with a kept stack.</summary>
    public string GatewayContainer => _gateway.Name;

    /// <summary>Completes with the first failure, of the start or of a service that ended later by itself; else it never completes. It never faults.</summary>
    public Task<StackFailedException> Died => _died.Task;

    /// <summary>Service name to the file of its raw, unredacted log, for every service that was started; complete after <see cref="StopAsync"/>.</summary>
    public IReadOnlyDictionary<string, string> LogFiles => _runners.Values
        .Where(runner => runner is { WasStarted: true, LogFile: not null })
        .ToDictionary(runner => runner.Service, runner => runner.LogFile!, StringComparer.Ordinal);

    /// <summary>Makes a session; nothing is done on the engine yet.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="images">Image name, as services use it and <c>gateway</c>, to a reference that the engine has.</param>
    /// <param name="engine">Where to run it; the caller disposes it after the session.</param>
    /// <param name="events">Where state changes go.</param>
    /// <param name="time">Clock of every deadline.</param>
    /// <param name="logFolder">Private folder for raw logs, one file a service, or null for none. It is made when missing.</param>
    /// <exception cref="ArgumentException">An image is not prepared, or a service has the gateway's name.</exception>
    public static StackSession Create(
        TopologyPlan plan,
        IReadOnlyDictionary<string, string> images,
        IContainerEngine engine,
        IRunEvents events,
        TimeProvider time,
        string? logFolder = null)
    {
        if (plan.Containers.Any(container => container.Service == ContainerSpecs.Gateway))
        {
            throw new ArgumentException($"No service may be called '{ContainerSpecs.Gateway}': it is the name of the stack's own gateway.", nameof(plan));
        }

        if (logFolder is not null)
        {
            PrivateFiles.CreateFolder(logFolder);
        }

        var board = new StateBoard(plan.Variant.Name, plan.Containers.Select(container => container.Service).Append(ContainerSpecs.Gateway), events, time);
        return new StackSession(new StackContext(plan, images, engine, board, time, logFolder), events);
    }

    /// <summary>Brings everything up: all at once, each service as soon as the conditions of its dependencies hold.</summary>
    /// <exception cref="StackFailedException">A service did not become what the plan says; it is the culprit, not one of those who waited.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or cleaned up.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            throw new InvalidOperationException("A session starts once.");
        }

        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _halt.Token);
        try
        {
            starting.Token.ThrowIfCancellationRequested();
            await StartEverythingAsync(starting.Token).ConfigureAwait(false);
            if (Volatile.Read(ref _failing) != 0)
            {
                throw await _died.Task.ConfigureAwait(false);
            }

            starting.Token.ThrowIfCancellationRequested();
            Addresses = await ReadAddressesAsync(starting.Token).ConfigureAwait(false);
        }
        finally
        {
            _startEnded.TrySetResult();
        }
    }

    /// <summary>Stops the services, dependents before what they depend on, and waits until their logs are complete. Runs once.</summary>
    /// <param name="grace">Time that each has between its stop signal and a kill; zero kills.</param>
    /// <returns>What went wrong, one line each.</returns>
    public async Task<IReadOnlyList<string>> StopAsync(TimeSpan grace)
    {
        await EndStartAsync().ConfigureAwait(false);
        return await _cleanUp.StopAsync(grace).ConfigureAwait(false);
    }

    /// <summary>Removes everything that the session has on the engine, stopping it first when nobody has. Runs once; not for a detached session.</summary>
    /// <returns>What went wrong or was left behind, one line each; empty when nothing of the session is left.</returns>
    public async Task<IReadOnlyList<string>> CleanUpAsync()
    {
        _reported = true;
        if (_detached)
        {
            return [];
        }

        await EndStartAsync().ConfigureAwait(false);
        var stopped = await _cleanUp.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        await CloseTunnelAsync().ConfigureAwait(false);
        return [.. stopped, .. await _cleanUp.RemoveAsync(_begun != 0).ConfigureAwait(false)];
    }

    /// <summary>Lets go of a stack that is kept: marks it on the engine, closes the connections to it and leaves its containers running.</summary>
    /// <exception cref="StackFailedException">It could not be marked, so that another gate would sweep it; the session still owns it.</exception>
    public async Task DetachAsync()
    {
        await EndStartAsync().ConfigureAwait(false);
        var mark = ContainerSpecs.OfKeptMark(_stack);
        await _stack.ChangeAsync(mark.Name, "created", token => _stack.Engine.CreateContainerAsync(mark, token), CancellationToken.None).ConfigureAwait(false);
        _detached = true;
        _stack.IsStopping = true;
        await CloseTunnelAsync().ConfigureAwait(false);
        await _cleanUp.LetGoAsync().ConfigureAwait(false);
    }

    /// <summary>Cleans up unless somebody has; what goes wrong is published as a note.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reported)
        {
            return;
        }

        foreach (var problem in await CleanUpAsync().ConfigureAwait(false))
        {
            _events.Publish(new RunEvent.Note(_stack.Time.GetUtcNow(), _stack.Plan.Variant.Name, $"clean-up: {problem}"));
        }
    }

    private async Task StartEverythingAsync(CancellationToken cancellation)
    {
        try
        {
            await _stack.ChangeAsync(
                _stack.Plan.Network, "created", token => _stack.Engine.CreateNetworkAsync(_stack.Plan.Network, _stack.Plan.Labels, token), cancellation).ConfigureAwait(false);
        }
        catch (StackFailedException failure) when (failure.InnerException is EngineException refusal)
        {
            // no service is to blame for it
            throw new EngineException(failure.Message, refusal);
        }

        // The gateway first: most healthchecks need it, and it has nobody to wait for.
        await Task.WhenAll(_runners.Values
            .Select(runner => GuardAsync(() => runner.StartAsync(token => _tunnel.Task.WaitAsync(token), cancellation), runner.WatchAsync))
            .Prepend(GuardAsync(() => StartGatewayAsync(cancellation), WatchGatewayAsync))).ConfigureAwait(false);

        async Task GuardAsync(Func<Task> start, Func<Task> watch)
        {
            try
            {
                await start().ConfigureAwait(false);
                _ = WatchAsync(watch);
            }
            catch (StackFailedException failure)
            {
                await FailAsync(failure).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // a victim of the first failure, or the caller gave up: StartAsync says which
            }
            catch
            {
                await _halt.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task StartGatewayAsync(CancellationToken cancellation)
    {
        await _stack.ChangeAsync(_gateway.Hostname!, "created", token => _stack.Engine.CreateContainerAsync(_gateway, token), cancellation).ConfigureAwait(false);
        States.Publish(ContainerSpecs.Gateway, ServiceState.Created, string.Empty);
        await _stack.ChangeAsync(_gateway.Hostname!, "started", async token =>
        {
            await _stack.Engine.StartContainerAsync(_gateway.Name, token).ConfigureAwait(false);
            States.Publish(ContainerSpecs.Gateway, ServiceState.Starting, string.Empty);
            _tunnel.TrySetResult(await GatewayTunnel.OpenAsync(_stack.Engine, _gateway.Name, _stack.Time, token).ConfigureAwait(false));
        }, cancellation).ConfigureAwait(false);
        States.Publish(ContainerSpecs.Gateway, ServiceState.Healthy, string.Empty);
    }

    private async Task WatchGatewayAsync()
    {
        var reason = await Gateway.Closed.ConfigureAwait(false);
        if (!_stack.IsStopping)
        {
            throw new StackFailedException(ContainerSpecs.Gateway, FailureText.OneLine(reason), []);
        }
    }

    private async Task WatchAsync(Func<Task> watch)
    {
        try
        {
            await watch().ConfigureAwait(false);
        }
        catch (StackFailedException failure)
        {
            await FailAsync(failure).ConfigureAwait(false);
        }
    }

    // Only the first failure is reported; what follows is its consequence, and so is one whose dependency is found dead.
    private async Task FailAsync(StackFailedException failure)
    {
        if (Interlocked.Exchange(ref _failing, 1) != 0)
        {
            return;
        }

        var culprit = await FindCulpritAsync(failure).ConfigureAwait(false);
        States.Publish(culprit.Service, ServiceState.Failed, culprit.Message);
        var message = FailureText.WithWaiting(culprit.Message, culprit.Service, _stack.Plan, service => States[service].State);
        var lines = await _cleanUp.LastLinesAsync(culprit).ConfigureAwait(false);
        _died.TrySetResult(new StackFailedException(culprit.Service, message, lines, culprit.ExitCode, culprit.InnerException));
        await _halt.CancelAsync().ConfigureAwait(false);
    }

    private async Task<StackFailedException> FindCulpritAsync(StackFailedException failure)
    {
        using var deadline = new CancellationTokenSource(EvidenceDeadline, _stack.Time);
        try
        {
            foreach (var service in _stack.Plan.Foundations(failure.Service))
            {
                if (await _runners[service].FindDeathAsync(deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false) is { } death)
                {
                    States.Publish(failure.Service, ServiceState.Failed, failure.Message);
                    return death;
                }
            }
        }
        catch (Exception unknown) when (unknown is EngineException or OperationCanceledException)
        {
            // the failure itself is known, and better than nothing
        }

        return failure;
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadAddressesAsync(CancellationToken cancellation)
    {
        var addresses = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (service, container) in _runners.Values.Select(runner => (runner.Service, runner.Container)).Append((ContainerSpecs.Gateway, _gateway.Name)))
        {
            var state = await _stack.Engine.InspectContainerAsync(container, cancellation).ConfigureAwait(false);
            if (state?.Address is { Length: > 0 } address)
            {
                addresses[service] = address;
            }
        }

        return addresses;
    }

    private async Task EndStartAsync()
    {
        await _halt.CancelAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _begun) != 0)
        {
            await _cleanUp.WaitForCallsAsync(_startEnded.Task).ConfigureAwait(false);
        }
    }

    private async Task CloseTunnelAsync()
    {
        if (_tunnel.Task.IsCompletedSuccessfully)
        {
            await Gateway.DisposeAsync().ConfigureAwait(false);
        }
    }
}
