namespace GlanceGate.Engine.Packages;

/// <summary>Waits for others who install packages, and says for whom: a line whenever that changes.</summary>
/// <param name="purpose">What is to be done then.</param>
/// <param name="limit">How long all of the waiting may take.</param>
/// <param name="pause">Between two looks.</param>
/// <param name="progress">Gets the lines.</param>
/// <param name="time">Clock.</param>
internal sealed class LockWait(string purpose, TimeSpan limit, TimeSpan pause, IProgress<string> progress, TimeProvider time)
{
    private long? _begin;
    private LockHolder? _last;

    /// <summary>Waits a moment.</summary>
    /// <param name="holder">Who holds the lock now; null when it was just given back, or when that cannot be known.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">The waiting has taken too long.</exception>
    public async Task NextAsync(LockHolder? holder, CancellationToken cancellation)
    {
        _begin ??= time.GetTimestamp();
        if (time.GetElapsedTime(_begin.Value) >= limit)
        {
            throw new EngineException(
                $"{purpose}: somebody else installs or updates packages for more than {ProgressDeadline.Words(limit)}: "
                + $"{holder ?? _last}. Wait for its end, or end it, and start this again ({Patience.Hint})");
        }

        if (holder is not null && holder != _last)
        {
            _last = holder;
            progress.Report($"waiting, at most {ProgressDeadline.Words(limit)}, before {purpose}: {holder}");
        }

        await Task.Delay(pause, time, cancellation);
    }
}
