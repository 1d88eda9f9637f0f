using GlanceGate.Engine;
using GlanceGate.Model;

namespace GlanceGate.Stack;

/// <summary>The first failure of a stack since it was last brought up or moved: who is to blame, and what it said at the end.</summary>
internal sealed class StackFailure(StackContext stack, ServiceRunners runners)
{
    private static readonly TimeSpan SearchDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogDeadline = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<StackFailedException> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reported;

    /// <summary>Completes with the first failure; else it never completes. It never faults.</summary>
    public Task<StackFailedException> First => _first.Task;

    /// <summary>Whether there was a failure, though it may not be explained yet.</summary>
    public bool IsReported => Volatile.Read(ref _reported) != 0;

    /// <summary>Cancelled when what is under way cannot succeed any more.</summary>
    public CancellationToken Halt => HaltSource.Token;

    // Never disposed: nothing of it waits on a kernel object.
    private CancellationTokenSource HaltSource { get; } = new();

    /// <summary>Ends what is under way.</summary>
    public Task HaltAsync() => HaltSource.CancelAsync();

    /// <summary>Takes a failure. Only the first is reported; what follows is its consequence, and so is one whose dependency is found dead.</summary>
    public async Task ReportAsync(StackFailedException failure)
    {
        if (Interlocked.Exchange(ref _reported, 1) != 0)
        {
            return;
        }

        var culprit = await FindCulpritAsync(failure).ConfigureAwait(false);
        stack.Board.Publish(culprit.Service, ServiceState.Failed, culprit.Message);
        var message = FailureText.WithWaiting(culprit.Message, culprit.Service, stack.Plan, service => stack.Board[service].State);
        var lines = await LastLinesAsync(culprit).ConfigureAwait(false);
        _first.TrySetResult(new StackFailedException(culprit.Service, message, lines, culprit.ExitCode, culprit.InnerException));
        await HaltSource.CancelAsync().ConfigureAwait(false);
    }

    private async Task<StackFailedException> FindCulpritAsync(StackFailedException failure)
    {
        using var deadline = new CancellationTokenSource(SearchDeadline, stack.Time);
        try
        {
            foreach (var service in stack.Plan.Foundations(failure.Service))
            {
                if (await runners[service].FindDeathAsync(deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false) is { } death)
                {
                    stack.Board.Publish(failure.Service, ServiceState.Failed, failure.Message);
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

    // The last lines of a container that has ended are read to the end first.
    private async Task<IReadOnlyList<string>> LastLinesAsync(StackFailedException culprit)
    {
        if (runners.Find(culprit.Service) is not { } runner)
        {
            return culprit.LastLines;
        }

        if (culprit.LastLines.Count > 0)
        {
            // it was not the service itself that failed, but something that was done for it
            return culprit.LastLines;
        }

        if (culprit.ExitCode is not null)
        {
            await runner.Following.WaitAsync(LogDeadline, stack.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return runner.Log.LastLines;
    }
}
