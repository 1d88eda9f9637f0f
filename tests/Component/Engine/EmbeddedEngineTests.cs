using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using GlanceGate.Engine;
using GlanceGate.Engine.Embedded;
using GlanceGate.Inputs;
using GlanceGate.Machine;

namespace GlanceGate.Component.Engine;

/// <summary>The gate's own engine, each test in a state folder of its own, beside whatever engine there is.</summary>
[TestFixture]
[Category("slow")]
public sealed class EmbeddedEngineTests
{
    private string _root = "";
    private string _stateFolder = "";

    // The id in it is made at the first start.
    private EmbeddedPaths _paths => EmbeddedPaths.Of(_stateFolder);

    [SetUp]
    public void ChooseAFolder()
    {
        _root = _stateFolder = Path.Combine("/tmp", $"gate-{Guid.NewGuid():N}"[..13]);
    }

    [TearDown]
    public async Task NothingIsLeft()
    {
        // Whatever a failed test left is ended as the next run of a killed gate would end it.
        if (Processes().Length > 0)
        {
            await (await AcquireAsync()).DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task It_starts_and_leaves_nothing()
    {

        var lease = await AcquireAsync();
        await using (lease)
        {
            Assert.That(lease.IsEmbedded, Is.True);
            Assert.That(OurInterfaces(), Is.EqualTo(new[] { _paths.Bridge }));
            Assert.That(await OurRulesAsync(), Is.Not.Empty);
        }

        await AssertNothingIsLeftAsync();
    }

    [Test]
    public async Task It_does_not_keep_open_what_its_starter_has_open()
    {
        Directory.CreateDirectory(_root);
        var path = Path.Combine(_root, "lock");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        Assert.That(SetDescriptorFlags((int)file.DangerousGetHandle(), SetFlags, 0), Is.Zero, "a file that children inherit");
        await using var lease = await AcquireAsync();

        var open = Processes().SelectMany(id => Directory.EnumerateFiles($"/proc/{id}/fd").Select(fd => new FileInfo(fd).LinkTarget));

        Assert.That(open, Has.No.Member(path).And.Member(_paths.Log));
    }

    [Test]
    public async Task Two_leases_share_one_engine_and_the_last_one_ends_it()
    {
        var first = await AcquireAsync();
        var process = Processes();
        var second = await AcquireAsync();
        var shared = Processes();
        await first.DisposeAsync();
        var stillThere = Processes();
        var answers = await second.Engine.GetInfoAsync(CancellationToken.None);
        await second.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(process, Has.Length.EqualTo(2), "the engine and its containerd");
            Assert.That(shared, Is.EqualTo(process));
            Assert.That(stillThere, Is.EqualTo(process));
            Assert.That(answers.Name, Does.StartWith("Docker"));
            Assert.That(Processes(), Is.Empty);
        }
    }

    [Test]
    public async Task Two_engines_run_beside_one_another()
    {
        var otherFolder = _stateFolder + "b";
        try
        {
            await using var one = await AcquireAsync();
            await using var other = await EngineProvider.ConnectAsync(
                new EngineRequest(EngineRequest.Embedded, otherFolder), new ToTestOutput(), CancellationToken.None);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(one.Info.Endpoint, Is.Not.EqualTo(other.Info.Endpoint));
                Assert.That(
                    DaemonConfiguration.ReadPool(_paths.Configuration),
                    Is.Not.EqualTo(DaemonConfiguration.ReadPool(EmbeddedPaths.Of(otherFolder).Configuration)));
                Assert.That(Interfaces(), Is.SupersetOf(new[] { _paths.Bridge, EmbeddedPaths.Of(otherFolder).Bridge }));
            }
        }
        finally
        {
            Directory.Delete(otherFolder, recursive: true);
        }
    }

    [Test]
    public async Task A_copy_of_a_state_folder_in_use_takes_nothing_from_it()
    {
        var copyFolder = _stateFolder + "c";
        var labels = new Dictionary<string, string> { [GateLabels.Session] = "s" };
        var lines = new List<string>();
        var progress = new SynchronousProgress<string>(lines.Add);
        try
        {
            await using var original = await AcquireAsync();
            await original.Engine.CreateNetworkAsync("in-use", NetworkReach.Outside, labels, CancellationToken.None);
            var (bridges, processes) = (OurInterfaces(), Processes());
            await MustAsync("cp", "-a", _stateFolder, copyFolder);

            await using (var copy = await EngineProvider.ConnectAsync(
                new EngineRequest(EngineRequest.Embedded, copyFolder), progress, CancellationToken.None))
            {
                await copy.Engine.CreateNetworkAsync("in-use", NetworkReach.Outside, labels, CancellationToken.None);
                var copied = EmbeddedPaths.Of(copyFolder);

                using (Assert.EnterMultipleScope())
                {
                    Assert.That(bridges, Has.Length.EqualTo(2), "the default network's and the other one's");
                    Assert.That(OurInterfaces(), Is.EqualTo(bridges), "while the copy runs");
                    Assert.That(copied.Id, Is.Not.EqualTo(_paths.Id));
                    Assert.That(DaemonConfiguration.ReadPool(copied.Configuration), Is.Not.EqualTo(DaemonConfiguration.ReadPool(_paths.Configuration)));
                    Assert.That(HostAddresses.Bridges(copied.BridgePrefix), Has.Count.EqualTo(1));
                    Assert.That(lines, Has.One.Contains($"copied or moved here from {_paths.Home}"));
                }
            }

            using (Assert.EnterMultipleScope())
            {
                Assert.That(OurInterfaces(), Is.EqualTo(bridges), "after the copy has ended");
                Assert.That(Processes(), Is.EqualTo(processes), "the leases of the original do not count in the copy, nor end it");
                Assert.That((await original.Engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = "s" }, CancellationToken.None)), Has.Count.EqualTo(1));
            }

