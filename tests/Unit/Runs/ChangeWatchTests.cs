using GlanceGate.CommandLine;
using GlanceGate.Runs;

namespace GlanceGate.Unit.Runs;

/// <summary>The target Suite that runs again at each save.</summary>
[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChangeWatchTests : IAsyncDisposable
{
    private readonly GateFixture _gate = new();

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Test]
    public async Task The_suite_runs_again_when_a_change_is_saved_whatever_came_of_the_last(CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff);
        await _gate.UpAsync(cancellation);
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"], Watch = true };
        var runs = 0;
        _gate.Suite = suite =>
        {
            GateFixture.Green(suite);
            if (++runs == 2)
            {
                _gate.Interrupt.Cancel();
            }
        };
        var watching = _gate.SuiteAsync(cancellation);
        await ReachesAsync(() => _gate.Output.Contains("success; the suite runs again", StringComparison.Ordinal), cancellation);
        _gate.Write("my.patch", "half of a patch");
        await ReachesAsync(() => _gate.Output.Contains("config-error; the suite runs again", StringComparison.Ordinal), cancellation);
        _gate.Write("my.patch", GateFixture.Diff.Replace("+new", "+newer", StringComparison.Ordinal));
        await ReachesAsync(() => watching.IsCompleted, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await watching, Is.EqualTo(5));
            Assert.That(_gate.Errors, Does.Contain("my.patch"));
            Assert.That(_gate.Calls("CreateContainer", "-api"), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Who_ends_the_waiting_has_the_last_outcome(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.Settings = _gate.Settings with { Watch = true };
        _gate.Suite = GateFixture.Red;
        var watching = _gate.SuiteAsync(cancellation);
        await ReachesAsync(() => _gate.Output.Contains("failure; the suite runs again", StringComparison.Ordinal), cancellation);
        await _gate.Interrupt.CancelAsync();

        Assert.That(await watching.WaitAsync(cancellation), Is.EqualTo(1));
    }

    [TestCase("source/app/x.py", true)]
    [TestCase("source/app/new.py", true)]
    [TestCase("source/.git/logs/HEAD", true)]
    [TestCase("source/.git/index", false)]
    [TestCase("source/app/__pycache__/x.pyc", false)]
    [TestCase("source/.tox/log", false)]
    [TestCase("tests/S/Checks.cs", true)]
    [TestCase("tests/S/obj/x.dll", false)]
    [TestCase("README.md", false)]
    public async Task What_is_saved_is_seen_where_it_is_of_a_change_or_of_the_suite(string file, bool isSeen, CancellationToken cancellation)
    {
        _gate.Write("source/app/x.py", "old\n");
        _gate.Write("tests/S/Checks.cs", "class Checks;");
        var watch = ChangeWatch.Of(_gate.Settings with { Changes = ["app=source", "app=nowhere"] }, "S", TimeProvider.System);
        watch.Look();
        _gate.Write(file, "something else");
        using var waited = new CancellationTokenSource();
        if (!isSeen)
        {
            await waited.CancelAsync();
        }

        Assert.That(await watch.WaitAsync(waited.Token).WaitAsync(cancellation), Is.EqualTo(isSeen));
    }

    [Test]
    public async Task A_file_that_goes_is_seen(CancellationToken cancellation)
    {
        var file = _gate.Write("source/app/x.py", "old\n");
        var watch = ChangeWatch.Of(_gate.Settings with { Changes = ["app=source@main..topic"] }, string.Empty, TimeProvider.System);
        watch.Look();
        File.Delete(file);

        Assert.That(await watch.WaitAsync(CancellationToken.None).WaitAsync(cancellation), Is.True);
    }

    [Test]
    public void What_leads_in_circles_is_refused()
    {
        _gate.Write("source/app/x.py", "old\n");
        var path = Path.Combine(_gate.Settings.Root, "source", "app", "again");
        Directory.CreateSymbolicLink(path, ".");

        Assert.That(ChangeWatch.Of(_gate.Settings with { Changes = ["app=source"] }, string.Empty, TimeProvider.System).Look, Throws.InstanceOf<GateArgumentException>().With.Message.Contains("--watch cannot look at"));
    }

    private async Task ReachesAsync(Func<bool> isThere, CancellationToken cancellation)
    {
        for (var looks = 0; !isThere(); looks++)
        {
            Assert.That(looks, Is.LessThan(1000), () => $"it is not there: {_gate.Output}{_gate.Errors}");
            await Task.Delay(20, cancellation);
            _gate.Time.Advance(TimeSpan.FromMilliseconds(200));
        }
    }
}
