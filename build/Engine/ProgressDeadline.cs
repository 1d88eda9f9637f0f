using System.Globalization;

namespace GlanceGate.Engine;

/// <summary>A deadline that is put off while something moves, up to a total.</summary>
internal sealed class ProgressDeadline : IDisposable
{
    private readonly TimeLimit _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _still;
    private readonly ITimer _total;
    private string _reached = "";

    /// <summary>Starts the clock.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">Clock.</param>
    /// <param name="caller">Gives up earlier.</param>
    public ProgressDeadline(TimeLimit limit, TimeProvider time, CancellationToken caller)
    {
        _limit = limit;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _still = time.CreateTimer(_ => Reach($"did not move for {Words(limit.Still)}"), null, limit.Still, Timeout.InfiniteTimeSpan);
        _total = time.CreateTimer(_ => Reach($"did not end within {Words(limit.Total)}"), null, limit.Total, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled at the deadline, and by the caller.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the deadline was reached and it was not the caller who gave up.</summary>
    public bool IsReached => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Which limit was reached, and what a person can do: to be put after the name of what took so long.</summary>
    public string Words() => $"{_reached} ({Patience.Hint})";

    /// <summary>Something has moved.</summary>
    public void Moved() => _still.Change(_limit.Still, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        _still.Dispose();
        _total.Dispose();
        _source.Dispose();
    }

    /// <summary>A limit for people.</summary>
    public static string Words(TimeSpan limit) => limit < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.##} s")
        : string.Create(CultureInfo.InvariantCulture, $"{limit.TotalMinutes:0.#} min");

    private void Reach(string words)
    {
        if (Interlocked.CompareExchange(ref _reached, words, "").Length == 0)
        {
            _source.Cancel();
        }
    }
}
