using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Stack.Gateway;
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
    private readonly bool _isOneShot;
    private Task<ContainerState>? _exit;
    private Task _following = Task.CompletedTask;
    private long _started;
    private readonly bool _goesOnWithLog;
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
        _isOneShot = stack.Plan.IsOneShot(plan);
        _spec = ContainerSpecs.Of(plan, stack);
        LogFile = stack.LogFolder is null ? null : Path.Combine(stack.LogFolder, plan.Service + ".log");
        _goesOnWithLog = before is { HasLog: true };
        _log = new LogCapture(LogFile, plan.Definition.Healthcheck?.Probe is HealthProbe.Log probe ? LogProbe.Pattern(probe) : null, _goesOnWithLog);
    }

    /// <summary>Service name.</summary>
    public string Service => _plan.Service;

    /// <summary>Container name.</summary>
    public string Container => _spec.Name;

    /// <summary>What its container is made from.</summary>
    public ContainerSpec Spec => _spec;

    /// <summary>Whether its container was started.</summary>
    public bool WasStarted => _exit is not null;

    /// <summary>Whether it runs no more though it should.</summary>
    public bool HasEnded => _exit is { IsCompleted: true } && _stack.Board[Service].State != ServiceState.Completed;

    /// <summary>Whether there is a log of it, or of a container before it.</summary>
    public bool HasLog => LogFile is not null && (WasStarted || _goesOnWithLog);

    /// <summary>File of its raw log, or null.</summary>
    public string? LogFile { get; }

    /// <summary>Its log so far.</summary>
    public LogCapture Log => _log;

    /// <summary>Completes when its log is read to its end.</summary>
    public Task Following => _following;

    /// <summary>Brings the service up to healthy or completed.</summary>
    /// <exception cref="StackFailedException">It did not get there.</exception>
    public async Task StartAsync(Func<CancellationToken, Task<GatewayTunnel>> gateway, CancellationToken cancellation)
    {
        await _stack.ChangeAsync(Service, "created", token => _stack.Engine.CreateContainerAsync(_spec, token), cancellation).ConfigureAwait(false);
        _stack.Board.Publish(Service, ServiceState.Created, string.Empty);
        await WaitForDependenciesAsync(cancellation).ConfigureAwait(false);
        await _stack.ChangeAsync(Service, "started", LaunchAsync, cancellation).ConfigureAwait(false);
        _stack.Board.Publish(Service, ServiceState.Starting, string.Empty);
        await BecomeReadyAsync(gateway, cancellation).ConfigureAwait(false);
    }

    /// <summary>Returns when the session lets go of a service that was ready.</summary>
    /// <exception cref="StackFailedException">It ended before, without being meant to.</exception>
    public async Task WatchAsync()
    {
        if (_exit is null || _isOneShot)
        {
            return;
        }

        try
        {
            var state = await _exit.ConfigureAwait(false);
            if (!IsEnding)
            {
                throw Ended(state);
            }
        }
        catch (OperationCanceledException) when (_stack.Lifetime.IsCancellationRequested)
        {
            // the session is over
        }
        catch (EngineException lost) when (!IsEnding)
        {
            throw Lost(lost);
        }
        catch (EngineException)
        {
            // an engine that forgets a container which is being removed
        }
    }

    /// <summary>The gate ends its container from now on, so that its end is no failure.</summary>
    public void LetGo() => _isLetGo = true;

    /// <summary>Whether its container has ended though nothing allows it to; looks at the engine.</summary>
    public async Task<StackFailedException?> FindDeathAsync(CancellationToken cancellation)
    {
        if (_exit is null || _stack.Board[Service].State == ServiceState.Completed)
        {
            return null;
        }

        var state = await _stack.Engine.InspectContainerAsync(Container, cancellation).ConfigureAwait(false);
        return state is { IsRunning: false } && !IsGoodEnd(state) ? Ended(state) : null;
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        await _stack.Engine.StartContainerAsync(Container, cancellation).ConfigureAwait(false);
        _started = _stack.Time.GetTimestamp();
        _following = _log.FollowAsync(_stack.Engine, Container, _stack.Lifetime.Token);
        _exit = _stack.Engine.WaitForExitAsync(Container, _stack.Lifetime.Token);
    }

    private async Task WaitForDependenciesAsync(CancellationToken cancellation)
    {
        foreach (var (dependency, condition) in _plan.Definition.DependsOn.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            if (!condition.Holds(_stack.Board[dependency].State))
            {
                _stack.Board.Publish(Service, ServiceState.Waiting, $"for {dependency} {condition.Words()}");
                await _stack.Board.WhenAsync(dependency, snapshot => condition.Holds(snapshot.State), cancellation).ConfigureAwait(false);
            }
        }
    }

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
                    ProbeFor(check.Probe, gateway), check, _stack.Time, answer => _stack.Board.Publish(Service, ServiceState.Starting, answer), waiting.Token);
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

            if (_isOneShot || exit.IsCompleted)
            {
                var state = await exit.ConfigureAwait(false);
                _stack.Board.Publish(Service, ServiceState.Completed, IsGoodEnd(state) ? string.Empty : throw Ended(state));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            throw Late(timeout);
        }
        catch (EngineException lost)
        {
            throw Lost(lost);
        }
    }

    private IProbe ProbeFor(HealthProbe probe, Func<CancellationToken, Task<GatewayTunnel>> gateway) => probe switch
    {
        HealthProbe.Http http => new HttpProbe(http, gateway),
        HealthProbe.Tcp tcp => new TcpProbe(tcp, gateway),
        HealthProbe.Command command => new CommandProbe(command, _stack.Engine, Container),
        HealthProbe.Log log => new LogProbe(log, _log),
        _ => throw new InvalidOperationException($"There is no probe for {probe}."),
    };

    private bool IsEnding => _isLetGo || _stack.IsStopping;

    private int? ExpectedCode => _plan.Definition.Healthcheck?.Probe is HealthProbe.Exit exit ? exit.Code : _isOneShot ? 0 : null;

    private bool IsGoodEnd(ContainerState state) => ExpectedCode is { } code && state.ExitCode == code;

    private StackFailedException Ended(ContainerState state) => new(
        Service, FailureText.Ended(Service, state, _stack.Time.GetElapsedTime(_started), _wasHealthy && !_isOneShot, ExpectedCode), [], state.ExitCode);

    private StackFailedException Late(TimeSpan timeout)
    {
        var became = _plan.Definition.Healthcheck?.Probe is HealthProbe.Exit || _wasHealthy ? "completed" : "healthy";
        var snapshot = _stack.Board[Service];
        return new StackFailedException(
            Service, FailureText.Late(Service, became, timeout, snapshot.State == ServiceState.Starting ? snapshot.Detail : string.Empty), []);
    }

    private StackFailedException Lost(EngineException lost) => new(Service, FailureText.Refused(Service, "watched", lost.Message), [], inner: lost);
}
