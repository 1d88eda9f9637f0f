using GlanceGate.Engine;
using GlanceGate.Logs;
using GlanceGate.Machine;
using GlanceGate.Model;
using GlanceGate.Stack.Gateway;
using GlanceGate.Stack.Nodes;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>A running stack: made from a plan, observed while it runs, and removed at the end whatever happened.</summary>
/// <remarks>
/// <para>Order of calls: <see cref="Create"/>, <see cref="StartAsync"/> once, <see cref="ApplyAsync"/> as often as the plan changes, the suite
/// beside <see cref="Died"/> after each of them, then <see cref="StopAsync"/> (logs complete, containers still there for evidence), then
/// <see cref="CleanUpAsync"/> or, for a stack that is kept, <see cref="DetachAsync"/>. Disposing cleans up what nobody has cleaned up: after
/// a failed or cancelled start, or none at all. A stack that an earlier run has kept is taken over by <see cref="AttachAsync"/> instead of
/// started; whatever happens then, it is let go of and stays.</para>
/// <para>Clean-up runs once, with deadlines of its own, and reports its problems as text: it must not hide why a run failed.</para>
/// </remarks>
internal sealed class StackSession : IAsyncDisposable
{
    private readonly StackContext _stack;
    private readonly IRunEvents _events;
    private readonly ServiceRunners _runners;
    private readonly GatewayRunner _gateway;
    private readonly BringUp _bringUp;
    private readonly Replacement _replacement;
    private readonly StackCleanUp _cleanUp;
    private readonly StackWork _work = new();
    private readonly LogMarks _marks;
    private volatile StackFailure _failure;
    private int _begun;
    private volatile bool _isUp;
    private bool _isKept;
    private bool _detached;
    private bool _reported;

    private StackSession(StackContext stack, IRunEvents events)
    {
        _stack = stack;
        _events = events;
        _runners = new ServiceRunners([.. stack.Plan.Containers.Select(container => new ServiceRunner(container, stack))]);
        _marks = new LogMarks(_runners, stack.Time);
        _failure = new StackFailure(stack, _runners);
        _gateway = new GatewayRunner(stack);
        _bringUp = new BringUp(stack, _gateway, () => _failure);
        _replacement = new Replacement(stack, _runners);
        _cleanUp = new StackCleanUp(stack, _runners);
    }

    /// <summary>The services' states, the gateway's among them: the stream's latest snapshots, and a way to wait for one.</summary>
    public StateBoard States => _stack.Board;

    /// <summary>Service name to IPv4 address on the stack's network, the gateway's among them; empty until the stack is ready. Completed services have none.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; private set; } = new Dictionary<string, string>();

    /// <summary>The way into the stack's network.</summary>
    /// <exception cref="InvalidOperationException">The gateway does not run yet.</exception>
    public GatewayTunnel Gateway => _gateway.Tunnel.IsCompletedSuccessfully
        ? _gateway.Tunnel.Result
        : throw new InvalidOperationException("The stack's gateway does not run.");

    /// <summary>Service name to a digest of all that its container is made from, except its image.</summary>
    public IReadOnlyDictionary<string, string> Digests => _runners.Current.ToDictionary(
        runner => runner.Service, runner => ContainerSpecs.DigestOf(runner.Spec), StringComparer.Ordinal);

    /// <summary>Name of the gateway's container, to be kept with a kept stack.</summary>
    public string GatewayContainer => _gateway.Container;

    /// <summary>
    /// Completes with the first failure since the last <see cref="StartAsync"/> or <see cref="ApplyAsync"/> was called, of it or of a service
    /// that ended later by itself; else it never completes. It never faults.
    /// </summary>
    public Task<StackFailedException> Died => _failure.First;

    /// <summary>
    /// Service name to the file of its raw, unredacted log, for every service that was started; complete after <see cref="StopAsync"/>. The
    /// logs of containers that were replaced are in it, the oldest first.
    /// </summary>
    public IReadOnlyDictionary<string, string> LogFiles => _runners.Current
        .Where(runner => runner.HasLog)
        .ToDictionary(runner => runner.Service, runner => runner.LogFile!, StringComparer.Ordinal);

    /// <summary>
    /// Service name to the lines of its log that are about the stack's start and its suite, without its end; not for a stack that was moved to
    /// another plan, whose logs begin with those of earlier containers.
    /// </summary>
    public IReadOnlyDictionary<string, LogWindow> LogWindows => _marks.Windows;

