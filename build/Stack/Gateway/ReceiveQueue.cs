namespace GlanceGate.Stack.Gateway;

/// <summary>What a channel has received and nobody has read yet; never longer than the credit that was given.</summary>
/// <remarks>A plain queue instead of a pipe: a stream may be disposed while it is read, which a pipe's reader does not allow.</remarks>
internal sealed class ReceiveQueue
{
    // Acknowledging each read would send a frame for a few bytes; an eighth of the credit keeps the sender busy all the same.
    private const int GrantStep = FrameHead.Credit / 8;

    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _parts = new();
    private ReadOnlyMemory<byte> _head;
    private TaskCompletionSource? _arrival;
    private Exception? _fault;
    private bool _ended;
    private int _granted = FrameHead.Credit;
    private int _consumed;

    /// <summary>Whether something waits to be read.</summary>
    public bool HasUnread
    {
        get
        {
            lock (_lock)
            {
                return !_head.IsEmpty || _parts.Count > 0;
            }
        }
    }

    /// <summary>Takes over received bytes.</summary>
    /// <exception cref="InvalidDataException">The sender had no credit for them.</exception>
    public void Add(ReadOnlyMemory<byte> data)
    {
        lock (_lock)
        {
            _granted -= data.Length;
            if (_granted < 0)
            {
                throw new InvalidDataException("More data than there was credit for.");
            }

            if (!data.IsEmpty && _fault is null)
            {
                _parts.Enqueue(data);
                Signal();
            }
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            Signal();
        }
    }

    /// <summary>Everything from now on fails; what was not read is dropped.</summary>
    public void Fail(Exception fault)
    {
        lock (_lock)
        {
            _fault ??= fault;
            _head = default;
            _parts.Clear();
            Signal();
        }
    }

    /// <summary>Reads at least one byte, 0 bytes at the end. An empty buffer waits until there is something to read.</summary>
    /// <returns>Bytes read, and the credit that has to be given back to the sender now (usually 0).</returns>
    public async ValueTask<(int Read, int Grant)> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
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

                if (_head.IsEmpty && !_parts.TryDequeue(out _head))
                {
                    if (_ended)
                    {
                        return (0, 0);
                    }

                    _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    arrival = _arrival.Task;
                }
                else
                {
                    return Take(buffer.Span);
                }
            }

            await arrival.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private (int Read, int Grant) Take(Span<byte> buffer)
    {
        var size = Math.Min(buffer.Length, _head.Length);
        _head.Span[..size].CopyTo(buffer);
        _head = _head[size..];
        _consumed += size;
        if (_consumed < GrantStep || _ended)
        {
            return (size, 0);
        }

        var grant = _consumed;
        _granted += grant;
        _consumed = 0;
        return (size, grant);
    }

    private void Signal()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }
}
