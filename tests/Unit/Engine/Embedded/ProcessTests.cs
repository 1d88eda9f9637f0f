using GlanceGate.Engine.Embedded;
using GlanceGate.Machine;

namespace GlanceGate.Unit.Engine.Embedded;

[TestFixture]
[Platform("Linux")]
public sealed class ProcessTests
{
    [Test]
    public void A_process_is_known_again_by_boot_id_and_start()
    {
        var current = ProcessIdentity.Current;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(current.IsAlive, Is.True);
            Assert.That(ProcessIdentity.Parse(current.ToString()), Is.EqualTo(current));
            Assert.That((current with { StartTicks = current.StartTicks + 1 }).IsAlive, Is.False, "its id was given to another process");
            Assert.That((current with { BootId = "another" }).IsAlive, Is.False, "the machine was started anew");
            Assert.That((current with { Id = int.MaxValue }).IsAlive, Is.False);
            Assert.That(ProcessIdentity.Parse("x_y"), Is.Null);
            Assert.That(ProcessIdentity.Parse("x_y_z"), Is.Null);
        }
    }

    [Test]
    public void Only_leases_of_living_processes_count()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            var leases = new LeaseFolder(folder);
            var none = leases.CountAlive();
            var lease = leases.Add();
            leases.Add();
            File.WriteAllText(Path.Combine(folder, $"{ProcessIdentity.Current with { StartTicks = 1 }}.dead"), "");
            File.WriteAllText(Path.Combine(folder, "not-a-lease"), "");
            var two = leases.CountAlive();
            File.Delete(lease);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(none, Is.Zero);
                Assert.That(two, Is.EqualTo(2));
                Assert.That(leases.CountAlive(), Is.EqualTo(1));
                Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1), "leases of others are deleted");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("dockerd --config-file /s/daemon.json", true)]
    [TestCase("/usr/sbin/dockerd --config-file /s/daemon.json", true)]
    [TestCase("dockerd --config-file /other/daemon.json", false)]
    [TestCase("dockerd -H unix:///var/run/docker.sock", false)]
    [TestCase("vi --config-file /s/daemon.json", false)]
    [TestCase("dockerd", false)]
    public void A_process_is_our_engine_by_its_settings_file(string commandLine, bool expected) =>
        Assert.That(DaemonProcess.IsDaemon(commandLine.Split(' '), "/s/daemon.json"), Is.EqualTo(expected));

    [Test]
    public void Mounts_come_innermost_first_and_only_from_our_folders()
    {
        string[] table =
        [
            "1 0 8:1 / / rw - ext4 /dev/root rw",
            "2 1 8:1 /s/data /s/data rw shared:1 - ext4 /dev/root rw",
            "3 2 0:50 / /s/data/overlay2/x/merged rw - overlay overlay rw",
            "4 1 0:51 / /s/data2 rw - tmpfs tmpfs rw",
            "5 1 0:52 / /s/a\\040b/netns rw - nsfs nsfs rw",
        ];

        Assert.That(
            Mounts.FindBelow(table, ["/s/data", "/s/a b"]),
            Is.EqualTo(new[] { "/s/a b/netns", "/s/data/overlay2/x/merged", "/s/data" }));
    }

    [TestCase("mount: operation not permitted", "SYS_ADMIN")]
    [TestCase("Devices cgroup isn't mounted", "cgroupfs-mount")]
    [TestCase("write /x: no space left on device", "disk")]
    [TestCase("something else", "--engine")]
    public void A_failed_start_is_explained(string log, string hint) =>
        Assert.That(
            DaemonFailure.Explain("it ended", log, "/s/dockerd.log"),
            Does.StartWith("it ended; hint: ").And.Contain(hint).And.EndWith(log).And.Contain("/s/dockerd.log"));

    [Test]
    public async Task A_command_gives_its_exit_code_and_output_or_says_that_there_is_none()
    {
        var lines = new CollectingProgress();
        var deadline = TimeSpan.FromMinutes(1);

        var result = await HostCommand.RunAsync(deadline, lines.Report, ["sh", "-c", "echo out; echo err >&2; cat; exit 3"], CancellationToken.None);
        var missing = await HostCommand.RunAsync(deadline, null, ["no-such-command-here"], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(3));
            Assert.That(lines.Lines, Is.EquivalentTo(new[] { "out", "err" }));
            Assert.That(missing.ExitCode, Is.EqualTo(127));
            Assert.That(missing.Output, Does.Contain("no-such-command-here"));
        }
    }

    [Test]
    public async Task A_command_that_hangs_is_killed_with_what_it_started() =>
        await Assert.ThatAsync(
            () => HostCommand.RunAsync(TimeSpan.FromMilliseconds(50), null, ["sh", "-c", "echo begun; sleep 1000"], CancellationToken.None),
            Throws.TypeOf<GlanceGate.Engine.EngineException>().With.Message.Contains("did not end within"));
}
