using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine.InMemory;

/// <content>Its networks and volumes, and all that has labels.</content>
internal sealed partial class InMemoryEngine
{
    /// <inheritdoc/>
    public async Task CreateNetworkAsync(string name, NetworkReach reach, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        await RecordAsync("CreateNetwork", name, cancellation, reach == NetworkReach.Itself ? [] : [reach.ToString()]);
        lock (_lock)
        {
            if (!_others.TryAdd(name, new EngineObject(EngineObjectKind.Network, NextId(), name, labels)))
            {
                throw new EngineException($"creating network {name}: the name is in use");
            }
        }
    }

    /// <inheritdoc/>
    public async Task RemoveNetworkAsync(string name, CancellationToken cancellation)
    {
        await RecordAsync("RemoveNetwork", name, cancellation);
        lock (_lock)
        {
            if (_containers.Values.FirstOrDefault(item => item.Spec.Network == name && item.State.IsRunning) is { } user)
            {
                throw new EngineException($"removing network {name}: {user.Spec.Name} uses it");
            }

            _others.Remove(name);
        }
    }

    /// <inheritdoc/>
    public async Task CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        await RecordAsync("CreateVolume", name, cancellation);
        lock (_lock)
        {
            if (!_others.TryAdd(name, new EngineObject(EngineObjectKind.Volume, name, name, labels)))
            {
                throw new EngineException($"creating volume {name}: the name is in use");
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EngineObject>> ListAsync(IReadOnlyDictionary<string, string?> labels, CancellationToken cancellation)
    {
        await RecordAsync("List", "", cancellation);
        lock (_lock)
        {
            return
            [
                .. _containers.Values
                    .Select(item => new EngineObject(EngineObjectKind.Container, item.State.Id, item.Spec.Name, item.Spec.Labels))
                    .Concat(_others.Values)
                    .Where(item => labels.All(label =>
                        item.Labels.TryGetValue(label.Key, out var value) && (label.Value is null ? value.Length > 0 : label.Value == value)))
                    .OrderBy(item => item.Kind).ThenBy(item => item.Name, StringComparer.Ordinal),
            ];
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(EngineObject item, CancellationToken cancellation)
    {
        await RecordAsync("Remove", item.Name, cancellation);
        lock (_lock)
        {
            if (!_others.Remove(item.Name) && _containers.Remove(item.Name, out var container))
            {
                container.Dispose();
            }
        }
    }
}
