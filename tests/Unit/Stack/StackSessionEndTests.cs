using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Stack;

/// <summary>That nothing is left, whatever happened before.</summary>
[TestFixture]
[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StackSessionEndTests : IAsyncDisposable
{
    private readonly SessionFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Test]
    public async Task A_session_that_was_never_started_needs_no_engine()
    {
        await _fixture.Create(Plans.Service("db")).DisposeAsync();

        Assert.That(_fixture.Engine.Calls, Is.Empty);
    }

    [Test]
    public async Task Clean_up_runs_once_and_removes_containers_before_the_network(CancellationToken cancellation)
    {
        var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        var first = await session.CleanUpAsync();
        var calls = _fixture.Engine.Calls.Count;
        var second = await session.CleanUpAsync();
        await session.DisposeAsync();
        var more = _fixture.Engine.Calls.Count - calls;
        var removals = _fixture.Engine.Calls.Where(call => call.Operation == "Remove").Select(call => call.Target).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.Empty);
            Assert.That(second, Is.Empty);
            Assert.That(more, Is.Zero);
            Assert.That(removals, Is.EquivalentTo(new[] { "gate-s1-db", "gate-s1-gateway", "gate-s1" }));
            Assert.That(removals[^1], Is.EqualTo("gate-s1"));
            Assert.That(await _fixture.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Clean_up_removes_volumes_after_the_containers_that_have_them(CancellationToken cancellation)
    {
        var session = _fixture.Create(Plans.WithVolume(Plans.Service("db"), "shared", "/a"), Plans.WithVolume(Plans.Service("api"), "shared", "/b"));
        await session.StartAsync(cancellation);

        var problems = await session.CleanUpAsync();
        var removals = _fixture.Engine.Calls.Where(call => call.Operation == "Remove").Select(call => call.Target).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems, Is.Empty);
            Assert.That(removals[^1], Is.EqualTo("gate-s1-shared"));
            Assert.That(await _fixture.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task The_lines_of_a_log_that_count_end_with_the_suite(CancellationToken cancellation)
    {
        var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);
        var before = session.LogWindows["db"];
        session.EndSuite();
        var after = session.LogWindows["db"];
        _fixture.Engine.Container("gate-s1-db").Write("written while it stops");
        await session.CleanUpAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo(new LogWindow(0, long.MaxValue)));
            Assert.That(after.End, Is.Zero);
        }
    }

    [Test]
    public async Task Another_variant_of_the_same_session_is_left_alone(CancellationToken cancellation)
    {
        _fixture.Engine.AddObject(new EngineObject(EngineObjectKind.Container, "1", "gate-s1-other", new Dictionary<string, string>
        {
            [GateLabels.Session] = "s1",
            [GateLabels.Owner] = "me",
            [GateLabels.Variant] = "job (y)",
        }));
        var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        Assert.That(await session.CleanUpAsync(), Is.Empty);
        Assert.That(await _fixture.LeftAsync(), Is.EqualTo(new[] { "gate-s1-other" }));
    }

    [TestCase("CreateNetwork", null)]
    [TestCase("CreateContainer", "gate-s1-db")]
    [TestCase("CreateContainer", "gate-s1-gateway")]
    [TestCase("StartContainer", "gate-s1-db")]
    [TestCase("OpenExecStream", null)]
    public async Task Nothing_is_left_when_the_start_fails_half_way(string operation, string? target, CancellationToken cancellation)
    {
        _fixture.Engine.Fail(operation, target, "out of luck");
        await using (var session = _fixture.Create(Plans.Service("api"), Plans.Service("db"), Plans.Service("web")))
        {
            await Assert.ThatAsync(() => session.StartAsync(cancellation), Throws.InstanceOf<Exception>().With.Message.Contains("out of luck"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _fixture.LeftAsync(), Is.Empty);
            Assert.That(_fixture.Notes, Is.Empty);
        }
    }

    [TestCase("CreateNetwork")]
    [TestCase("CreateContainer")]
    [TestCase("StartContainer")]
    [TestCase("OpenExecStream")]
    [TestCase("WaitForExit")]
    [TestCase("ReadLog")]
    [TestCase("Exec")]
    public async Task Nothing_is_left_when_the_start_is_cancelled_in_any_phase(string operation, CancellationToken cancellation)
    {
        using var interrupt = new CancellationTokenSource();
        _fixture.Engine
            .Script("db", new ContainerScript { OnExec = (_, _, _) => Task.FromResult(new ExecResult(1, "", "")) })
            .BeforeCalls(async (call, _) =>
            {
                if (call.Operation == operation)
                {
                    // the call itself goes on and takes effect, as one on a wire does
                    await interrupt.CancelAsync();
                }
            });
        await using (var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceHealthy)), Plans.Service("db", Plans.Command())))
        {
            await Assert.ThatAsync(() => session.StartAsync(interrupt.Token), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(session.Died.IsCompleted, Is.False, "an interruption is nobody's failure");
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _fixture.LeftAsync(), Is.Empty);
            Assert.That(_fixture.Notes, Is.Empty);
        }
    }

    [Test]
    public async Task Disposing_during_the_start_ends_it_and_leaves_nothing(CancellationToken cancellation)
    {
        var session = _fixture.Create(Plans.Service("db", Plans.Log("never")));
        var starting = session.StartAsync(cancellation);
        await session.States.WhenAsync("db", snapshot => snapshot.State == ServiceState.Starting, cancellation);

        await session.DisposeAsync();

        await Assert.ThatAsync(() => starting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await _fixture.LeftAsync(), Is.Empty);
    }

    [Test]
    public async Task Services_are_stopped_before_what_they_depend_on_and_none_of_them_counts_as_dead(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(
            Plans.Service("api", null, ("db", DependencyCondition.ServiceHealthy)),
            Plans.Service("db"),
            Plans.Service("web", null, ("api", DependencyCondition.ServiceStarted)));
        await session.StartAsync(cancellation);
        var stopsWhileWebEnds = 0;
        _fixture.Engine.BeforeCalls(async (call, _) =>
        {
            if (call is { Operation: "StopContainer", Target: "gate-s1-web" })
            {
                await Task.Yield();
                stopsWhileWebEnds = _fixture.Calls("StopContainer");
            }
        });

        var problems = await session.StopAsync(TimeSpan.FromSeconds(3));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems, Is.Empty);
            Assert.That(stopsWhileWebEnds, Is.EqualTo(1));
            Assert.That(_fixture.CallOf("StopContainer", "web"), Is.LessThan(_fixture.CallOf("StopContainer", "api")));
            Assert.That(_fixture.CallOf("StopContainer", "api"), Is.LessThan(_fixture.CallOf("StopContainer", "db")));
            Assert.That(session.Died.IsCompleted, Is.False);
            Assert.That(_fixture.StatesOf("db").Last().State, Is.EqualTo(ServiceState.Stopped));
            Assert.That(await _fixture.LeftAsync(), Has.Count.EqualTo(5), "evidence is taken from stopped containers");
        }
    }

    [Test]
    public async Task Log_files_are_complete_after_the_stop_and_private(CancellationToken cancellation)
    {
        _fixture.Engine.Script("db", new ContainerScript { Log = [new ScriptedLine(TimeSpan.Zero, "first"), new ScriptedLine(TimeSpan.Zero, "zweite ü", true)] });
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);
        _fixture.Engine.Container("db").Write("last");

        await session.StopAsync(TimeSpan.Zero);
        var file = session.LogFiles["db"];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await File.ReadAllTextAsync(file, cancellation), Is.EqualTo("first\nzweite ü\nlast\n"));
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(
                File.GetUnixFileMode(_fixture.LogFolder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    [Test]
    public async Task A_log_that_does_not_end_is_given_up_and_reported(CancellationToken cancellation)
    {
        _fixture.Engine.Fail("StopContainer", "gate-s1-db", "it hangs");
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        var stopping = session.StopAsync(TimeSpan.Zero);
        await _fixture.Time.TimerAsync(TimeSpan.FromSeconds(10)).WaitAsync(cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await stopping, Is.EqualTo(new[]
        {
            "db was not stopped: StopContainer gate-s1-db: it hangs",
            "the log of db was not read to its end within 10.0 s",
        }));
    }

    [Test]
    public async Task A_log_that_cannot_be_read_is_reported(CancellationToken cancellation)
    {
        _fixture.Engine.Fail("ReadLog", "gate-s1-db", "connection lost");
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        Assert.That(await session.StopAsync(TimeSpan.Zero), Is.EqualTo(new[] { "the log of db: ReadLog gate-s1-db: connection lost" }));
    }

    [Test]
    public async Task What_cannot_be_removed_is_reported_and_the_rest_is_removed(CancellationToken cancellation)
    {
        _fixture.Engine.Fail("Remove", "gate-s1-db", "device busy");
        var session = _fixture.Create(Plans.Service("api"), Plans.Service("db"));
        await session.StartAsync(cancellation);
        await session.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.Notes, Is.EqualTo(new[]
            {
                "clean-up: container gate-s1-db was not removed: Remove gate-s1-db: device busy",
                "clean-up: left behind: container gate-s1-db",
            }));
            Assert.That(await _fixture.LeftAsync(), Is.EqualTo(new[] { "gate-s1-db" }));
        }
    }

    [Test]
    public async Task An_engine_that_hangs_does_not_hold_up_the_clean_up_for_ever(CancellationToken cancellation)
    {
        _fixture.Engine.BeforeCalls((call, token) => call.Operation == "Remove" ? Task.Delay(Timeout.InfiniteTimeSpan, token) : Task.CompletedTask);
        var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        var cleaning = session.CleanUpAsync();
        await _fixture.Time.TimerAsync(TimeSpan.FromSeconds(60)).WaitAsync(cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.That(await cleaning, Is.EqualTo(new[] { "clean-up was not done within 60.0 s; the next run sweeps what is left" }));
    }

    [Test]
    public async Task A_call_that_hangs_during_the_start_is_cut_off_by_the_clean_up(CancellationToken cancellation)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Engine.BeforeCalls(async (call, token) =>
        {
            if (call is { Operation: "CreateContainer", Target: "gate-s1-db" })
            {
                called.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
        });
        var session = _fixture.Create(Plans.Service("db"));
        var starting = session.StartAsync(cancellation);
        await called.Task.WaitAsync(cancellation);

        var disposing = session.DisposeAsync().AsTask();
        await _fixture.Time.TimerAsync(TimeSpan.FromSeconds(30)).WaitAsync(cancellation);
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await disposing;

        await Assert.ThatAsync(() => starting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await _fixture.LeftAsync(), Is.Empty);
    }

    [Test]
    public async Task A_detached_stack_stays_up(CancellationToken cancellation)
    {
        var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        await session.DetachAsync();
        await session.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_fixture.Engine.Container("db").State.IsRunning, Is.True);
            Assert.That(await _fixture.LeftAsync(), Is.EqualTo(new[] { "gate-s1-db", "gate-s1-gateway", "gate-s1-kept", "gate-s1" }));
            Assert.That(_fixture.Engine.Container("gate-s1-kept").Spec.Labels, Does.ContainKey(GateLabels.Kept));
            Assert.That(session.Died.IsCompleted, Is.False);
        }
    }

    [Test]
    public async Task A_stack_that_cannot_be_marked_as_kept_is_still_the_sessions_to_remove(CancellationToken cancellation)
    {
        _fixture.Engine.Fail("CreateContainer", "gate-s1-kept", "disk full");
        var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        await Assert.ThatAsync(session.DetachAsync, Throws.TypeOf<StackFailedException>().With.Message.Contains("disk full"));
        await session.DisposeAsync();

        Assert.That(await _fixture.LeftAsync(), Is.Empty);
    }

    [Test]
    public async Task StartAsync_twice_is_refused(CancellationToken cancellation)
    {
        await using var session = _fixture.Create(Plans.Service("db"));
        await session.StartAsync(cancellation);

        await Assert.ThatAsync(() => session.StartAsync(cancellation), Throws.InvalidOperationException);
    }
}