            lines.Clear();
            await (await EngineProvider.ConnectAsync(new EngineRequest(EngineRequest.Embedded, copyFolder), progress, CancellationToken.None)).DisposeAsync();
            Assert.That(lines, Has.None.Contains("copied"), "only the first time");
        }
        finally
        {
            Directory.Delete(copyFolder, recursive: true);
        }

        await AssertNothingIsLeftAsync();
    }

    [Test]
    public async Task An_engine_that_was_named_by_its_path_keeps_its_name()
    {
        Directory.CreateDirectory(_paths.Home);
        var byPath = _paths.Id;
        await File.WriteAllTextAsync(_paths.Configuration, DaemonConfiguration.Write(_paths, System.Net.IPNetwork.Parse("10.99.0.0/16")));

        await (await AcquireAsync()).DisposeAsync();

        Assert.That(_paths.Id, Is.EqualTo(byPath));
    }

    [Test]
    public async Task The_engine_of_a_killed_gate_is_used_again_and_its_lease_does_not_count()
    {
        var killed = await AcquireAsync();
        var process = Processes();
        var leases = Directory.GetFiles(_paths.Leases);
        File.Move(leases.Single(), Path.Combine(_paths.Leases, $"{ProcessIdentity.Current with { StartTicks = 1 }}.killed"));

        var next = await AcquireAsync();
        var reused = Processes();
        await next.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reused, Is.EqualTo(process));
            Assert.That(Processes(), Is.Empty);
        }

        await killed.Engine.DisposeAsync();
    }

    [Test]
    public async Task A_killed_engine_is_replaced_and_what_it_left_is_cleaned()
    {
        var killed = await AcquireAsync();
        var labels = new Dictionary<string, string> { [GateLabels.Session] = "s" };
        await killed.Engine.CreateNetworkAsync("left", NetworkReach.Outside, labels, CancellationToken.None);
        await using (var files = await SmallestImageAsync())
        {
            await killed.Engine.ImportImageAsync("smallest:test", files, labels, CancellationToken.None);
        }

        // Its command line names the state folder, so that it counts as one of the engine's processes.
        await killed.Engine.CreateContainerAsync(
            new ContainerSpec("left", "smallest:test", "left", [], labels) { Command = ["/bin/sh", "-c", "/bin/sleep infinity; :", _stateFolder] }, CancellationToken.None);
        await killed.Engine.StartContainerAsync("left", CancellationToken.None);

        // the engine answers when the container's process is let go, a moment before it has its own command line
        var begin = Stopwatch.StartNew();
        while (Processes().Length < 4 && begin.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(20);
        }

        var running = Processes();
        foreach (var id in running.Where(id => CommandLine(id).Contains("containerd/containerd.toml", StringComparison.Ordinal) || CommandLine(id).StartsWith("dockerd", StringComparison.Ordinal)))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            await process.WaitForExitAsync();
        }

        var survivors = Processes();

        var next = await AcquireAsync();
        var info = await next.Engine.GetInfoAsync(CancellationToken.None);
        await next.DisposeAsync();
        await killed.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(running, Has.Length.GreaterThanOrEqualTo(4), "the engine, its containerd, a shim, the container");
            Assert.That(survivors, Is.Not.Empty, "the container outlives its engine");
            Assert.That(info.Name, Does.StartWith("Docker"));
        }

        await AssertNothingIsLeftAsync();
    }

    [Test]
    public async Task A_kept_engine_stays_until_a_lease_finds_no_session_on_it()
    {
        var labels = new Dictionary<string, string> { [GateLabels.Session] = "s" };
        var first = await AcquireAsync();
        await first.Engine.CreateNetworkAsync("kept", NetworkReach.Outside, labels, CancellationToken.None);
        first.KeepRunning();
        await first.DisposeAsync();
        var afterFirst = Processes();

        var second = await AcquireAsync();
        await second.DisposeAsync();
        var afterSecond = Processes();

        var third = await AcquireAsync();
        await third.Engine.RemoveNetworkAsync("kept", CancellationToken.None);
        await third.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(afterFirst, Has.Length.EqualTo(2));
            Assert.That(afterSecond, Is.EqualTo(afterFirst));
            Assert.That(Processes(), Is.Empty);
        }
    }

    [Test]
    public async Task The_default_bridge_of_another_engine_stays()
    {
        const string docker0 = "docker0";
        var isOurs = !Interfaces().Contains(docker0);
        if (isOurs)
        {
            await MustAsync("ip", "link", "add", "name", docker0, "type", "bridge");
        }

        try
        {
            await (await AcquireAsync()).DisposeAsync();
            await (await AcquireAsync()).DisposeAsync();

            Assert.That(Interfaces(), Does.Contain(docker0));
        }
        finally
        {
            if (isOurs && Interfaces().Contains(docker0))
            {
                await MustAsync("ip", "link", "delete", "dev", docker0);
            }
        }
    }

    [Test]
    public async Task A_stale_process_id_file_does_not_hinder_the_start()
    {
        Directory.CreateDirectory(_paths.Run);
        await File.WriteAllTextAsync(_paths.PidFile, $"{Environment.ProcessId}");

        await using var lease = await AcquireAsync();

        Assert.That(await File.ReadAllTextAsync(_paths.PidFile), Is.Not.EqualTo($"{Environment.ProcessId}"));
    }

    [Test]
    public async Task A_state_folder_too_deep_for_sockets_works()
    {
        _stateFolder = Path.Combine(_stateFolder, new string('d', 80), "state");

        await using (var lease = await AcquireAsync())
        {
            Assert.That(lease.Info.Endpoint.AbsolutePath, Does.StartWith("/run/glance-gate-"));
        }

        Assert.That(_paths.Run, Does.Not.Exist);
    }

    [Test]
    public async Task A_failed_start_says_why_and_leaves_nothing()
    {
        Directory.CreateDirectory(_paths.Home);
        await File.WriteAllTextAsync(_paths.Data, "a file where a folder must be");

        await Assert.ThatAsync(
            AcquireAsync,
            Throws.TypeOf<EngineException>().With.Message.Contains("ended with exit code").And.Message.Contains(_paths.Log));
        await AssertNothingIsLeftAsync();
        Assert.That(Directory.GetFiles(_paths.Leases), Is.Empty);
    }

    private async Task<EngineLease> AcquireAsync() => await EngineProvider.ConnectAsync(
        new EngineRequest(EngineRequest.Embedded, _stateFolder), new ToTestOutput(), CancellationToken.None);

    private async Task AssertNothingIsLeftAsync()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Processes(), Is.Empty, "processes");
            Assert.That(Mounts.FindBelow(await File.ReadAllLinesAsync("/proc/self/mountinfo"), [_stateFolder, _paths.Run]), Is.Empty, "mounts");
            Assert.That(OurInterfaces(), Is.Empty, "interfaces");
            Assert.That(await OurRulesAsync(), Is.Empty, "packet filter rules");
        }
    }

    /// <summary>Ids of the processes that name the state folder, in order.</summary>
    private int[] Processes() =>
    [
        .. Process.GetProcesses()
            .Select(process => process.Id)
            .Where(id => id != Environment.ProcessId && CommandLine(id).Contains(_stateFolder + "/", StringComparison.Ordinal) || CommandLine(id).Contains(_stateFolder + '\0', StringComparison.Ordinal))
            .Where(id => ProcessIdentity.Of(id) is not null)
            .Order(),
    ];

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string[] Interfaces() => [.. NetworkInterface.GetAllNetworkInterfaces().Select(item => item.Name)];

    /// <summary>The bridges of our networks; other engines make and remove theirs while a test runs.</summary>
    private string[] OurInterfaces() =>
    [
        .. Interfaces().Where(name => name == _paths.Bridge),
        .. HostAddresses.Bridges(_paths.BridgePrefix),
    ];

    private async Task<string[]> OurRulesAsync()
    {
        var rules = await MustAsync("iptables-save", "--table", "filter") + await MustAsync("iptables-save", "--table", "nat");
        return [.. rules.Split('\n').Where(line => line.Contains(_paths.Chain, StringComparison.Ordinal))];
    }

    /// <summary>A shell and a sleep of this machine with their libraries, as a root file system.</summary>
    private static async Task<MemoryStream> SmallestImageAsync()
    {
        const UnixFileMode executable = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        string[] programs = ["/bin/sh", "/bin/sleep"];
        var libraries = (await MustAsync(["ldd", .. programs])).Split([' ', '\t', '\n'])
            .Where(word => word.StartsWith("/lib", StringComparison.Ordinal)).Distinct();
        return ContainerFiles.ToTar(programs.Concat(libraries).Select(path =>
            KeyValuePair.Create(path, new ContextFile(File.ReadAllBytes(path), executable))));
    }

    private static async Task<string> MustAsync(params string[] command)
    {
        var result = await HostCommand.RunAsync(TimeSpan.FromSeconds(30), null, command, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Output);
        return result.Output;
    }

    private const int SetFlags = 2;

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetDescriptorFlags(int descriptor, int command, int flags);
}
