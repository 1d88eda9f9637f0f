using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack.Gateway;
using GlanceGate.Stack.Nodes;
using GlanceGate.Stack.Probes;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>Brings one service up: creates it, waits for its dependencies, starts it, waits until it is ready, and watches it from then on.</summary>
/// <remarks>What is thrown names the service itself; who waited for it, and whether another one is the culprit, is the session's to say.</remarks>
internal sealed class ServiceRunner
{
    // For a one-shot without a healthcheck of its own, so that this wait has a deadline too.
    private static readonly TimeSpan OneShotDeadline = TimeSpan.FromMinutes(5);

    private readonly StackContext _stack;
    private readonly ContainerPlan _plan;
    private readonly ContainerSpec _spec;
    private readonly LogCapture _log;
    private readonly NodeHost? _node;
    private readonly ServiceEnds _ends;
    private readonly bool _goesOnWithLog;
    private Task<ContainerState>? _exit;
    private Task _following = Task.CompletedTask;
    private long _started;
    private volatile bool _wasHealthy;
    private volatile bool _isLetGo;

    /// <summary>Creates the runner; nothing is made yet.</summary>
    /// <param name="plan">The service's plan.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="before">The runner that it takes the place of, whose log it goes on with; or null.</param>
    /// <exception cref="ArgumentException">The image is not prepared.</exception>
    public ServiceRunner(ContainerPlan plan, StackContext stack, ServiceRunner? before = null)
    {
        _plan = plan;
        _stack = stack;
        _ends = new ServiceEnds(plan, stack);
        _spec = ContainerSpecs.Of(plan, stack);
        LogFile = stack.LogFolder is null ? null : Path.Combine(stack.LogFolder, plan.Service + ".log");
        _goesOnWithLog = before is { HasLog: true };
        _log = new LogCapture(LogFile, plan.Definition.Healthcheck?.Probe is HealthProbe.Log probe ? LogProbe.Pattern(probe) : null, _goesOnWithLog);
        _node = plan.Node is null ? null : new NodeHost(plan, stack, _log);
    }

    /// <summary>Service name.</summary>
    public string Service => _plan.Service;

    /// <summary>Container name.</summary>
    public string Container => _spec.Name;

    /// <summary>What its container is made from.</summary>
    public ContainerSpec Spec => _spec;

    /// <summary>Whether its container was started.</summary>
    public bool WasStarted => _exit is not null;

    /// <summary>Whether it is known to run no more though it should.</summary>
    public bool HasEnded => _exit is { IsCompleted: true } && _stack.Board[Service].State != ServiceState.Completed;

    /// <summary>Whether there is a log of it, or of a container before it.</summary>
    public bool HasLog => LogFile is not null && ((_node?.HasLog ?? WasStarted) || _goesOnWithLog);

    /// <summary>File of its raw log, or null.</summary>
    public string? LogFile { get; }

    /// <summary>Its log so far.</summary>
    public LogCapture Log => _log;

    /// <summary>Completes when its log is read to its end.</summary>
    public Task Following => _node?.Following ?? _following;

