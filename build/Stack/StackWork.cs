namespace GlanceGate.Stack;

/// <summary>What is done to a stack, one thing at a time: it ends with the first failure, or when the session is over.</summary>
internal sealed class StackWork
{
    private volatile Task _ended = Task.CompletedTask;

    /// <summary>Whether something is being done.</summary>
    public bool IsUnderWay => !_ended.IsCompleted;

    // Never disposed: nothing of it waits on a kernel object.
    private CancellationTokenSource Over { get; } = new();

    /// <summary>Does something.</summary>
    /// <param name="failure">Where what is done reports its failures.</param>
    /// <param name="work">What is done.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StackFailedException">The first failure.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or the session is over.</exception>
    public async Task RunAsync(StackFailure failure, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ended = ended.Task;
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Over.Token, failure.Halt);
        try
        {
            working.Token.ThrowIfCancellationRequested();
            await work(working.Token).ConfigureAwait(false);
            if (failure.IsReported)
            {
                throw await failure.First.ConfigureAwait(false);
            }

            working.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    /// <summary>The session is over: what is being done is given up, and so is all that would come.</summary>
    /// <returns>Completes when nothing is being done.</returns>
    public async Task EndAsync()
    {
        await Over.CancelAsync().ConfigureAwait(false);
        await _ended.ConfigureAwait(false);
    }
}
