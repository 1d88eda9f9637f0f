using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GlanceGate.Engine;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Engine.InMemory;

/// <summary>A container of an <see cref="InMemoryEngine"/>. Tests may also drive it by hand with <see cref="Write(string, bool)"/> and <see cref="Exit"/>.</summary>
internal sealed class InMemoryContainer : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly List<LogLine> _log = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _run = new();
    private CancellationToken _ended;
    private ContainerState _state;

    internal InMemoryContainer(string id, string imageId, ContainerSpec spec, ContainerScript script, TimeProvider time)
    {
        Spec = spec;
        Script = script;
        _time = time;
        _state = new ContainerState(id, "created", null, false, null, null, imageId);
        foreach (var (path, file) in spec.Files)
        {
            Files[path] = file;
        }
    }

    /// <summary>What it was created from.</summary>
    public ContainerSpec Spec { get; }

    /// <summary>What it does.</summary>
    public ContainerScript Script { get; }

    /// <summary>Its files, absolute path to bytes; scripts may change them.</summary>
    public ConcurrentDictionary<string, ContextFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Its state now.</summary>
    public ContainerState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Cancelled when it ends.</summary>
    internal CancellationToken Ended
    {
        get
        {
            lock (_lock)
            {
                return _ended;
            }
        }
    }

    /// <summary>Writes a line to its log, at the time that it is now.</summary>
    public void Write(string text, bool fromStandardError = false) => Write(new LogLine(_time.GetUtcNow(), fromStandardError, text));

    /// <summary>Ends it; nothing when it does not run.</summary>
    public void Exit(long exitCode, bool outOfMemory = false)
    {
        CancellationTokenSource run;
        lock (_lock)
        {
            if (!_state.IsRunning)
            {
                return;
            }

            _state = _state with { Status = "exited", ExitCode = exitCode, OutOfMemory = outOfMemory, Address = null };
            run = _run;
            Signal();
        }

        run.Cancel();
    }

    /// <summary>Ends it as a kill does.</summary>
    public void Dispose()
    {
        Exit(137);
        _run.Dispose();
    }

    internal void Start(string? address)
    {
        CancellationToken ended;
        lock (_lock)
        {
            if (_state.IsRunning)
            {
                return;
            }

            _run.Dispose();
            _run = new CancellationTokenSource();
            _ended = ended = _run.Token;
            _state = _state with { Status = "running", ExitCode = null, OutOfMemory = false, Address = address };
            Signal();
        }

        // Nothing to wait for: the run ends with the container, and everything in it up to the first delay has happened here.
        _ = RunAsync(ended);
    }

    internal async Task<ContainerState> WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!_state.IsRunning)
                {
                    return _state;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    internal async IAsyncEnumerable<LogLine> ReadLogAsync(bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = 0; ;)
        {
            LogLine[] lines;
            Task changed;
            bool isRunning;
            lock (_lock)
            {
                lines = [.. _log.Skip(next)];
                changed = _changed.Task;
                isRunning = _state.IsRunning;
            }

            foreach (var line in lines)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return line;
            }

            next += lines.Length;
            if (!follow || (!isRunning && lines.Length == 0))
            {
                yield break;
            }

            if (lines.Length == 0)
            {
                await changed.WaitAsync(cancellation);
            }
        }
    }

    private void Write(LogLine line)
    {
        lock (_lock)
        {
            _log.Add(line);
            Signal();
        }
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task RunAsync(CancellationToken ended)
    {
        var start = _time.GetUtcNow();
        var timestamp = _time.GetTimestamp();
        try
        {
            foreach (var line in Script.Log.OrderBy(line => line.At))
            {
                await DelayUntilAsync(line.At);
                Write(new LogLine(start + line.At, line.FromStandardError, line.Text));
            }

            if (Script.ExitAfter is { } exitAfter)
            {
                await DelayUntilAsync(exitAfter);
                Exit(Script.ExitCode, Script.OutOfMemory);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It was stopped before it had said everything.
        }

        async Task DelayUntilAsync(TimeSpan at)
        {
            ended.ThrowIfCancellationRequested();
            var left = at - _time.GetElapsedTime(timestamp);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, _time, ended);
            }
        }
    }
}
