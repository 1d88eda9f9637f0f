using GlanceGate.Engine;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Runs;

/// <summary>The target Suite with changes, on a stack that Up has kept. The service <c>api</c> says by a fact whether it is changed.</summary>
[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChangedStackTests : IAsyncDisposable
{
    private readonly GateFixture _gate = new();

    public ChangedStackTests()
    {
        _gate.Write("jobs/services/api.yaml", "- service: {name: api, image: app, depends_on: {db: {condition: service_started}}, environment: {TOKEN: '${secret:token}'}, facts: {image: [image]}}");
        _gate.Write("jobs/services/mq.yaml", "- service: {name: mq, image: base}");
        _gate.Engine.Script("api", new ContainerScript { OnExec = (api, _, _) => Task.FromResult(new ExecResult(0, api.Spec.Image, string.Empty)) });
        _gate.Write("my.patch", GateFixture.Diff);
    }

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Test]
    public async Task A_change_replaces_the_services_that_run_it_and_those_alone(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        var token = Token;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ChangeAsync(cancellation), Is.Zero);
            Assert.That(_gate.Calls("CreateContainer", "-db"), Is.EqualTo(1), "it runs nothing of the change");
            Assert.That(_gate.Calls("CreateContainer", "-api"), Is.EqualTo(2));
            Assert.That(_gate.Engine.Container("api").Spec.Image, Does.Contain("app-changed"));
            Assert.That(Token, Is.EqualTo(token), "the others know it by the secrets that they were given");
            Assert.That(_gate.Kept.Describe(Session).Facts["api"]["image"], Does.Contain("app-changed"));
            Assert.That(_gate.Kept.Describe(Session).Hosts["api"], Is.EqualTo(_gate.Engine.Container("api").State.Address));
            Assert.That(_gate.Kept.Find(Session), Has.Property("IsMoving").False.And.Property("Changes").Count.EqualTo(1));
            Assert.That(await _gate.LeftAsync(), Has.Count.EqualTo(5), "the stack alone");
            Assert.That(_gate.UnderWay, Is.Empty);
        }
    }

    [Test]
    public async Task The_suite_goes_on_with_the_change_and_the_same_change_replaces_nothing(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        await ChangeAsync(cancellation);
        var again = await ChangeAsync(cancellation);
        _gate.Settings = _gate.Settings with { Changes = [] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.Zero);
            Assert.That(await _gate.SuiteAsync(cancellation), Is.Zero);
            Assert.That(_gate.Calls("CreateContainer", "-api"), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_change_that_does_not_apply_is_1_and_the_stack_is_as_it_was(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.Write("my.patch", GateFixture.Diff.Replace("-old", "-older", StringComparison.Ordinal));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ChangeAsync(cancellation), Is.EqualTo(1));
            Assert.That(_gate.Errors, Does.StartWith("my.patch does not apply to app"));
            Assert.That(_gate.Calls("CreateContainer", "-api"), Is.EqualTo(1));
            Assert.That(_gate.Kept.Find(Session), Has.Property("IsMoving").False);
        }
    }

    [Test]
    public async Task With_a_change_that_a_service_does_not_come_up_with_the_stack_waits_for_a_better_one(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        var fails = true;
        _gate.On("StartContainer", "-api", () => _ = fails ? throw new EngineException($"it cannot be started with {Token}") : false);
        var failed = await ChangeAsync(cancellation);
        var secret = Token;
        _gate.Settings = _gate.Settings with { Changes = [] };
        var refused = await _gate.SuiteAsync(cancellation);
        fails = false;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed, Is.EqualTo(3));
            Assert.That(_gate.Errors, Does.Contain("it cannot be started").And.Contain("did not come to their end").And.Not.Contain(secret));
            Assert.That(refused, Is.EqualTo(2), "nobody knows what its services are");
            Assert.That(await ChangeAsync(cancellation), Is.Zero);
            Assert.That(_gate.Kept.Find(Session), Has.Property("IsMoving").False);
        }
    }

    [Test]
    public async Task A_change_that_came_half_way_is_taken_out_where_it_came(CancellationToken cancellation)
    {
        _gate.Write("build/Images/other/Dockerfile", "FROM base\n");
        _gate.Write("build/Images/other/projects.yaml", "projects: {other: {paths: {app: /lib/app}}}");
        _gate.Write("jobs/services/mq.yaml", "- service: {name: mq, image: other}");
        _gate.Write("jobs/web.yaml", GateFixture.Job(string.Empty).Replace("db: {}", "db: {}, mq: {}", StringComparison.Ordinal));
        await _gate.UpAsync(cancellation);
        var changed = await ChangeAsync(cancellation);
        var fails = true;
        _gate.On("StopContainer", "-mq", () => _ = fails ? throw new EngineException("it is busy") : false);
        _gate.Settings = _gate.Settings with { Changes = ["other=my.patch"] };
        var half = await _gate.SuiteAsync(cancellation);
        fails = false;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { changed, half }, Is.EqualTo(new[] { 0, 3 }));
            Assert.That(await _gate.SuiteAsync(cancellation), Is.Zero);
            Assert.That(_gate.Engine.Container("api").Spec.Image, Does.Not.Contain("changed"));
            Assert.That(_gate.Engine.Container("mq").Spec.Image, Does.Contain("other-changed"));
            Assert.That(_gate.Kept.Find(Session)!.Changes.Select(change => change.Project), Is.EqualTo(new[] { "other" }));
        }
    }

    [Test]
    public async Task Who_interrupts_a_change_finds_the_stack_where_it_stopped(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        var started = _gate.Calls("StartContainer", "-api");
        _gate.On("StartContainer", "-api", () =>
        {
            if (started++ == 1)
            {
                _gate.Interrupt.Cancel();
            }
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ChangeAsync(cancellation), Is.EqualTo(5));
            Assert.That(_gate.Kept.Find(Session), Has.Property("IsMoving").True);
            Assert.That(_gate.Engine.Container("db").State.IsRunning, Is.True);
            Assert.That(_gate.UnderWay, Is.Empty);
        }
    }

    [TestCase("jobs/services/db.yaml", "- service: {name: db, image: base, environment: {A: b}}", "db is described in another way")]
    [TestCase("build/Images/base/Dockerfile", "FROM registry.example/base:2\n", "db is made from another image than the one that 'base' is now")]
    [TestCase("jobs/web.yaml", "- job: {name: web, services: {api: {}, db: {}, mq: {}}, suite: {probe: {}}}\n- project: {check: {jobs: [web]}}", "mq is a new service")]
    public async Task A_stack_that_is_not_what_its_job_is_now_is_refused_and_not_touched(string file, string text, string problem, CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.Write(file, text);

        await IsRefusedAsync(problem, cancellation);
    }

    [Test]
    public async Task A_service_that_runs_no_change_and_has_ended_is_not_made_anew_without_what_it_held(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.Engine.Container("db").Exit(1);

        await IsRefusedAsync("db does not run any more", cancellation);
    }

    [Test]
    public async Task A_stack_of_an_older_gate_is_refused(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        _gate.Kept.Update(_gate.Kept.Find(Session)! with { Plan = null });

        await IsRefusedAsync("was kept by an older gate", cancellation);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_stack_that_another_gate_changes_or_tests_is_not_changed(bool alone, CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        using var other = _gate.Kept.Hold(Session, alone);

        await IsRefusedAsync("another gate uses the stack", cancellation);
    }

    [Test]
    public async Task Suites_of_two_gates_may_use_a_stack_at_once(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        using var other = _gate.Kept.Hold(Session, alone: false);

        Assert.That(await _gate.SuiteAsync(cancellation), Is.Zero);
    }

    [Test]
    public async Task Down_leaves_nothing_of_a_stack_that_was_changed(CancellationToken cancellation)
    {
        await _gate.UpAsync(cancellation);
        await ChangeAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.DownAsync(cancellation), Is.Zero);
            Assert.That(await _gate.LeftAsync(), Is.Empty);
            Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_gate.State, "kept")), Is.Empty);
        }
    }

    private string Session => _gate.Kept.Sessions()[0];

    private string Token => _gate.Engine.Container("api").Spec.Environment["TOKEN"];

    private async Task IsRefusedAsync(string problem, CancellationToken cancellation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ChangeAsync(cancellation), Is.EqualTo(2));
            Assert.That(_gate.Errors, Does.Contain(problem));
            Assert.That(_gate.Calls("CreateContainer", "-api"), Is.EqualTo(1));
            Assert.That(_gate.Calls("CreateContainer", "-db"), Is.EqualTo(1));
            Assert.That(_gate.Kept.Find(Session), Has.Property("IsMoving").False);
        }
    }

    private Task<int> ChangeAsync(CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };
        return _gate.SuiteAsync(cancellation);
    }
}
