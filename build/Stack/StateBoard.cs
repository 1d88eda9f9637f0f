using GlanceGate.Model;

namespace GlanceGate.Stack;

/// <summary>The services' states: one writer's truth that console, waits and reports read as the same stream of snapshots.</summary>
internal sealed class StateBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServiceSnapshot> _current;
    private readonly List<Watcher> _watchers = [];
    private readonly string _variant;
    private readonly IRunEvents _events;
    private readonly TimeProvider _time;

    /// <summary>Starts with every service planned.</summary>
    public StateBoard(string variant, IEnumerable<string> services, IRunEvents events, TimeProvider time)
    {
        _variant = variant;
        _events = events;
        _time = time;
        _current = services.ToDictionary(
            service => service, service => new ServiceSnapshot(service, ServiceState.Planned, time.GetUtcNow(), string.Empty), StringComparer.Ordinal);
    }

    /// <summary>The latest snapshot of every service, ordered by name.</summary>
    public IReadOnlyList<ServiceSnapshot> Current
    {
        get
        {
            lock (_lock)
            {
                return [.. _current.Values.OrderBy(snapshot => snapshot.Service, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The latest snapshot of a service.</summary>
    public ServiceSnapshot this[string service]
    {
        get
        {
            lock (_lock)
            {
                return _current[service];
            }
        }
    }

    /// <summary>Publishes a change; nothing when it is none, or when the service has failed already, which is the last word.</summary>
    public void Publish(string service, ServiceState state, string detail)
    {
        lock (_lock)
        {
            var before = _current[service];
            if ((before.State == state && before.Detail == detail) || before.State == ServiceState.Failed)
            {
                return;
            }

            var now = _time.GetUtcNow();
            var snapshot = new ServiceSnapshot(service, state, before.State == state ? before.Since : now, detail);
            _current[service] = snapshot;
            // inside the lock, so that every reader sees the changes of a service in their order
            _events.Publish(new RunEvent.ServiceChanged(now, _variant, snapshot));
            _watchers.RemoveAll(watcher => watcher.Sees(snapshot));
        }
    }

    /// <summary>A service is found in a state that another gate brought it to, which is no change.</summary>
    public void TakeOver(string service, ServiceState state)
    {
        lock (_lock)
        {
            _current[service] = new ServiceSnapshot(service, state, _time.GetUtcNow(), string.Empty);
        }
    }

    /// <summary>A service is planned anew, whatever it was before.</summary>
    public void Renew(string service)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var snapshot = new ServiceSnapshot(service, ServiceState.Planned, now, string.Empty);
            _current[service] = snapshot;
            _events.Publish(new RunEvent.ServiceChanged(now, _variant, snapshot));
        }
    }

    /// <summary>Waits until a service's snapshot fulfils a condition; the present one counts.</summary>
    public async Task<ServiceSnapshot> WhenAsync(string service, Func<ServiceSnapshot, bool> condition, CancellationToken cancellation)
    {
        var watcher = new Watcher(service, condition);
        lock (_lock)
        {
            if (watcher.Sees(_current[service]))
            {
                return _current[service];
            }

            _watchers.Add(watcher);
        }

        try
        {
            return await watcher.Seen.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    private sealed class Watcher(string service, Func<ServiceSnapshot, bool> condition)
    {
        public TaskCompletionSource<ServiceSnapshot> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Sees(ServiceSnapshot snapshot) => snapshot.Service == service && condition(snapshot) && Seen.TrySetResult(snapshot);
    }
}
