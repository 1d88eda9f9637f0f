using Microsoft.Extensions.Time.Testing;

namespace GlanceGate.Unit;

/// <summary>A clock that stands still until a test advances it, and that a test can ask whether somebody waits.</summary>
internal sealed class ManualTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ITimer, DateTimeOffset> _dues = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> _awaited = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new KnownTimer(this, base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when there is a timer that fires after exactly this time: then somebody waits for it, and <see cref="FakeTimeProvider.Advance"/> wakes them.</summary>
    public Task TimerAsync(TimeSpan due)
    {
        lock (_lock)
        {
            if (_dues.ContainsValue(GetUtcNow() + due))
            {
                return Task.CompletedTask;
            }

            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((due, set));
            return set.Task;
        }
    }

    private void Remember(ITimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _dues.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _dues.Add(timer, GetUtcNow() + dueTime);
                _awaited.Where(waiter => waiter.Due == dueTime).ToList().ForEach(waiter => waiter.Set.TrySetResult());
                _awaited.RemoveAll(waiter => waiter.Due == dueTime);
            }
        }
    }

    private sealed class KnownTimer(ManualTimeProvider owner, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // set before it is told: who waited for it may advance the clock at once
            var isSet = timer.Change(dueTime, period);
            owner.Remember(this, dueTime);
            return isSet;
        }

        public void Dispose()
        {
            timer.Dispose();
            owner.Remember(this, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
