using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace GlanceGate.Engine.InMemory;

/// <summary>A scripted engine without containers: for tests of everything above the port, and for dry runs.</summary>
/// <remarks>
/// It keeps the port's contract: unknown names fail, labels are listed, removal of what is gone succeeds. Time is the
/// given provider's, so a test decides when lines appear and containers end. Every call is recorded before it takes effect.
/// </remarks>
/// <param name="time">Clock of scripts and log lines.</param>
internal sealed class InMemoryEngine(TimeProvider time) : IContainerEngine
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

    /// <summary>Says what containers do whose service label, else whose name is <paramref name="service"/>.</summary>
    public InMemoryEngine Script(string service, ContainerScript script)
    {
        lock (_lock)
        {
            _scripts[service] = script;
        }

        return this;
    }

    /// <summary>Adds an image.</summary>
    public InMemoryEngine AddImage(string reference, IReadOnlyDictionary<string, string>? labels = null)
    {
        _created[reference] = time.GetUtcNow();
        _images[reference] = new ImageInfo(IdOf(reference), 1 << 20, labels ?? new Dictionary<string, string>());
        return this;
    }

    /// <summary>Puts a file into an image; containers of it have it for <see cref="ReadFileAsync"/>.</summary>
    public InMemoryEngine AddFile(string reference, string path, string text)
    {
        _imageFiles[(reference, path)] = new ContextFile(Encoding.UTF8.GetBytes(text), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return this;
    }

    /// <summary>Adds a network, volume or container of somebody else, for example of a session that was killed.</summary>
    public InMemoryEngine AddObject(EngineObject item)
    {
        lock (_lock)
        {
            _others[item.Name] = item;
        }

        return this;
    }

    /// <summary>Adds something that runs before every call takes effect: it may delay it, fail it, or look at the engine.</summary>
    public InMemoryEngine BeforeCalls(Func<EngineCall, CancellationToken, Task> hook)
    {
        lock (_lock)
        {
            _hooks.Add(hook);
        }

        return this;
    }

    /// <summary>Makes every call of an operation fail, for one target or for all.</summary>
    /// <param name="operation">As in <see cref="EngineCall.Operation"/>.</param>
    /// <param name="target">As in <see cref="EngineCall.Target"/>, or null for all.</param>
    /// <param name="message">The engine's words.</param>
    public InMemoryEngine Fail(string operation, string? target, string message) => BeforeCalls((call, _) =>
        call.Operation == operation && (target is null || call.Target == target)
            ? throw new EngineException($"{operation} {call.Target}: {message}")
            : Task.CompletedTask);

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

    /// <inheritdoc/>
    public async Task<ImageInfo?> FindImageAsync(string reference, CancellationToken cancellation)
    {
        await RecordAsync("FindImage", reference, cancellation);
        return _images.GetValueOrDefault(reference);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TaggedImage>> ListImagesAsync(string label, CancellationToken cancellation)
    {
        await RecordAsync("ListImages", label, cancellation);
        return
        [
            .. _images.Where(item => item.Value.Labels.ContainsKey(label))
                .OrderBy(item => item.Key, StringComparer.Ordinal)
                .Select(item => new TaggedImage(item.Key, _created.GetValueOrDefault(item.Key), item.Value)),
        ];
    }

    /// <inheritdoc/>
    public async Task PullImageAsync(string reference, IProgress<string> progress, CancellationToken cancellation)
    {
        await RecordAsync("PullImage", reference, cancellation);
        if (Registry is not null && !Registry.Contains(reference))
        {
            throw new EngineException($"pulling {reference}: no such image in the registry");
        }

        progress.Report($"pulled {reference}");
        AddImage(reference);
    }

    /// <inheritdoc/>
    public async Task ImportImageAsync(
        string reference, Stream rootFileSystem, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        await RecordAsync("ImportImage", reference, cancellation);
        await rootFileSystem.CopyToAsync(Stream.Null, cancellation);
        AddImage(reference, labels);
    }

    /// <inheritdoc/>
    public async Task BuildImageAsync(ImageBuild build, IProgress<string> progress, CancellationToken cancellation)
    {
        await RecordAsync("BuildImage", build.Reference, cancellation);
        foreach (var line in build.Dockerfile.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            progress.Report(line);
        }

        AddImage(build.Reference, build.Labels);
    }

    /// <inheritdoc/>
    public async Task CommitContainerAsync(
        string container, string reference, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        await RecordAsync("CommitContainer", container, cancellation);
        Get(container, "committing");
        AddImage(reference, labels);
    }

    /// <inheritdoc/>
    public async Task RemoveImageAsync(string reference, CancellationToken cancellation)
    {
        await RecordAsync("RemoveImage", reference, cancellation);
        if (Containers.All(item => item.Spec.Image != reference))
        {
            _images.TryRemove(reference, out _);
        }
    }

    /// <inheritdoc/>
    public async Task CreateNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation)
    {
        await RecordAsync("CreateNetwork", name, cancellation);
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
    public async Task<ExecResult> ExecAsync(string container, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        await RecordAsync("Exec", container, cancellation, command);
        var item = GetRunning(container);
        return item.Script.OnExec is { } answer ? await answer(item, command, cancellation) : new ExecResult(0, "", "");
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenExecStreamAsync(
        string container, IReadOnlyList<string> command, IProgress<string> errors, CancellationToken cancellation)
    {
        await RecordAsync("OpenExecStream", container, cancellation, command);
        var item = GetRunning(container);
        var ended = CancellationTokenSource.CreateLinkedTokenSource(item.Ended);
        var (near, far) = DuplexStream.CreatePair(ended.Cancel);
        _ = RunAsync();
        return near;

        async Task RunAsync()
        {
            await using (far)
            {
                try
                {
                    await (item.Script.OnExecStream?.Invoke(item, command, far, errors, ended.Token) ?? Task.CompletedTask);
                }
                catch (OperationCanceledException) when (ended.IsCancellationRequested)
                {
                    // The caller hung up, or the container ended.
                }
                catch (Exception failure) when (failure is IOException or InvalidOperationException)
                {
                    errors.Report(failure.Message);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task CopyFileOutAsync(string container, string path, Stream destination, CancellationToken cancellation)
    {
        await RecordAsync("CopyFileOut", container, cancellation, [path]);
        var file = Get(container, "copying out of").Files.GetValueOrDefault(path)
            ?? throw new EngineException($"copying {path} out of container {container}: no such file");
        await destination.WriteAsync(file.Content, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ContextFile?> ReadFileAsync(string container, string path, CancellationToken cancellation)
    {
        await RecordAsync("ReadFile", container, cancellation, [path]);
        var item = Get(container, "reading a file of");
        return item.Files.GetValueOrDefault(path) ?? _imageFiles.GetValueOrDefault((item.Spec.Image, path));
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

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var item in Containers)
        {
            item.Dispose();
        }

        return ValueTask.CompletedTask;
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

    private InMemoryContainer GetRunning(string nameOrId) =>
        Get(nameOrId, "running a command in") is { State.IsRunning: true } item
            ? item
            : throw new EngineException($"running a command in container {nameOrId}: it is not running");
}
