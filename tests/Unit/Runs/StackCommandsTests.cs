using GlanceGate.Engine;
using GlanceGate.Engine.Embedded;
using GlanceGate.Stack;
using GlanceGate.Stack.Sessions;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Runs;

/// <summary>The targets Up, Suite, Down and Sweep, one after the other on one engine.</summary>
[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackCommandsTests : IAsyncDisposable
{
    private readonly GateFixture _gate = new();

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Test]
    public async Task Up_keeps_a_stack_that_this_machine_reaches_and_says_how_to_go_on(CancellationToken cancellation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.UpAsync(cancellation), Is.Zero);
            Assert.That(_gate.Kept.List().Single().Job, Is.EqualTo("web"));
            Assert.That(_gate.Engine.Calls.Single(call => call.Operation == "CreateNetwork").Command, Is.EqualTo(new[] { nameof(NetworkReach.Machine) }));
            Assert.That(_gate.Engine.Container("api").State.IsRunning, Is.True);
            Assert.That(_gate.Output, Does.Contain($"--target=Down --session={Session}"));
            Assert.That(_gate.UnderWay, Is.Empty);
            Assert.That(_gate.Returned, Is.EqualTo(new[] { true }));
        }
    }

    [Test]
    public async Task Up_with_a_change_that_does_not_apply_is_1_and_nothing_is_started(CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff.Replace("-old", "-older", StringComparison.Ordinal));
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.UpAsync(cancellation), Is.EqualTo(1));
            Assert.That(_gate.Errors, Does.StartWith("my.patch does not apply to app").And.Contain("    -older"));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Up_keeps_the_changes_on_record(CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff);
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };

        Assert.That(await _gate.UpAsync(cancellation), Is.Zero);
        Assert.That(_gate.Kept.List().Single().Changes.Single().Source, Is.EqualTo("my.patch"));
    }

    [Test]
    public async Task Up_with_a_service_that_does_not_come_up_is_3_and_leaves_nothing(CancellationToken cancellation)
    {
        _gate.Engine.Script("api", new ContainerScript { ExitAfter = TimeSpan.Zero, ExitCode = 1 });

        await LeavesNothingAsync(3, cancellation);
    }

    [TestCase("ReadFile", "")]
    [TestCase("StartContainer", "-api")]
    public async Task Up_that_is_interrupted_is_5_and_leaves_nothing(string operation, string target, CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff);
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };
        _gate.On(operation, target, _gate.Interrupt.Cancel);

        await LeavesNothingAsync(5, cancellation);
    }

    [Test]
    public async Task Up_on_an_engine_that_fails_is_3_and_leaves_nothing(CancellationToken cancellation)
    {
        _gate.Engine.Fail("CreateNetwork", null, "no address pool left");

        await LeavesNothingAsync(3, cancellation);
    }

    [Test]
    public async Task The_suite_runs_on_a_kept_stack_as_often_as_one_likes(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        var networks = new List<string?>();
        _gate.On("WaitForExit", "-suite-probe", () => networks.Add(_gate.Engine.Container("suite").Spec.Network));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.SuiteAsync(cancellation), Is.Zero);
            _gate.Suite = GateFixture.Red;
            Assert.That(await _gate.SuiteAsync(cancellation), Is.EqualTo(1));
            Assert.That(_gate.Output, Does.Contain("1 passed, 0 failed, 0 skipped in").And.Contain("FAILED probe.lists: no list"));
            Assert.That(networks, Is.EqualTo(new[] { $"gate-{Session}-web", $"gate-{Session}-web" }));
            Assert.That(await _gate.LeftAsync(), Has.Count.EqualTo(5), "the stack alone");
            Assert.That(_gate.UnderWay, Is.Empty);
            Assert.That(_gate.Returned, Has.All.True);
        }
    }

    [Test]
    public async Task A_suite_that_executes_fewer_tests_than_its_job_asks_for_is_1(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job(string.Empty, "{probe: {}, minimum-tests: {probe: 2}}"));
        await _gate.UpAsync(cancellation);

        Assert.That(await _gate.SuiteAsync(cancellation), Is.EqualTo(1));
        Assert.That(_gate.Output, Does.Contain("executed 1 test, the job asks for at least 2"));
    }

    [Test]
    public async Task A_suite_that_does_not_end_in_time_is_1_and_is_ended(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.Suite = _ => _gate.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.That(await _gate.SuiteAsync(cancellation), Is.EqualTo(1));
        Assert.That(_gate.Output, Does.Contain("the suite was stopped before its end"));
    }

    [Test]
    public async Task A_suite_that_is_interrupted_is_5_and_leaves_the_stack(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.Suite = _ => _gate.Interrupt.Cancel();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.SuiteAsync(cancellation), Is.EqualTo(5));
            Assert.That(await _gate.LeftAsync(), Has.Count.EqualTo(5));
            Assert.That(_gate.UnderWay, Is.Empty);
        }
    }

    [Test]
    public async Task Suite_and_Down_ask_which_stack_is_meant_where_that_is_not_plain(CancellationToken cancellation)
    {
        var none = await _gate.SuiteAsync(cancellation);
        await _gate.UpAsync(cancellation);
        var first = Session;
        await _gate.UpAsync(cancellation);
        var either = await _gate.SuiteAsync(cancellation);
        _gate.Settings = _gate.Settings with { Session = "nobody" };
        var unknown = new[] { await _gate.SuiteAsync(cancellation), await _gate.DownAsync(cancellation) };
        _gate.Settings = _gate.Settings with { Session = first };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(none, Is.EqualTo(2));
            Assert.That(either, Is.EqualTo(2));
            Assert.That(unknown, Is.EqualTo(new[] { 2, 2 }));
            Assert.That(await _gate.SuiteAsync(cancellation), Is.Zero);
            Assert.That(await _gate.DownAsync(cancellation), Is.Zero);
            Assert.That(_gate.Kept.Sessions(), Has.Count.EqualTo(1).And.None.EqualTo(first));
        }
    }

    [Test]
    public async Task Down_removes_every_kept_stack(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        await _gate.UpAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.DownAsync(cancellation), Is.Zero);
            Assert.That(await _gate.LeftAsync(), Is.Empty);
            Assert.That(_gate.Kept.Sessions(), Is.Empty);
            Assert.That(await _gate.DownAsync(cancellation), Is.Zero, "there is none any more");
            Assert.That(_gate.Output, Does.Contain("removed the kept stack").And.Contain("no stack is kept"));
        }
    }

    [Test]
    public async Task A_stack_that_cannot_be_removed_is_6_and_stays_kept(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.On("Remove", "-db", () => throw new EngineException("it is busy"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.DownAsync(cancellation), Is.EqualTo(6));
            Assert.That(_gate.Errors, Does.Contain("it is busy"));
            Assert.That(_gate.Kept.Sessions(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_stack_on_the_gates_own_engine_is_looked_for_there(CancellationToken cancellation)
    {
        var own = $"unix://{EmbeddedPaths.Of(_gate.State).Socket}";
        _gate.Kept.Keep(
            new KeptStack("s1", "web", "web", own, "gate-s1-gateway", DateTimeOffset.UnixEpoch),
            new StackDescription("s1", "web", "web", [], new Dictionary<string, string>(), new Dictionary<string, string>(), string.Empty, new Dictionary<string, string>()));

        Assert.That(await _gate.DownAsync(cancellation), Is.Zero);
        Assert.That(_gate.Requests.Single().Endpoint, Is.EqualTo(own));
    }

    [Test]
    public async Task Sweep_removes_what_killed_runs_of_this_machine_left(CancellationToken cancellation)
    {
        _gate.Leave("old", GateFixture.DeadOwner);
        _gate.Leave("foreign", "elsewhere/boot/1/1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SweepAsync(cancellation), Is.Zero);
            Assert.That(_gate.Output, Does.Contain("removed what 1 session(s) left behind"));
            Assert.That(await _gate.LeftAsync(), Is.EqualTo(new[] { "*-db", "*" }), "who can tell whether the other machine's gate is at work");
        }
    }

    [Test]
    public async Task Sweep_of_all_removes_what_gates_of_other_machines_left(CancellationToken cancellation)
    {
        _gate.Leave("foreign", "elsewhere/boot/1/1");
        _gate.Settings = _gate.Settings with { All = true };

        Assert.That(await SweepAsync(cancellation), Is.Zero);
        Assert.That(await _gate.LeftAsync(), Is.Empty);
    }

    [Test]
    public async Task Sweep_of_what_cannot_be_removed_is_6(CancellationToken cancellation)
    {
        _gate.Leave("old", GateFixture.DeadOwner);
        _gate.On("Remove", "old-db", () => throw new EngineException("it is busy"));

        Assert.That(await SweepAsync(cancellation), Is.EqualTo(6));
        Assert.That(_gate.Output, Does.Contain("sweep: ").And.Contain("it is busy"));
    }

    [Test]
    public async Task Sweep_of_nothing_says_so_and_leaves_kept_stacks(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);

        Assert.That(await SweepAsync(cancellation), Is.Zero);
        Assert.That(_gate.Output, Does.Contain("nothing was left behind"));
        Assert.That(await _gate.LeftAsync(), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Images_are_made_and_listed(CancellationToken cancellation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.RunAsync(commands => commands.ImagesAsync(), cancellation), Is.Zero);
            Assert.That(_gate.Output, Does.Match("(?m)^app +glance-gate/app:[0-9a-f]+ +1 MB$").And.Match("(?m)^gateway +glance-gate/gateway:").And.Match("(?m)^probe +glance-gate/probe:"));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Images_that_cannot_be_had_are_3(CancellationToken cancellation)
    {
        _gate.Engine.Fail("PullImage", null, "no route to host");

        Assert.That(await _gate.RunAsync(commands => commands.ImagesAsync(), cancellation), Is.EqualTo(3));
    }

    private string Session => _gate.Kept.Sessions()[0];

    private async Task LeavesNothingAsync(int code, CancellationToken cancellation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.UpAsync(cancellation), Is.EqualTo(code));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
            Assert.That(_gate.Kept.Sessions(), Is.Empty);
            Assert.That(_gate.UnderWay, Is.Empty);
        }
    }

    private Task<int> SweepAsync(CancellationToken cancellation) => _gate.RunAsync(commands => commands.SweepAsync(), cancellation);
}
