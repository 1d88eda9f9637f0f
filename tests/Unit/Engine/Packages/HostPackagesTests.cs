using GlanceGate.Engine;
using GlanceGate.Engine.Packages;

namespace GlanceGate.Unit.Engine.Packages;

[TestFixture]
public sealed class HostPackagesTests
{
    private static readonly Dictionary<string, string> None = [];
    private static readonly Dictionary<string, string> Engine = new() { ["dockerd"] = "dockerd-package", ["ip"] = "ip-package" };
    private static readonly Dictionary<string, string> Maker = new() { ["mmdebstrap"] = "mmdebstrap-package" };
    private static readonly LockHolder Boot = new("/lists/lock", 17, "apt-get update");
    private CollectingProgress _progress = new();
    private ManualTimeProvider _time = new();

    [SetUp]
    public void Begin()
    {
        _progress = new CollectingProgress();
        _time = new ManualTimeProvider();
    }

    [Test]
    public async Task What_is_needed_and_what_comes_along_is_installed_in_one_go()
    {
        var host = new ScriptedPackageHost();
        var packages = New(host);
        await packages.EnsureAsync(Engine, Maker, _progress, default);
        await packages.EnsureAsync(Maker, None, _progress, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.Calls, Is.EqualTo(new[] { "update", "install dockerd-package ip-package mmdebstrap-package", "turn given back" }));
            Assert.That(_progress.Lines, Is.EqualTo(new[] { "installing dockerd-package ip-package mmdebstrap-package", "not started at boot: x.service" }));
        }
    }

    [Test]
    public async Task Those_that_want_the_same_at_once_install_it_once()
    {
        var host = new ScriptedPackageHost();
        var packages = New(host);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => packages.EnsureAsync(Maker, None, _progress, default))));

        Assert.That(host.Calls.Count(call => call.StartsWith("install", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task It_waits_for_others_and_says_for_whom_once()
    {
        var host = new ScriptedPackageHost();
        host.Turns.Enqueue(new LockHolder("/turn", 5, "dotnet run"));
        host.Holders.Enqueue(Boot);
        host.Holders.Enqueue(Boot);
        host.Holders.Enqueue(Boot with { File = "/dpkg/lock" });
        await AdvanceUntilAsync(New(host).EnsureAsync(Maker, None, _progress, default));

        Assert.That(_progress.Lines.Where(line => line.Contains("waiting", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "waiting, at most 30 min, before renewing the lists of packages: process 17 (apt-get update) holds /lists/lock",
            "waiting, at most 30 min, before renewing the lists of packages: process 17 (apt-get update) holds /dpkg/lock",
        }));
    }

    [Test]
    public async Task A_lock_that_is_taken_between_the_look_and_the_start_is_waited_for()
    {
        var host = new ScriptedPackageHost()
            .Update(100, "E: Could not get lock /lists/lock. It is held by process 17 (apt-get)")
            .Install(100, "E: Could not get lock /var/lib/dpkg/lock-frontend.");
        await AdvanceUntilAsync(New(host).EnsureAsync(Maker, None, _progress, default));

        Assert.That(host.Calls, Is.EqualTo(new[] { "update", "update", "install mmdebstrap-package", "install mmdebstrap-package", "turn given back" }));
    }

    [Test]
    public async Task A_lock_that_is_held_beyond_the_limit_is_a_failure_that_names_the_holder()
    {
        var host = new ScriptedPackageHost { Always = Boot };
        var ensuring = New(host, new Patience(0.1)).EnsureAsync(Maker, None, _progress, default);
        await AdvanceUntilAsync(ensuring, throws: true);

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(() => ensuring, Throws.TypeOf<EngineException>().With.Message.Contains("more than 3 min")
                .And.Message.Contains("process 17 (apt-get update) holds /lists/lock").And.Message.Contains("--patience"));
            Assert.That(host.Calls, Is.EqualTo(new[] { "turn given back" }));
        }
    }

    [Test]
    public async Task What_could_not_be_fetched_is_asked_for_again_and_the_reason_is_told()
    {
        var host = new ScriptedPackageHost()
            .Update(0, "W: Failed to fetch http://m/InRelease  Temporary failure resolving 'm'")
            .Install(100, "E: Failed to fetch http://m/x.deb  404  Not Found");
        await AdvanceUntilAsync(New(host).EnsureAsync(Maker, None, _progress, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.Calls.SkipLast(1), Is.EqualTo(new[] { "update", "update", "install mmdebstrap-package", "update", "install mmdebstrap-package" }));
            Assert.That(_progress.Lines, Has.Some.Contains("Temporary failure resolving 'm'; asking again"));
            Assert.That(_progress.Lines, Has.Some.Contains("404  Not Found; asking again"));
        }
    }

    [Test]
    public async Task A_source_that_stays_away_does_not_matter_when_the_packages_are_to_be_had()
    {
        var host = new ScriptedPackageHost();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            host.Update(0, "W: Failed to fetch https://other/InRelease  403");
        }

        await AdvanceUntilAsync(New(host).EnsureAsync(Maker, None, _progress, default));

        Assert.That(_progress.Lines, Has.Some.Contains("403; going on with the lists that are there"));
    }

    [Test]
    public async Task A_network_that_stays_away_is_a_failure_with_its_reason_and_is_not_tried_again_in_the_run()
    {
        var host = new ScriptedPackageHost();
        for (var attempt = 0; attempt < 9; attempt++)
        {
            host.Update(0, "W: Failed to fetch http://m/InRelease  no route").Install(100, "E: Unable to locate package mmdebstrap-package");
        }

        var packages = New(host);
        var first = packages.EnsureAsync(Maker, None, _progress, default);
        await AdvanceUntilAsync(first, throws: true);
        var calls = host.Calls.Count;

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(() => first, Throws.TypeOf<EngineException>().With.Message.Contains("Unable to locate package").And.Message.Contains("no route"));
            await Assert.ThatAsync(() => packages.EnsureAsync(Maker, None, _progress, default), Throws.TypeOf<EngineException>().With.Message.Contains("no route"));
            Assert.That(host.Calls, Has.Count.EqualTo(calls));
        }
    }

    [Test]
    public async Task An_installation_that_somebody_interrupted_is_left_to_them()
    {
        var host = new ScriptedPackageHost().Install(100, "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.");

        await Assert.ThatAsync(
            () => New(host).EnsureAsync(Maker, None, _progress, default),
            Throws.TypeOf<EngineException>().With.Message.Contains("Run 'dpkg --configure -a' as root"));
    }

    [Test]
    public async Task Where_nothing_can_be_installed_it_says_what_is_missing()
    {
        var host = new ScriptedPackageHost { MayInstall = false };

        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(
                () => New(host).EnsureAsync(Engine, Maker, _progress, default),
                Throws.TypeOf<EngineException>().With.Message.Contains("apt-get install dockerd-package ip-package;"));
            Assert.That(host.Calls, Is.Empty);
        }
    }

    [TestCase(17, "apt-get update", "process 17 (apt-get update) holds /lock")]
    [TestCase(17, "", "process 17 holds /lock")]
    [TestCase(0, "", "a process that cannot be seen from here holds /lock")]
    [TestCase(-1, "", "a process that cannot be seen from here holds /lock")]
    public void A_holder_is_named_as_far_as_it_is_known(int process, string command, string expected) =>
        Assert.That(new LockHolder("/lock", process, command).ToString(), Is.EqualTo(expected));

    [Test]
    public void A_command_line_is_one_short_line() => Assert.That(
        LockHolder.Words($"sh\0-c\0one\ntwo\0{new string('x', 200)}\0"), Does.StartWith("sh -c one two xxx").And.Length.EqualTo(100).And.EndsWith("…"));

    private HostPackages New(ScriptedPackageHost host, Patience? patience = null) => new(host, patience ?? Patience.Usual, _time);

    private async Task AdvanceUntilAsync(Task task, bool throws = false)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        if (!throws)
        {
            await task;
        }
    }
}
