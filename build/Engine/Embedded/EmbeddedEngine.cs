using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using GlanceGate.Engine.Docker;
using GlanceGate.Engine.Packages;

namespace GlanceGate.Engine.Embedded;

/// <summary>The gate's own engine: a private Docker daemon, shared by every gate with the same state folder.</summary>
/// <remarks>
/// The first lease starts it, the last one ends it, under one lock. Its images stay. A gate that was killed leaves the
/// engine running and a lease that counts no more: the next run uses the engine as it is.
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed class EmbeddedEngine
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, string> Packages = new()
    {
        ["dockerd"] = "docker.io",
        ["iptables"] = "iptables",
        ["ip"] = "iproute2",
        ["setsid"] = "util-linux",
        ["umount"] = "mount",
    };

    private readonly EmbeddedPaths _paths;
    private readonly Patience _patience;
    private readonly HostPackages _packages;
    private readonly IProgress<string> _progress;
    private readonly DaemonProcess _process;
    private readonly HostNetwork _network;
    private readonly LeaseFolder _leases;

    private EmbeddedEngine(EngineRequest request, IProgress<string> progress)
    {
        var paths = EmbeddedPaths.Of(request.StateFolder);
        _paths = paths;
        _patience = request.Patience;
        _packages = request.Packages;
        _progress = progress;
        _process = new DaemonProcess(paths);
        _network = new HostNetwork(paths);
        _leases = new LeaseFolder(paths.Leases);
    }

    /// <summary>Takes a lease of the engine, installing and starting it as needed.</summary>
    /// <param name="request">Tells the gate's state folder, time limits, and what installs packages.</param>
    /// <param name="progress">Gets a line for everything that takes time.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">It cannot be had on this machine; the message says what to do.</exception>
    public static async Task<EngineLease> AcquireAsync(EngineRequest request, IProgress<string> progress, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new EngineException(EngineProvider.NoEngine);
        }

        var home = EmbeddedPaths.HomeOf(request.StateFolder);
        MakeFolder(home);
        using (await StateLock.TakeAsync(EmbeddedPaths.LockOf(home), request.Patience.EngineTurn, progress, cancellation))
        {
            EngineIdentity.Ensure(home, progress);
        }

        return await new EmbeddedEngine(request, progress).AcquireAsync(cancellation);
    }

    /// <summary>Whether it has images that the gate has made, as far as can be told without starting it.</summary>
    /// <param name="stateFolder">Absolute path of the gate's state folder.</param>
    public static bool HasImages(string stateFolder)
    {
        var paths = EmbeddedPaths.Of(stateFolder);
        if (!Environment.IsPrivilegedProcess)
        {
            return false;
        }

        // Of a gate that was killed, or of an older one, only the engine's own list tells.
        var lists = Path.Combine(paths.Data, "image");
        return File.Exists(paths.HasImages)
            || (Directory.Exists(lists) && Directory.EnumerateDirectories(lists)
                .Select(driver => Path.Combine(driver, "repositories.json"))
                .Any(list => File.Exists(list) && File.ReadAllText(list).Contains("\"glance-gate/", StringComparison.Ordinal)));
    }

    private async Task<EngineLease> AcquireAsync(CancellationToken cancellation)
    {
        // Before the engine's turn, so that nobody who waits for that waits for an installation.
        // Where it is new there is no image either, and what makes the first ones comes along.
        var along = Directory.Exists(_paths.Data) ? new Dictionary<string, string>() : HostPackages.ForBaseImages;
        await _packages.EnsureAsync(PackagesOfThisMachine(), along, _progress, cancellation);
        using var taken = await StateLock.TakeAsync(_paths.Lock, _patience.EngineTurn, _progress, cancellation);
        var lease = _leases.Add();
        var engine = new DockerEngine(new Uri($"unix://{_paths.Socket}")) { BridgeOf = _paths.BridgeOf };
        try
        {
            var info = await AnswerAsync(engine, cancellation) ?? await StartAsync(engine, cancellation);
            return new EngineLease(engine, info, isEmbedded: true, keep => ReleaseAsync(engine, lease, keep));
        }
        catch
        {
            File.Delete(lease);
            await engine.DisposeAsync();
            throw;
        }
    }

    private async Task<EngineInfo?> AnswerAsync(DockerEngine engine, CancellationToken cancellation)
    {
        if (!_process.IsRunning)
        {
            return null;
        }

        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(_patience.EngineAnswer);
            return await engine.GetInfoAsync(deadline.Token);
        }
        catch (Exception failure) when (failure is EngineException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            _progress.Report($"the gate's engine runs but does not answer ({failure.Message}); starting it anew");
            return null;
        }
    }

    private async Task<EngineInfo> StartAsync(DockerEngine engine, CancellationToken cancellation)
    {
        await CleanAsync(cancellation);
        try
        {
            Directory.CreateDirectory(_paths.Run, OwnerOnly);
            using (await NetworkTurn.TakeAsync(cancellation))
            {
                var seed = uint.Parse(_paths.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                var pool = AddressPool.Choose(DaemonConfiguration.ReadPool(_paths.Configuration), seed, HostAddresses.Taken());
                await File.WriteAllTextAsync(_paths.Configuration, DaemonConfiguration.Write(_paths, pool), cancellation);
                await _network.UpAsync(pool, cancellation);
            }

            using var process = _process.Start();
            var info = await WaitForAnswerAsync(engine, process, cancellation);
            if (Directory.Exists(Path.Combine(_paths.Data, "image", "vfs")))
            {
                _progress.Report($"{_paths.Data} is on a file system without overlays: images are copied, slowly and large. "
                    + "A state folder on ext4 or xfs is better (XDG_STATE_HOME)");
            }

            return info;
        }
        catch
        {
            using var deadline = new CancellationTokenSource(EndDeadline);
            await CleanAsync(deadline.Token);
            throw;
        }
    }

    private async Task<EngineInfo> WaitForAnswerAsync(DockerEngine engine, Process process, CancellationToken cancellation)
    {
        using var deadline = new ProgressDeadline(_patience.EngineStart, TimeProvider.System, cancellation);
        var log = 0L;
        while (true)
        {
            if (process.HasExited)
            {
                throw new EngineException(DaemonFailure.Explain(
                    $"the gate's engine ended with exit code {process.ExitCode} while it was starting", _process.LastLines, _paths.Log));
            }

            try
            {
                if (File.Exists(_paths.Socket))
                {
                    return await engine.GetInfoAsync(deadline.Token);
                }
            }
            catch (Exception failure) when (failure is EngineException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // Its socket is there before it answers.
            }

            if (deadline.IsReached)
            {
                throw new EngineException(DaemonFailure.Explain($"the gate's engine, while it was starting, {deadline.Words()}", _process.LastLines, _paths.Log));
            }

            if (_process.LogLength is var length && length != log)
            {
                log = length;
                deadline.Moved();
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private async ValueTask ReleaseAsync(DockerEngine engine, string lease, bool keep)
    {
        using var deadline = new CancellationTokenSource(EndDeadline);
        using var taken = await StateLock.TakeAsync(_paths.Lock, _patience.EngineTurn, _progress, deadline.Token);
        File.Delete(lease);
        await RecordImagesAsync(engine, deadline.Token);
        if (keep)
        {
            await File.WriteAllTextAsync(_paths.Keep, "", deadline.Token);
        }

        if (_leases.CountAlive() > 0 || await IsKeptAsync(engine, deadline.Token))
        {
            return;
        }

        File.Delete(_paths.Keep);
        await CleanAsync(deadline.Token);
    }

    private async Task RecordImagesAsync(DockerEngine engine, CancellationToken cancellation)
    {
        try
        {
            if ((await engine.ListImagesAsync(GateLabels.Content, cancellation)).Count > 0)
            {
                await File.WriteAllTextAsync(_paths.HasImages, "", cancellation);
            }
            else
            {
                File.Delete(_paths.HasImages);
            }
        }
        catch (EngineException failure)
        {
            _progress.Report($"the gate's engine cannot tell its images: {failure.Message}");
        }
    }

    private async Task<bool> IsKeptAsync(DockerEngine engine, CancellationToken cancellation)
    {
        if (!File.Exists(_paths.Keep))
        {
            return false;
        }

        try
        {
            return (await engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = null }, cancellation)).Count > 0;
        }
        catch (EngineException failure)
        {
            _progress.Report($"the gate's engine does not answer any more ({failure.Message}); ending it");
            return false;
        }
    }

    /// <summary>Ends what runs of the engine and takes away what it leaves on the machine; its images stay.</summary>
    private async Task CleanAsync(CancellationToken cancellation)
    {
        await _process.StopAsync(cancellation);
        await Mounts.RemoveAsync(_paths, cancellation);
        await _network.DownAsync(cancellation);

        // An engine that finds its default network in here and has addresses of its own deletes the interface docker0,
        // whose ever it is. Networks do not outlive an engine anyway: their interfaces are gone.
        if (File.Exists(_paths.NetworkState))
        {
            File.Delete(_paths.NetworkState);
        }

        if (Directory.Exists(_paths.Run))
        {
            Directory.Delete(_paths.Run, recursive: true);
        }
    }

    private static void MakeFolder(string home)
    {
        try
        {
            Directory.CreateDirectory(home, OwnerOnly);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"the state folder cannot be made: {failure.Message}", failure);
        }
    }

    private static Dictionary<string, string> PackagesOfThisMachine()
    {
        // With this kernel module on, the engine starts no container without the tool that loads profiles.
        const string appArmor = "/sys/module/apparmor/parameters/enabled";
        return File.Exists(appArmor) && File.ReadAllText(appArmor).StartsWith('Y')
            ? new Dictionary<string, string>(Packages) { ["apparmor_parser"] = "apparmor" }
            : Packages;
    }
}
