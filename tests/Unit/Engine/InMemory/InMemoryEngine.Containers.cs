using System.Runtime.CompilerServices;
using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine.InMemory;

/// <content>Its containers, from their making to their removal.</content>
internal sealed partial class InMemoryEngine
{
    /// <inheritdoc/>
    public async Task<string> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellation)
    {
        await RecordAsync("CreateContainer", spec.Name, cancellation);
        ContainerFiles.Check(spec);
        var image = _images.GetValueOrDefault(spec.Image)
            ?? throw new EngineException($"creating container {spec.Name}: no such image: {spec.Image}");
        lock (_lock)
        {
            if (spec.Volumes.Values.FirstOrDefault(name => !_others.TryGetValue(name, out var item) || item.Kind != EngineObjectKind.Volume) is { } missing)
            {
                throw new EngineException($"creating container {spec.Name}: volume {missing} not found");
            }

            var script = _scripts.GetValueOrDefault(spec.Labels.GetValueOrDefault(GateLabels.Service) ?? spec.Name) ?? new ContainerScript();
            var container = new InMemoryContainer(NextId(), image.Id, spec, script, time);
            if (!_containers.TryAdd(spec.Name, container))
            {
                throw new EngineException($"creating container {spec.Name}: the name is in use");
            }

            return container.State.Id;
        }
    }

    /// <inheritdoc/>
    public async Task StartContainerAsync(string container, CancellationToken cancellation)
    {
        await RecordAsync("StartContainer", container, cancellation);
        var item = Get(container, "starting");
        string? address = null;
        lock (_lock)
        {
            if (item.Spec.Network is { } network)
            {
                if (!_others.TryGetValue(network, out var found) || found.Kind != EngineObjectKind.Network)
                {
                    throw new EngineException($"starting container {container}: network {network} not found");
                }

                var number = ++_nextId;
                address = $"10.77.{number / 250}.{(number % 250) + 2}";
            }
        }

        item.Start(address);
    }

    /// <inheritdoc/>
    public async Task<ContainerState?> InspectContainerAsync(string container, CancellationToken cancellation)
    {
        await RecordAsync("InspectContainer", container, cancellation);
        return Find(container)?.State;
    }

    /// <inheritdoc/>
    public async Task<ContainerState> WaitForExitAsync(string container, CancellationToken cancellation)
    {
        await RecordAsync("WaitForExit", container, cancellation);
        var item = Get(container, "waiting for");
        return item.State.Status == "created"
            ? throw new EngineException($"waiting for container {container}: it was never started")
            : await item.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogLine> ReadLogAsync(
        string container, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await RecordAsync("ReadLog", container, cancellation);
        await foreach (var line in Get(container, "reading the log of").ReadLogAsync(follow, cancellation))
        {
            yield return line;
        }
    }

    /// <inheritdoc/>
    public async Task StopContainerAsync(string container, TimeSpan grace, CancellationToken cancellation)
    {
        await RecordAsync("StopContainer", container, cancellation);
        if (Find(container) is not { State.IsRunning: true } item)
        {
            return;
        }

        if (item.Script.IgnoresStop)
        {
            await Task.Delay(grace, time, cancellation);
        }

        item.Exit(item.Script.IgnoresStop ? 137 : item.Script.StopExitCode);
    }

    /// <inheritdoc/>
    public async Task RemoveContainerAsync(string container, CancellationToken cancellation)
    {
        await RecordAsync("RemoveContainer", container, cancellation);
        if (Find(container) is { } item)
        {
            item.Dispose();
            lock (_lock)
            {
                _containers.Remove(item.Spec.Name);
            }
        }
    }
}