    /// <summary>Makes a session; nothing is done on the engine yet.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="images">Image name, as services use it and <c>gateway</c>, to a reference that the engine has.</param>
    /// <param name="engine">Where to run it; the caller disposes it after the session.</param>
    /// <param name="events">Where state changes go.</param>
    /// <param name="time">Clock of every deadline.</param>
    /// <param name="logFolder">Private folder for raw logs, one file a service, or null for none. It is made when missing.</param>
    /// <param name="nodes">What services on nodes need; null when there are none.</param>
    /// <exception cref="ArgumentException">An image is not prepared, or a service has the gateway's name.</exception>
    public static StackSession Create(
        TopologyPlan plan,
        IReadOnlyDictionary<string, string> images,
        IContainerEngine engine,
        IRunEvents events,
        TimeProvider time,
        string? logFolder = null,
        NodeWork? nodes = null)
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
        return new StackSession(new StackContext(plan, images, engine, board, time, events, logFolder, nodes ?? NodeWork.None), events);
    }

    /// <summary>Brings everything up: all at once, each service as soon as the conditions of its dependencies hold.</summary>
    /// <exception cref="StackFailedException">A service did not become what the plan says; it is the culprit, not one of those who waited.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or cleaned up.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        Begin();

        await WorkAsync(token => _bringUp.StartAllAsync(_runners.Current, token), cancellation).ConfigureAwait(false);
        _marks.Ready();
        _isUp = true;
    }

    /// <summary>Takes over a stack that an earlier run has kept, as the plan describes it. Services that are gone or have ended are replaced when it is moved.</summary>
    /// <exception cref="EngineException">It has no gateway any more, or the engine does not say what there is.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task AttachAsync(CancellationToken cancellation)
    {
        Begin();

        _isKept = true;
        await _work.RunAsync(
            _failure,
            async token =>
            {
                await _gateway.AttachAsync(token).ConfigureAwait(false);
                await Task.WhenAll(_runners.Current.Select(runner => runner.AttachAsync(token))).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        _isUp = true;
    }

    /// <summary>
    /// Moves a stack that came up to another plan of its session: services whose containers are made from something else than before are
    /// replaced at the same time, and so is what has ended meanwhile; the others are not touched.
    /// </summary>
    /// <param name="next">The plan, made with the session's own secrets; it has the same services.</param>
    /// <param name="images">Image name to a reference that the engine has.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StackFailedException">
    /// A service did not become what the plan says. The stack can be moved on to another plan all the same, unless the gateway is lost.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or cleaned up.</exception>
    public async Task ApplyAsync(TopologyPlan next, IReadOnlyDictionary<string, string> images, CancellationToken cancellation)
    {
        if (_stack.Plan.Variant.Nodeset is not null)
        {
            throw new InvalidOperationException("A stack with services on nodes cannot be moved to another plan.");
        }

        if (!_isUp || _work.IsUnderWay)
        {
            throw new InvalidOperationException("Only a stack that is up can be moved to another plan, and to one at a time.");
        }

        if (_failure.IsReported && (await Died.ConfigureAwait(false)) is { Service: ContainerSpecs.Gateway } lost)
        {
            throw lost;
        }

        var replaced = await _replacement.PlanAsync(next, images, cancellation).ConfigureAwait(false);
        _failure = new StackFailure(_stack, _runners);
        await WorkAsync(async token =>
        {
            await _bringUp.GuardAsync(() => _replacement.TakeAwayAsync(replaced, token), token).ConfigureAwait(false);
            if (!_failure.IsReported)
            {
                await _bringUp.StartAsync(replaced, token).ConfigureAwait(false);
            }
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs a command where a service of the stack runs.</summary>
    /// <exception cref="EngineException">It could not be run.</exception>
    public Task<ExecResult> ExecAsync(string service, IReadOnlyList<string> command, CancellationToken cancellation) =>
        _runners[service].ExecAsync(command, cancellation);

    /// <summary>Notes where the logs are when the suite has ended: what follows comes of the stack's end. Stopping does so too, unless it was done.</summary>
    public void EndSuite() => _marks.EndSuite();

    /// <summary>Stops the services, dependents before what they depend on, and waits until their logs are complete. Runs once.</summary>
    /// <param name="grace">Time that each has between its stop signal and a kill; zero kills.</param>
    /// <returns>What went wrong, one line each.</returns>
    public async Task<IReadOnlyList<string>> StopAsync(TimeSpan grace)
    {
        EndSuite();
        await EndWorkAsync().ConfigureAwait(false);
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

        await EndWorkAsync().ConfigureAwait(false);
        if (_isKept)
        {
            await LetGoAsync().ConfigureAwait(false);
            return [];
        }

        var stopped = await _cleanUp.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        await _stack.Publisher.DisposeAsync().ConfigureAwait(false);
        await _gateway.CloseAsync().ConfigureAwait(false);
        return [.. stopped, .. await _cleanUp.RemoveAsync(_begun != 0).ConfigureAwait(false)];
    }

    /// <summary>Lets go of a stack that is kept: marks it on the engine, closes the connections to it and leaves its containers running.</summary>
    /// <exception cref="StackFailedException">It could not be marked, so that another gate would sweep it; the session still owns it.</exception>
    public async Task DetachAsync()
    {
        if (_stack.Plan.Variant.Nodeset is not null)
        {
            throw new InvalidOperationException("A stack that this process publishes to nodes cannot be kept.");
        }

        await EndWorkAsync().ConfigureAwait(false);
        var mark = ContainerSpecs.OfKeptMark(_stack);
        await _stack.ChangeAsync(mark.Name, "created", token => _stack.Engine.CreateContainerAsync(mark, token), CancellationToken.None).ConfigureAwait(false);
        await LetGoAsync().ConfigureAwait(false);
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

    private void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            throw new InvalidOperationException("A session starts once.");
        }
    }

    private async Task LetGoAsync()
    {
        _detached = true;
        _stack.IsStopping = true;
        await _gateway.CloseAsync().ConfigureAwait(false);
        await _cleanUp.LetGoAsync().ConfigureAwait(false);
    }

    private Task WorkAsync(Func<CancellationToken, Task> work, CancellationToken cancellation) => _work.RunAsync(
        _failure,
        async token =>
        {
            await work(token).ConfigureAwait(false);
            if (!_failure.IsReported)
            {
                token.ThrowIfCancellationRequested();
                Addresses = await AddressReader.ReadAsync(_stack, _runners, _gateway, token).ConfigureAwait(false);
            }
        },
        cancellation);

    private Task EndWorkAsync() => _cleanUp.WaitForCallsAsync(_work.EndAsync());
}