    /// <summary>Brings the service up to healthy or completed.</summary>
    /// <exception cref="StackFailedException">It did not get there.</exception>
    public async Task StartAsync(Func<CancellationToken, Task<GatewayTunnel>> gateway, CancellationToken cancellation)
    {
        await _stack.ChangeAsync(Service, "created", token => _stack.Engine.CreateContainerAsync(_spec, token), cancellation).ConfigureAwait(false);
        _stack.Board.Publish(Service, ServiceState.Created, string.Empty);
        await (_node?.PrepareAsync(cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
        await DependencyWait.UntilAllHoldAsync(_plan, _stack, cancellation).ConfigureAwait(false);
        await _stack.ChangeAsync(Service, "started", LaunchAsync, cancellation).ConfigureAwait(false);
        _stack.Board.Publish(Service, ServiceState.Starting, string.Empty);
        if (_node is not null)
        {
            await _node.PublishAsync(Container, cancellation).ConfigureAwait(false);
            await _node.DeliverAsync(cancellation).ConfigureAwait(false);
            _started = _stack.Time.GetTimestamp();
        }

        await BecomeReadyAsync(gateway, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes over a container that another gate brought up. One that is gone, or that has ended as it is not meant to, stays planned.</summary>
    /// <remarks>It is not watched, and its log is not read: both begin with the container that replaces it.</remarks>
    /// <exception cref="EngineException">The engine does not say how it is.</exception>
    public async Task AttachAsync(CancellationToken cancellation)
    {
        if (await _stack.Engine.InspectContainerAsync(Container, cancellation).ConfigureAwait(false) is { } state
            && (state.IsRunning || _ends.IsGood(state)))
        {
            _exit = state.IsRunning ? new TaskCompletionSource<ContainerState>().Task : Task.FromResult(state);
            _stack.Board.TakeOver(Service, state.IsRunning ? ServiceState.Healthy : ServiceState.Completed);
        }
    }

    /// <summary>Returns when the session lets go of a service that was ready.</summary>
    /// <exception cref="StackFailedException">It ended before, without being meant to.</exception>
    public async Task WatchAsync()
    {
        if (_exit is null || _ends.IsOneShot)
        {
            return;
        }

        try
        {
            var state = await _exit.ConfigureAwait(false);
            if (!IsEnding)
            {
                throw BadEnd(state);
            }
        }
        catch (OperationCanceledException) when (_stack.Lifetime.IsCancellationRequested)
        {
            // the session is over
        }
        catch (StackFailedException) when (IsEnding)
        {
            // what runs on a node is ended by its removal
        }
        catch (EngineException lost) when (!IsEnding)
        {
            throw _ends.Lost(lost);
        }
        catch (EngineException)
        {
            // an engine that forgets a container which is being removed
        }
    }

    /// <summary>The gate ends its container from now on, so that its end is no failure.</summary>
    public void LetGo() => _isLetGo = true;

    /// <summary>Runs a command where the service runs.</summary>
    /// <exception cref="EngineException">It could not be run.</exception>
    public Task<ExecResult> ExecAsync(IReadOnlyList<string> command, CancellationToken cancellation) =>
        _node?.ExecAsync(command, cancellation) ?? _stack.Engine.ExecAsync(Container, command, cancellation);

    /// <summary>Stops a service on a node and takes it away; nothing for one in a container.</summary>
    /// <returns>What went wrong, one line each.</returns>
    public Task<IReadOnlyList<string>> LeaveNodeAsync() => _node?.RemoveAsync() ?? Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Whether it has ended though nothing allows it to; looks at the engine.</summary>
    public async Task<StackFailedException?> FindDeathAsync(CancellationToken cancellation)
    {
        if (_exit is null || _stack.Board[Service].State == ServiceState.Completed)
        {
            return null;
        }

        if (_node is { Ended.IsCompleted: true })
        {
            return _ends.Gone(await _node.Ended.ConfigureAwait(false));
        }

        var state = await _stack.Engine.InspectContainerAsync(Container, cancellation).ConfigureAwait(false);
        return state is { IsRunning: false } && !_ends.IsGood(state) ? BadEnd(state) : null;
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        await _stack.Engine.StartContainerAsync(Container, cancellation).ConfigureAwait(false);
        _started = _stack.Time.GetTimestamp();
        var exit = _stack.Engine.WaitForExitAsync(Container, _stack.Lifetime.Token);
        if (_node is null)
        {
            _following = _log.FollowAsync(_stack.Engine.ReadLogAsync(Container, follow: true, _stack.Lifetime.Token), _stack.Lifetime.Token);
            _exit = exit;
        }
        else
        {
            _exit = EndAsync(_node, exit);
        }
    }

    // The container stands in for the node, so either may end first.
    private async Task<ContainerState> EndAsync(NodeHost node, Task<ContainerState> exit) =>
        await Task.WhenAny(exit, node.Ended).ConfigureAwait(false) == node.Ended
            ? throw _ends.Gone(await node.Ended.ConfigureAwait(false))
            : await exit.ConfigureAwait(false);

    private async Task BecomeReadyAsync(Func<CancellationToken, Task<GatewayTunnel>> gateway, CancellationToken cancellation)
    {
        var check = _plan.Definition.Healthcheck;
        var timeout = check?.Timeout ?? OneShotDeadline;
        var left = timeout - _stack.Time.GetElapsedTime(_started);
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _stack.Time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var exit = _exit!.WaitAsync(waiting.Token);
        try
        {
            if (check is { Probe: not HealthProbe.Exit })
            {
                var healthy = HealthLoop.UntilHealthyAsync(
                    ProbeMaker.Make(check.Probe, gateway, ProbeAsync, _log), check, _stack.Time, answer => _stack.Board.Publish(Service, ServiceState.Starting, answer), waiting.Token);
                if (await Task.WhenAny(healthy, exit).ConfigureAwait(false) == exit && !exit.IsCanceled)
                {
                    // nobody asks a container that has ended
                    await waiting.CancelAsync().ConfigureAwait(false);
                    await healthy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                else
                {
                    await healthy.ConfigureAwait(false);
                }
            }

            if (check?.Probe is not HealthProbe.Exit && !exit.IsCompleted)
            {
                _wasHealthy = true;
                _stack.Board.Publish(Service, ServiceState.Healthy, string.Empty);
            }

            if (_ends.IsOneShot || exit.IsCompleted)
            {
                var state = await exit.ConfigureAwait(false);
                _stack.Board.Publish(Service, ServiceState.Completed, _ends.IsGood(state) ? string.Empty : throw BadEnd(state));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            throw _ends.Late(timeout, _wasHealthy);
        }
        catch (EngineException lost)
        {
            throw _ends.Lost(lost);
        }
    }

    private Task<ExecResult> ProbeAsync(string? service, IReadOnlyList<string> command, CancellationToken cancellation) => service is null
        ? ExecAsync(command, cancellation)
        : _stack.Engine.ExecAsync(_stack.Plan.Containers.First(other => other.Service == service).ContainerName, command, cancellation);

    private bool IsEnding => _isLetGo || _stack.IsStopping;

    private StackFailedException BadEnd(ContainerState state) => _ends.Bad(state, _stack.Time.GetElapsedTime(_started), _wasHealthy);
}
