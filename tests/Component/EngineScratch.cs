using GlanceGate.Engine;

namespace GlanceGate.Component;

/// <summary>Objects of one test, removed by their label whatever the test did.</summary>
internal sealed class EngineScratch(IContainerEngine engine, string baseImage) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly CancellationTokenSource _deadline = new(Limit);
    private string? _network;
    private int _containers;

    public string Id { get; } = $"t{Guid.NewGuid():N}"[..12];

    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [GateLabels.Session] = Id };

    public async Task CreateNetworkAsync(NetworkReach reach = NetworkReach.Itself)
    {
        _network = $"{Id}-net";
        await engine.CreateNetworkAsync(_network, reach, Labels, _deadline.Token);
    }

    public Task<string> CreateAsync(string[] command, Func<ContainerSpec, ContainerSpec>? change = null)
    {
        var spec = new ContainerSpec($"{Id}-{_containers++}", baseImage, _network, [], Labels) { Command = command };
        return engine.CreateContainerAsync(change?.Invoke(spec) ?? spec, _deadline.Token);
    }

    public async Task<IReadOnlyList<string>> RunToEndAsync(string[] command) => await RunToEndAsync(await CreateAsync(command));

    public async Task<IReadOnlyList<string>> RunToEndAsync(string container)
    {
        await engine.StartContainerAsync(container, _deadline.Token);
        await engine.WaitForExitAsync(container, _deadline.Token);
        return [.. (await LogAsync(container, follow: false)).Select(line => line.Text)];
    }

    public async Task<List<LogLine>> LogAsync(string container, bool follow)
    {
        var lines = new List<LogLine>();
        await foreach (var line in engine.ReadLogAsync(container, follow, _deadline.Token))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Waits until a container has said something: before, it may not hear a signal yet.</summary>
    public async Task WaitForLineAsync(string container, string text)
    {
        await foreach (var line in engine.ReadLogAsync(container, follow: true, _deadline.Token))
        {
            if (line.Text == text)
            {
                return;
            }
        }

        Assert.Fail($"the container ended without saying '{text}'");
    }

    public async Task RemoveContainersAsync()
    {
        using var deadline = new CancellationTokenSource(Limit);
        foreach (var item in await engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = Id }, deadline.Token))
        {
            if (item.Kind == EngineObjectKind.Container)
            {
                await engine.RemoveAsync(item, deadline.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveContainersAsync();
        if (_network is not null)
        {
            using var deadline = new CancellationTokenSource(Limit);
            await engine.RemoveNetworkAsync(_network, deadline.Token);
        }

        _deadline.Dispose();
    }
}
