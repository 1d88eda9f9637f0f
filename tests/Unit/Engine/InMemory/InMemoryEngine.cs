using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GlanceGate.Engine;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Engine.InMemory;

/// <summary>A scripted engine without containers: for tests of everything above the port, and for dry runs.</summary>
/// <remarks>
/// It keeps the port's contract: unknown names fail, labels are listed, removal of what is gone succeeds. Time is the
/// given provider's, so a test decides when lines appear and containers end. Every call is recorded before it takes effect.
/// </remarks>
/// <param name="time">Clock of scripts and log lines.</param>
internal sealed partial class InMemoryEngine(TimeProvider time) : IContainerEngine
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ContainerScript> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InMemoryContainer> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EngineObject> _others = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImageInfo> _images = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _created = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Image, string Path), ContextFile> _imageFiles = [];
    private readonly ConcurrentQueue<EngineCall> _calls = new();
    private readonly List<Func<EngineCall, CancellationToken, Task>> _hooks = [];
    private int _nextId;

    /// <summary>What <see cref="GetInfoAsync"/> answers.</summary>
    public EngineInfo Info { get; init; } = new("in-memory engine", new Uri("memory://gate"), "1.41", "none", 2, 8L << 30, IsLocal: true);

    /// <summary>Images that <see cref="PullImageAsync"/> can pull; null when it can pull every image.</summary>
    public IReadOnlySet<string>? Registry { get; init; }

    /// <summary>Every call so far, oldest first.</summary>
    public IReadOnlyList<EngineCall> Calls => [.. _calls];

    /// <summary>Every container that exists, ordered by name.</summary>
    public IReadOnlyList<InMemoryContainer> Containers
    {
        get
        {
            lock (_lock)
            {
                return [.. _containers.Values.OrderBy(container => container.Spec.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>A container by service, name or id.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public InMemoryContainer Container(string name) =>
        Find(name) ?? Containers.FirstOrDefault(item => item.Spec.Labels.GetValueOrDefault(GateLabels.Service) == name)
        ?? throw new EngineException($"no such container: {name}");

    /// <inheritdoc/>
    public async Task<EngineInfo> GetInfoAsync(CancellationToken cancellation)
    {
        await RecordAsync("GetInfo", "", cancellation);
        return Info;
    }

    /// <summary>Whether it goes on when a user of it lets go, as a daemon does; then <see cref="End"/> ends it.</summary>
    public bool OutlivesItsUsers { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!OutlivesItsUsers)
        {
            End();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends it and everything that runs on it.</summary>
    public void End()
    {
        foreach (var item in Containers)
        {
            item.Dispose();
        }
    }

    private static string IdOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private string NextId() => IdOf($"{++_nextId}")["sha256:".Length..];

    private async Task RecordAsync(string operation, string target, CancellationToken cancellation, IReadOnlyList<string>? command = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var call = new EngineCall(operation, target, command ?? []);
        _calls.Enqueue(call);
        Func<EngineCall, CancellationToken, Task>[] hooks;
        lock (_lock)
        {
            hooks = [.. _hooks];
        }

        foreach (var hook in hooks)
        {
            await hook(call, cancellation);
        }
    }

    private InMemoryContainer? Find(string nameOrId)
    {
        lock (_lock)
        {
            return _containers.GetValueOrDefault(nameOrId) ?? _containers.Values.FirstOrDefault(item => item.State.Id == nameOrId);
        }
    }

    private InMemoryContainer Get(string nameOrId, string doing) =>
        Find(nameOrId) ?? throw new EngineException($"{doing} container {nameOrId}: no such container");
}
