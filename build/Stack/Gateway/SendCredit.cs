namespace GlanceGate.Stack.Gateway;

/// <summary>How many bytes may be sent on a channel: the back-pressure of a receiver that is slower than its sender.</summary>
internal sealed class SendCredit
{
    private readonly Lock _lock = new();
    private long _left = FrameHead.Credit;
    private TaskCompletionSource? _arrival;
    private Exception? _fault;

    /// <summary>Adds what the receiver has consumed.</summary>
    public void Grant(uint size)
    {
        lock (_lock)
        {
            _left += size;
            Signal();
        }
    }

    /// <summary>Every later and every waiting <see cref="TakeAsync"/> fails.</summary>
    public void Fail(Exception fault)
    {
        lock (_lock)
        {
            _fault ??= fault;
            Signal();
        }
    }

    /// <summary>Takes between 1 and <paramref name="wanted"/> bytes of credit, waiting for the first.</summary>
    /// <exception cref="IOException">The channel is over.</exception>
    public async ValueTask<int> TakeAsync(int wanted, CancellationToken cancellation)
    {
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (_fault is not null)
                {
                    throw new IOException(_fault.Message, _fault);
                }

                if (_left > 0)
                {
                    var taken = (int)Math.Min(wanted, _left);
                    _left -= taken;
                    return taken;
                }

                _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void Signal()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }
}
