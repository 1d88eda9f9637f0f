using GlanceGate.Engine;
using GlanceGate.Model;
using GlanceGate.Stack.Nodes;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Stack;

/// <summary>The end of a session: each step once, with a deadline of its own, and problems as text.</summary>
internal sealed class StackCleanUp(StackContext stack, ServiceRunners runners)
{
    private static readonly TimeSpan CallsDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LogDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RemoveDeadline = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private Task<IReadOnlyList<string>>? _stopping;
    private Task<IReadOnlyList<string>>? _removing;

    /// <summary>Waits for engine calls of the start that are under way, and cuts them off when they take too long.</summary>
    public async Task WaitForCallsAsync(Task startEnded)
    {
        try
        {
            await startEnded.WaitAsync(CallsDeadline, stack.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await stack.Abandon.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stops the services and reads their logs to the end.</summary>
    public Task<IReadOnlyList<string>> StopAsync(TimeSpan grace)
    {
        lock (_lock)
        {
            return _stopping ??= StopOnceAsync(grace);
        }
    }

    /// <summary>Removes everything that carries the plan's labels.</summary>
    /// <param name="begun">Whether anything can have been made.</param>
    public Task<IReadOnlyList<string>> RemoveAsync(bool begun)
    {
        lock (_lock)
        {
            return _removing ??= begun ? RemoveOnceAsync() : Task.FromResult<IReadOnlyList<string>>([]);
        }
    }

    /// <summary>Ends watching and following without touching the containers.</summary>
    public async Task LetGoAsync()
    {
        await stack.Lifetime.CancelAsync().ConfigureAwait(false);
        await runners.Following.WaitAsync(LogDeadline, stack.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<IReadOnlyList<string>> StopOnceAsync(TimeSpan grace)
    {
        stack.IsStopping = true;
        var problems = new List<string>();
        var nodes = stack.Plan.Containers.Any(container => container.Node is not null) ? NodeHost.LongestRemoval : TimeSpan.Zero;
        using var deadline = new CancellationTokenSource(StopDeadline + grace + nodes, stack.Time);
        await StopOrder.RunAsync(
            stack.Plan,
            [.. runners.Current.Select(runner => runner.Service)],
            service => StopAsync(runners[service], grace, problems, deadline.Token)).ConfigureAwait(false);
        try
        {
            await runners.Following.WaitAsync(LogDeadline, stack.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            problems.AddRange(runners.All.Where(runner => !runner.Following.IsCompleted).Select(runner =>
                $"the log of {runner.Service} was not read to its end within {FailureText.Seconds(LogDeadline)}"));
        }

        problems.AddRange(runners.All.Where(runner => runner.Log.Trouble is not null).Select(runner => $"the log of {runner.Service}: {runner.Log.Trouble}"));
        return problems;
    }

    private async Task StopAsync(ServiceRunner runner, TimeSpan grace, List<string> problems, CancellationToken deadline)
    {
        if (await runner.LeaveNodeAsync().ConfigureAwait(false) is { Count: > 0 } left)
        {
            lock (problems)
            {
                problems.AddRange(left);
            }
        }

        if (!runner.WasStarted)
        {
            return;
        }

        try
        {
            await stack.Engine.StopContainerAsync(runner.Container, grace, deadline).WaitAsync(deadline).ConfigureAwait(false);
            if (stack.Board[runner.Service].State is not (ServiceState.Completed or ServiceState.Failed))
            {
                stack.Board.Publish(runner.Service, ServiceState.Stopped, string.Empty);
            }
        }
        catch (Exception problem) when (problem is EngineException or OperationCanceledException)
        {
            lock (problems)
            {
                problems.Add($"{runner.Service} was not stopped: {problem.Message}");
            }
        }
    }

    private async Task<IReadOnlyList<string>> RemoveOnceAsync()
    {
        await LetGoAsync().ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(RemoveDeadline, stack.Time);
        try
        {
            // by all labels of the plan: other variants of the same session may be running
            var labels = stack.Plan.Labels.ToDictionary(label => label.Key, label => (string?)label.Value, StringComparer.Ordinal);
            return await SessionObjects.RemoveAllAsync(stack.Engine, labels, deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return [$"clean-up was not done within {FailureText.Seconds(RemoveDeadline)}; the next run sweeps what is left"];
        }
        catch (EngineException problem)
        {
            return [$"{problem.Message}; the next run sweeps what is left"];
        }
    }
}
