using GlanceGate.Engine;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Stack;

/// <summary>The end of a session: each step once, with a deadline of its own, and problems as text.</summary>
internal sealed class StackCleanUp(StackContext stack, IReadOnlyDictionary<string, ServiceRunner> runners)
{
    private static readonly TimeSpan CallsDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LogDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EvidenceDeadline = TimeSpan.FromSeconds(2);
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
        await Following().WaitAsync(LogDeadline, stack.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The culprit's last lines; those of a container that has ended are read to the end first.</summary>
    public async Task<IReadOnlyList<string>> LastLinesAsync(StackFailedException culprit)
    {
        if (!runners.TryGetValue(culprit.Service, out var runner))
        {
            return [];
        }

        if (culprit.ExitCode is not null)
        {
            await runner.Following.WaitAsync(EvidenceDeadline, stack.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return runner.Log.LastLines;
    }

    private async Task<IReadOnlyList<string>> StopOnceAsync(TimeSpan grace)
    {
        stack.IsStopping = true;
        var problems = new List<string>();
        var ends = new Dictionary<string, Task>(StringComparer.Ordinal);
        using var deadline = new CancellationTokenSource(StopDeadline + grace, stack.Time);
        await Task.WhenAll(runners.Keys.Select(EndOf).ToList()).ConfigureAwait(false);
        try
        {
            await Following().WaitAsync(LogDeadline, stack.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            problems.AddRange(runners.Values.Where(runner => !runner.Following.IsCompleted).Select(runner =>
                $"the log of {runner.Service} was not read to its end within {FailureText.Seconds(LogDeadline)}"));
        }

        problems.AddRange(runners.Values.Where(runner => runner.Log.Trouble is not null).Select(runner => $"the log of {runner.Service}: {runner.Log.Trouble}"));
        return problems;

        Task EndOf(string service)
        {
            if (!ends.TryGetValue(service, out var end))
            {
                var dependents = stack.Plan.Containers.Where(container => container.Definition.DependsOn.ContainsKey(service));
                ends[service] = end = StopAsync(runners[service], dependents.Select(container => EndOf(container.Service)).ToList(), grace, problems, deadline.Token);
            }

            return end;
        }
    }

    // A service that loses what it depends on complains in its log, so dependents are stopped first.
    private async Task StopAsync(ServiceRunner runner, List<Task> dependents, TimeSpan grace, List<string> problems, CancellationToken deadline)
    {
        await Task.WhenAll(dependents).ConfigureAwait(false);
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

    private Task Following() => Task.WhenAll(runners.Values.Select(runner => runner.Following));
}
