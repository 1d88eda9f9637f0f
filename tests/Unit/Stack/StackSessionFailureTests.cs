using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack;

/// <summary>What is said when a stack does not come up, or does not stay up.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackSessionFailureTests : IAsyncDisposable
{
    private readonly SessionFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task A_missed_deadline_says_who_waited_the_last_answer_and_the_last_lines(CancellationToken cancellation)
    {
        _fixture.Engine.Script("db", new ContainerScript
        {
            Log = [.. Enumerable.Range(1, 40).Select(number => new ScriptedLine(TimeSpan.Zero, $"line {number}"))],
            OnExec = (_, _, _) => Task.FromResult(new ExecResult(1, "", "connecting\nconnection refused\n")),
        });
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceHealthy)), Plans.Service("db", Plans.Command(seconds: 20)));

        var failure = await FailureAsync(session, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Is.EqualTo(
                "api waited for db to be healthy; db was not healthy within 20.0 s (last answer: exit code 1: connection refused)"));
            Assert.That(failure.Service, Is.EqualTo("db"));
            Assert.That(failure.LastLines, Has.Count.EqualTo(30));
            Assert.That(failure.LastLines[^1], Is.EqualTo("line 40"));
            Assert.That(_fixture.StatesOf("api").Last().State, Is.EqualTo(ServiceState.Waiting), "a victim is not the culprit");
        }
    }

    [Test]
    public async Task A_service_that_ends_fails_at_once_and_not_at_its_deadline(CancellationToken cancellation)
    {
        _fixture.Engine.Script("db", new ContainerScript
        {
            Log = [new ScriptedLine(TimeSpan.FromSeconds(3.2), "no space left")],
            ExitAfter = TimeSpan.FromSeconds(3.2),
            ExitCode = 1,
            OnExec = (_, _, _) => Task.FromResult(new ExecResult(1, "", "")),
        });
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceHealthy)),
            Plans.Service("db", Plans.Command()),
            Plans.Service("web", null, ("db", DependencyCondition.ServiceHealthy)));

        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("db", snapshot => snapshot.Detail.Length > 0, cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(3.2));
        var failure = await session.Died.WaitAsync(cancellation);
        await Assert.ThatAsync(() => starting, Throws.TypeOf<StackFailedException>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Is.EqualTo("api and web waited for db to be healthy; db ended with exit code 1 after 3.2 s"));
            Assert.That(failure.ExitCode, Is.EqualTo(1));
            Assert.That(failure.LastLines, Is.EqualTo(new[] { "no space left" }));
        }
    }

    [Test]
    public async Task A_one_shot_with_another_exit_code_than_expected_is_a_failure(CancellationToken cancellation)
    {
        _fixture.Engine.Script("seed", new ContainerScript { ExitAfter = TimeSpan.FromSeconds(1), ExitCode = 2 });
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("seed", DependencyCondition.ServiceCompletedSuccessfully)), Plans.Service("seed"));

        var failure = await FailureAsync(session, cancellation);

        Assert.That(failure.Message, Is.EqualTo("api waited for seed to be completed; seed ended with exit code 2 instead of 0 after 1.0 s"));
    }

    [Test]
    public async Task A_one_shot_that_does_not_end_misses_its_deadline(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("seed", Plans.Exit(0)));

        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("seed", snapshot => snapshot.State == ServiceState.Starting, cancellation);
        await _fixture.Time.TimerAsync(TimeSpan.FromSeconds(60)).WaitAsync(cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(60));

        await Assert.ThatAsync(() => starting, Throws.TypeOf<StackFailedException>().With.Message.EqualTo("seed was not completed within 60.0 s"));
    }

    [Test]
    public async Task A_probe_that_throws_is_an_unhealthy_answer(CancellationToken cancellation)
    {
        _fixture.Engine.Script("db", new ContainerScript { OnExec = (_, _, _) => throw new EngineException("exec: no such\nfile") });
        await using var session = _fixture.Create(Plans.Service("db", Plans.Command(seconds: 3)));

        var failure = await FailureAsync(session, cancellation);

        Assert.That(failure.Message, Does.EndWith("(last answer: exec: no such file)"));
    }

    [Test]
    public async Task A_probe_that_hangs_is_cut_off_before_the_deadline(CancellationToken cancellation)
    {
        var never = new TaskCompletionSource<ExecResult>();
        _fixture.Engine.Script("db", new ContainerScript { OnExec = (_, _, _) => never.Task });
        await using var session = _fixture.Create(Plans.Service("db", Plans.Command(seconds: 62)));

        var starting = session.StartAsync(cancellation);
        await _fixture.Time.TimerAsync(TimeSpan.FromSeconds(60)).WaitAsync(cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(60));
        await session.States.WhenAsync("db", snapshot => snapshot.Detail.Length > 0, cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThatAsync(() => starting, Throws.TypeOf<StackFailedException>().With.Message.EqualTo(
            "db was not healthy within 62.0 s (last answer: no answer within 60.0 s)"));
    }

    [Test]
    public async Task A_refused_connection_is_the_last_answer(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("api", Plans.Check(new HealthProbe.Http(new Uri("http://refused/"), []), 3)));

        var failure = await FailureAsync(session, cancellation);

        Assert.That(failure.Message, Does.EndWith("(last answer: refused: [Errno 111] no)"));
    }

    [Test]
    public async Task A_status_that_is_not_accepted_is_unhealthy(CancellationToken cancellation)
    {
        _fixture.Http["api"] = () => 200;
        await using var session = _fixture.Create(Plans.Service("api", Plans.Check(new HealthProbe.Http(new Uri("http://api/"), [300]), 3)));

        var failure = await FailureAsync(session, cancellation);

        Assert.That(failure.Message, Does.EndWith("(last answer: HTTP 200)"));
    }

    [Test]
    public async Task The_dependency_that_died_is_the_culprit_and_not_the_service_that_lost_it(CancellationToken cancellation)
    {
        var unseen = new TaskCompletionSource();
        _fixture.Engine.BeforeCalls((call, token) =>
            call is { Operation: "WaitForExit", Target: "gate-s1-db" } ? unseen.Task.WaitAsync(token) : Task.CompletedTask);
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("mid", DependencyCondition.ServiceStarted)),
            Plans.Service("db"),
            Plans.Service("mid", null, ("db", DependencyCondition.ServiceHealthy)));
        await session.StartAsync(cancellation);

        _fixture.Engine.Container("db").Exit(3);
        _fixture.Engine.Container("api").Exit(1);
        var failure = await session.Died.WaitAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Service, Is.EqualTo("db"));
            Assert.That(failure.Message, Does.StartWith("db ended with exit code 3"));
        }
    }

    [Test]
    public async Task A_service_that_dies_while_others_still_start_ends_the_start(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("db"), Plans.Service("web", Plans.Log("never")));
        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("db", snapshot => snapshot.State == ServiceState.Healthy, cancellation);
        await session.States.WhenAsync("web", snapshot => snapshot.State == ServiceState.Starting, cancellation);

        _fixture.Engine.Container("db").Exit(137, outOfMemory: true);

        await Assert.ThatAsync(() => starting, Throws.TypeOf<StackFailedException>().With.Message.EqualTo(
            "db was ended by the kernel at its memory limit after 0.0 s although it had been healthy"));
    }

    [Test]
    public async Task A_service_that_ends_during_the_suite_completes_Died(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);
        var before = session.Died.IsCompleted;
        _fixture.Engine.Container("db").Write("giving up");
        _fixture.Engine.Container("db").Exit(0);

        var failure = await session.Died.WaitAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.False);
            Assert.That(failure.Message, Is.EqualTo("db ended with exit code 0 after 0.0 s although it had been healthy"));
            Assert.That(failure.LastLines, Is.EqualTo(new[] { "giving up" }));
            Assert.That(session.States["db"].State, Is.EqualTo(ServiceState.Failed));
        }
    }

    [Test]
    public async Task A_gateway_that_ends_completes_Died(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);
        _fixture.HangUp.SetResult();

        var failure = await session.Died.WaitAsync(cancellation);

        Assert.That((failure.Service, failure.Message), Is.EqualTo(("gateway", "The gateway's connection is closed: the relay ended")));
    }

    [TestCase("CreateContainer", "db could not be created: ")]
    [TestCase("StartContainer", "db could not be started: ")]
    [TestCase("WaitForExit", "db could not be watched: ")]
    public async Task What_the_engine_refuses_is_reported_in_its_words(string operation, string start, CancellationToken cancellation)
    {
        _fixture.Engine.Fail(operation, "gate-s1-db", "out of luck");
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceHealthy)), Plans.Service("db", Plans.Log("never")));

        var failure = await FailureAsync(session, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Does.StartWith($"api waited for db to be healthy; {start}").And.EndWith("out of luck"));
            Assert.That(failure.InnerException, Is.TypeOf<EngineException>());
        }
    }

    [Test]
    public async Task An_engine_that_does_not_answer_is_not_waited_for_for_ever(CancellationToken cancellation)
    {
        _fixture.Engine.BeforeCalls((call, token) => call.Target == "gate-s1-db" ? Task.Delay(Timeout.InfiniteTimeSpan, token) : Task.CompletedTask);
        await using var session = _fixture.Create(Plans.Service("db"));

        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("gateway", snapshot => snapshot.State == ServiceState.Healthy, cancellation);
        _fixture.Time.Advance(TimeSpan.FromMinutes(2));

        await Assert.ThatAsync(() => starting, Throws.TypeOf<StackFailedException>().With.Message.Contains("the engine did not answer within 120.0 s"));
    }

    [Test]
    public async Task A_network_that_cannot_be_made_is_the_engines_failure(CancellationToken cancellation)
    {
        _fixture.Engine.Fail("CreateNetwork", null, "no free subnet");
        await using var session = _fixture.Create(Plans.Service("db"));

        await Assert.ThatAsync(() => session.StartAsync(cancellation), Throws.TypeOf<EngineException>().With.Message.Contains("no free subnet"));
    }

    private async Task<StackFailedException> FailureAsync(StackSession session, CancellationToken cancellation)
    {
        StackFailedException? failure = null;
        try
        {
            await _fixture.RunAsync(session.StartAsync(cancellation), cancellation);
        }
        catch (StackFailedException thrown)
        {
            failure = thrown;
        }

        Assert.That(failure, Is.Not.Null);
        Assert.That(session.Died.IsCompletedSuccessfully, Is.True);
        return failure!;
    }
}
