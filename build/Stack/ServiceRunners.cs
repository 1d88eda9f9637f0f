using System.Collections.Immutable;

namespace GlanceGate.Stack;

/// <summary>The runners of a stack's services: the one that each has now, and those that were replaced. Thread safe for readers.</summary>
internal sealed class ServiceRunners(IEnumerable<ServiceRunner> runners)
{
    private volatile ImmutableDictionary<string, ServiceRunner> _current =
        runners.ToImmutableDictionary(runner => runner.Service, StringComparer.Ordinal);

    private volatile ImmutableList<ServiceRunner> _replaced = [];

    /// <summary>The present ones.</summary>
    public IEnumerable<ServiceRunner> Current => _current.Values;

    /// <summary>The present ones and those before them.</summary>
    public IEnumerable<ServiceRunner> All => _replaced.Concat(Current);

    /// <summary>Completes when every log is read to its end.</summary>
    public Task Following => Task.WhenAll(All.Select(runner => runner.Following));

    /// <summary>The present runner of a service.</summary>
    public ServiceRunner this[string service] => _current[service];

    /// <summary>The present runner of a service, or null.</summary>
    public ServiceRunner? Find(string service) => _current.GetValueOrDefault(service);

    /// <summary>Puts a runner in the place of its service's present one.</summary>
    public void Replace(ServiceRunner next)
    {
        _replaced = _replaced.Add(_current[next.Service]);
        _current = _current.SetItem(next.Service, next);
    }
}
