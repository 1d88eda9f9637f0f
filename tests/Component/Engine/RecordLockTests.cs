using System.Diagnostics;
using GlanceGate.Engine;
using GlanceGate.Engine.Embedded;
using GlanceGate.Engine.Packages;

namespace GlanceGate.Component.Engine;

/// <summary>Locks of apt's kind that another process really holds.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class RecordLockTests
{
    // Perl is part of every Debian, and apt's locks are its fcntl.
    private const string Hold = """
        use Fcntl; $| = 1;
        sysopen(my $lock, $ARGV[0], O_RDWR | O_CREAT, 0640) or die $!;
        my $all = pack("s s x4 q q l x4", F_WRLCK, 0, 0, 0, 0);
        fcntl($lock, F_SETLK, $all) or die $!;
        print "held\n";
        <STDIN>;
        """;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("gate-lock-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_holder_is_known_until_it_dies()
    {
        var file = Path.Combine(_folder, "lock");
        var noFile = RecordLock.HolderOf(file);
        using var process = await HoldAsync(file);
        var held = RecordLock.HolderOf(file);
        var turn = RecordLock.TryTake(file);
        process.Kill();
        await process.WaitForExitAsync();
        var after = RecordLock.HolderOf(file);
        using var ours = RecordLock.TryTake(file);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(noFile, Is.Null);
            Assert.That(held, Is.EqualTo(new LockHolder(file, process.Id, held!.Command)));
            Assert.That(held.Command, Does.StartWith("perl -e"));
            Assert.That(turn, Is.Null);
            Assert.That(after, Is.Null);
            Assert.That(ours, Is.Not.Null);
        }
    }

    [Test]
    public async Task An_installation_waits_for_a_real_lock_and_begins_when_it_is_given_back()
    {
        var lists = Path.Combine(_folder, "lists");
        using var process = await HoldAsync(lists);
        var waits = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = new LockedHost(new DebianHost(Path.Combine(_folder, "turn"), [Path.Combine(_folder, "none"), lists]));
        var packages = new HostPackages(host, Patience.Usual, TimeProvider.System);

        var ensuring = packages.EnsureAsync(
            new Dictionary<string, string> { ["x"] = "x" }, new Dictionary<string, string>(), new SynchronousProgress<string>(line =>
            {
                if (line.StartsWith("waiting", StringComparison.Ordinal))
                {
                    waits.TrySetResult(line);
                }
            }), default);
        var line = await waits.Task;
        var before = host.Runs;
        process.StandardInput.Close();
        await ensuring;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(line, Does.Contain($"process {process.Id} (perl").And.Contain(lists));
            Assert.That(before, Is.Zero);
            Assert.That(host.Runs, Is.EqualTo(2), "an update and an installation");
        }
    }

    private static async Task<Process> HoldAsync(string file)
    {
        var process = Process.Start(new ProcessStartInfo("perl", ["-e", Hold, file]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo("held"));
        return process;
    }

    /// <summary>Real locks, and no packages.</summary>
    private sealed class LockedHost(DebianHost inner) : IPackageHost
    {
        public int Runs { get; private set; }

        public bool MayInstall => true;

        public bool Has(string command) => Runs > 1;

        public LockHolder? Holder() => inner.Holder();

        public IDisposable? TryTakeTurn() => inner.TryTakeTurn();

        public LockHolder? TurnHolder() => inner.TurnHolder();

        public Task<CommandResult> RunAsync(IReadOnlyList<string> command, Action<string> lines, ProgressDeadline deadline)
        {
            Runs++;
            return Task.FromResult(new CommandResult(0, ""));
        }
    }
}
