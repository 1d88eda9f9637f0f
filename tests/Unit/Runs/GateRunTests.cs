using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Runs;

/// <summary>Whole runs of the target Gate: each exit code of the manual's table, and what is left.</summary>
[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GateRunTests : IAsyncDisposable
{
    // how long the end of a log is waited for
    private static readonly TimeSpan LogDeadline = TimeSpan.FromSeconds(10);

    private readonly GateFixture _gate = new();

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Test]
    public async Task A_green_run_is_0_and_leaves_its_reports_alone(CancellationToken cancellation)
    {
        _gate.Engine.Script("api", new ContainerScript { Log = [new ScriptedLine(TimeSpan.Zero, "it listens")] });

        var code = await _gate.GateAsync(cancellation);

        var session = _gate.Verdict.GetProperty("variants")[0].GetProperty("session").GetString()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero);
            Assert.That(_gate.Causes, Is.Empty);
            Assert.That(_gate.Phases, Is.EqualTo(new[] { "stack", "suite", "stop", "evidence", "clean-up" }));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
            Assert.That(_gate.UnderWay, Is.Empty);
            Assert.That(_gate.Returned, Is.EqualTo(new[] { false }));
            Assert.That(File.ReadAllText(Path.Combine(_gate.Artifacts, session, "logs", "api.log")), Is.EqualTo("it listens\n"));
            Assert.That(File.ReadAllText(Path.Combine(_gate.Artifacts, session, "plan.yaml")), Does.Contain("web"));
            Assert.That(File.ReadAllText(Path.Combine(_gate.Artifacts, "junit.xml")), Does.Contain("lists"));
            Assert.That(_gate.Output, Does.Contain("engine: in-memory engine at memory://gate/: the only one").And.Contain("[web] clean-up done"));
        }
    }

    [Test]
    public async Task A_control_that_is_red_as_it_must_be_is_0(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("expect: {outcome: failure, because: tests}"));
        _gate.Suite = GateFixture.Red;

        Assert.That(await _gate.GateAsync(cancellation), Is.Zero);
    }

    [Test]
    public async Task A_red_test_is_1(CancellationToken cancellation)
    {
        _gate.Suite = GateFixture.Red;

        await EndsAsync(1, "tests probe.lists: no list", cancellation);
    }

    [Test]
    public async Task A_suite_that_breaks_off_is_1(CancellationToken cancellation)
    {
        _gate.Suite = suite => suite.Exit(3);

        await EndsAsync(1, "suite probe: the suite ended with exit code 3 without a result file", cancellation);
    }

    [Test]
    public async Task A_service_that_ends_while_the_suite_runs_is_1_and_ends_the_suite(CancellationToken cancellation)
    {
        _gate.Suite = _ => _gate.Engine.Container("db").Exit(1);

        await EndsAsync(1, "service db: db ended", cancellation);
        Assert.That(_gate.Calls("StopContainer", "-suite-probe"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_change_that_does_not_apply_is_1_and_nothing_is_started(CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff.Replace("-old", "-older", StringComparison.Ordinal));
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };

        await EndsAsync(1, "change app: my.patch does not apply to app: app/x.py: hunk 1 of 1 (line 1) is rejected", cancellation);
        Assert.That(_gate.Calls("CreateNetwork"), Is.Zero);
    }

    [Test]
    public async Task A_change_that_applies_is_in_the_image_of_the_service_that_runs_it(CancellationToken cancellation)
    {
        var images = new List<string>();
        _gate.On("StartContainer", "-api", () => images.Add(_gate.Engine.Container("api").Spec.Image));
        _gate.Write("my.patch", GateFixture.Diff);
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.Zero);
            Assert.That(images, Has.One.StartsWith("glance-gate/app-changed:"));
            Assert.That(_gate.Phases[0], Is.EqualTo("changes"));
            Assert.That(_gate.Verdict.GetProperty("variants")[0].GetProperty("changes")[0].GetProperty("source").GetString(), Is.EqualTo("my.patch"));
        }
    }

    [Test]
    public async Task A_file_that_no_image_has_for_the_suite_is_1(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job(string.Empty, "{probe: {}, files: {guest: {image: app, path: /guest.raw}}}"));

        await EndsAsync(1, "suite : the suite's file 'guest' is not in the image 'app': /guest.raw", cancellation);
    }

    [Test]
    public async Task A_file_for_the_suite_is_taken_out_of_its_image_once(CancellationToken cancellation)
    {
        var given = new List<string>();
        _gate.Guest = "a disk";
        _gate.Write("jobs/web.yaml", GateFixture.Job(string.Empty, "{probe: {}, files: {guest: {image: app, path: /guest.raw}}}"));
        _gate.Suite = suite =>
        {
            given.Add(System.Text.Encoding.UTF8.GetString(suite.Files["/gate/files/guest/guest.raw"].Content.Span));
            GateFixture.Green(suite);
        };

        var codes = new[] { await _gate.GateAsync(cancellation), await _gate.GateAsync(cancellation) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(codes, Is.EqualTo(new[] { 0, 0 }));
            Assert.That(given, Is.EqualTo(new[] { "a disk", "a disk" }));
            Assert.That(_gate.Engine.Calls.Count(call => call.Operation == "CopyFileOut" && call.Command is ["/guest.raw"]), Is.EqualTo(1));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task A_mistake_in_a_job_file_is_2_and_takes_the_green_of_the_run_before(CancellationToken cancellation)
    {
        Assert.That(await _gate.GateAsync(cancellation), Is.Zero);
        _gate.Requests.Clear();
        _gate.Write("jobs/web.yaml", GateFixture.Job("timeut: 5m"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(2));
            Assert.That(_gate.Verdict.GetProperty("outcome").GetString(), Is.EqualTo("config-error"));
            Assert.That(_gate.Causes[0], Does.Contain("timeut"));
            Assert.That(File.ReadAllText(Path.Combine(_gate.Artifacts, "junit.xml")), Does.Contain("errors=\"1\""));
            Assert.That(_gate.Requests, Is.Empty);
        }
    }

    [Test]
    public async Task A_folder_of_reports_that_cannot_be_written_is_2_and_nothing_is_started(CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Artifacts = Path.Combine(_gate.Write("a-file", string.Empty), "artifacts") };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(2));
            Assert.That(_gate.Requests, Is.Empty);
        }
    }

    [Test]
    public async Task A_mistake_that_cannot_be_reported_is_2_and_said(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("timeut: 5m"));
        _gate.Settings = _gate.Settings with { Artifacts = Path.Combine(_gate.Write("a-file", string.Empty), "artifacts") };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(2));
            Assert.That(_gate.Errors, Does.StartWith("the reports could not be written to "));
        }
    }

    [Test]
    public async Task No_engine_is_3(CancellationToken cancellation)
    {
        _gate.NoEngine = "no container engine answers\nstart one";

        await EndsAsync(3, "engine : no container engine answers", cancellation);
    }

    [Test]
    public async Task An_image_that_does_not_build_is_3(CancellationToken cancellation)
    {
        _gate.Engine.BeforeCalls((call, _) => call.Operation == "BuildImage" && call.Target.StartsWith("glance-gate/base:", StringComparison.Ordinal)
            ? throw new EngineException("building base: no space left on device")
            : Task.CompletedTask);

        await EndsAsync(3, "engine : building base: no space left on device", cancellation);
        Assert.That(_gate.Verdict.GetProperty("variants").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_service_that_does_not_come_up_is_3_with_its_last_words_and_is_not_tried_again(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("attempts: 3"));
        _gate.Engine.Script("api", new ContainerScript { Log = [new ScriptedLine(TimeSpan.Zero, "no database")], ExitAfter = TimeSpan.Zero, ExitCode = 1 });

        await EndsAsync(3, "service api: api ended with exit code 1", cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_gate.Verdict.GetProperty("causes")[0].GetProperty("details")[0].GetString(), Is.EqualTo("no database"));
            Assert.That(_gate.Calls("CreateNetwork"), Is.EqualTo(1));
            Assert.That(_gate.Phases, Is.EqualTo(new[] { "stack", "stop", "evidence", "clean-up" }));
        }
    }

    [Test]
    public async Task An_engine_that_fails_the_set_up_is_tried_again_as_often_as_the_job_says(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("attempts: 2"));
        FailSetUps(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.Zero);
            Assert.That(_gate.Output, Does.Contain("set-up attempt 1 of 2 failed"));
            Assert.That(_gate.Verdict.GetProperty("variants")[0].GetProperty("attempt").GetInt32(), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task An_engine_that_fails_every_set_up_is_3(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("attempts: 2"));
        FailSetUps(2);

        await EndsAsync(3, "engine : ", cancellation);
        Assert.That(_gate.Calls("CreateNetwork"), Is.EqualTo(2));
    }

    [Test]
    public async Task An_engine_that_is_gone_while_the_suite_runs_is_3_and_blames_no_service(CancellationToken cancellation)
    {
        _gate.Suite = _ =>
        {
            _gate.Engine.Fail("GetInfo", null, "connection refused");
            _gate.Engine.Container("db").Exit(137);
        };

        await EndsAsync(3, "engine : the engine does not answer any more", cancellation);
    }

    [Test]
    public async Task An_engine_that_fails_the_suite_is_3(CancellationToken cancellation)
    {
        Fail("CreateContainer", "-suite-probe");

        await EndsAsync(3, "engine : CreateContainer", cancellation);
    }

    [Test]
    public async Task An_engine_that_fails_while_a_change_is_applied_is_3(CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff);
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };
        Fail("ReadFile", string.Empty);

        await EndsAsync(3, "engine : ReadFile: it is busy", cancellation);
        Assert.That(_gate.Calls("CreateNetwork"), Is.Zero);
    }

    [Test]
    public async Task A_stack_that_is_not_up_in_time_is_4_and_says_who_was_not_ready(CancellationToken cancellation)
    {
        _gate.Write("jobs/services/api.yaml", "- service: {name: api, image: app, healthcheck: {command: [ready], timeout: 1m}}");
        _gate.Write("jobs/web.yaml", GateFixture.Job("timeout: 30s"));
        _gate.Engine.Script("api", new ContainerScript { OnExec = (_, _, _) => Task.FromResult(new ExecResult(1, string.Empty, "not yet")) });
        _gate.On("Exec", "-api", () => _gate.Time.Advance(TimeSpan.FromSeconds(30)));

        await EndsAsync(4, "timeout stack: the variant ran over its time of 30 s in phase 'stack'", cancellation);
        Assert.That(_gate.Verdict.GetProperty("causes")[0].GetProperty("details")[0].GetString(), Does.StartWith("api starting"));
    }

    [Test]
    public async Task A_suite_that_does_not_end_in_time_is_4_and_is_ended(CancellationToken cancellation)
    {
        _gate.Suite = _ => _gate.Time.Advance(TimeSpan.FromMinutes(30));

        await EndsAsync(4, "timeout suite: the variant ran over its time of 30 min 00 s in phase 'suite'", cancellation);
    }

    [Test]
    public async Task A_change_that_takes_too_long_is_4_and_nothing_is_started(CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff);
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };
        _gate.On("ReadFile", string.Empty, () => _gate.Time.Advance(TimeSpan.FromMinutes(30)));

        await EndsAsync(4, "timeout changes: ", cancellation);
        Assert.That(_gate.Calls("CreateNetwork"), Is.Zero);
    }

    [TestCase("FindImage", "", Description = "images are made")]
    [TestCase("ReadFile", "", Description = "a change is applied")]
    [TestCase("CreateNetwork", "", Description = "the stack is begun")]
    [TestCase("StartContainer", "-api", Description = "services start")]
    [TestCase("WaitForExit", "-suite-probe", Description = "the suite runs")]
    [TestCase("StopContainer", "-db", Description = "services stop, after the tests")]
    [TestCase("Remove", "-db", Description = "everything is removed")]
    public async Task An_interruption_is_5_whenever_it_comes_and_leaves_nothing(string operation, string target, CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff);
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"], Keep = operation is "StopContainer" or "Remove" ? Keep.Never : Keep.Always };
        _gate.Suite = operation == "WaitForExit" ? _ => { } : GateFixture.Green;
        _gate.On(operation, target, _gate.Interrupt.Cancel);

        await EndsAsync(5, "interrupted : the run was interrupted", cancellation);
        Assert.That(_gate.Kept.Sessions(), Is.Empty, "who stops a run does not want its stack");
    }

    [Test]
    public async Task An_interruption_before_anything_is_5(CancellationToken cancellation)
    {
        await _gate.Interrupt.CancelAsync();

        await EndsAsync(5, "interrupted : the run was interrupted", cancellation);
        Assert.That(_gate.Engine.Calls, Has.All.Property(nameof(EngineCall.Operation)).EqualTo("List"));
    }

    [Test]
    public async Task A_container_that_cannot_be_removed_is_6(CancellationToken cancellation)
    {
        Fail("Remove", "-db");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(6));
            Assert.That(_gate.Causes[0], Does.StartWith("clean-up : container gate-").And.EndsWith("it is busy"));
            Assert.That(await _gate.LeftAsync(), Is.EqualTo(new[] { "gate-*-web-db" }));
        }
    }

    [Test]
    public async Task A_service_that_cannot_be_stopped_is_6(CancellationToken cancellation)
    {
        Fail("StopContainer", "-db");

        var run = _gate.GateAsync(cancellation);
        await _gate.Time.TimerAsync(LogDeadline).WaitAsync(cancellation);
        _gate.Time.Advance(LogDeadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await run, Is.EqualTo(6));
            Assert.That(_gate.Causes[0], Does.StartWith("clean-up : db was not stopped"));
            Assert.That(_gate.Causes[1], Does.StartWith("clean-up : the log of db was not read to its end"));
            Assert.That(await _gate.LeftAsync(), Is.Empty, "what is not stopped is removed all the same");
        }
    }

    [Test]
    public async Task Evidence_that_cannot_be_had_is_6(CancellationToken cancellation)
    {
        _gate.Suite = suite =>
        {
            Fail("InspectContainer", "-db");
            GateFixture.Green(suite);
        };

        await EndsAsync(6, "evidence db: the state of db could not be collected", cancellation);
    }

    [Test]
    public async Task A_report_that_cannot_be_written_is_6_and_the_others_are(CancellationToken cancellation)
    {
        _gate.Suite = suite =>
        {
            var report = Path.Combine(_gate.Artifacts, "junit.xml");
            File.Delete(report);
            Directory.CreateDirectory(report);
            GateFixture.Green(suite);
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(6));
            Assert.That(_gate.Output, Does.Contain($"the reports could not be written to {_gate.Artifacts}: junit.xml"));
            Assert.That(_gate.Verdict.GetProperty("outcome").GetString(), Is.EqualTo("success"), "it was written before");
        }
    }

    [Test]
    public async Task Output_that_nobody_saw_is_6(CancellationToken cancellation)
    {
        _gate.Around = _gate.Around with { Screen = _gate.Around.Screen with { Lost = () => "no space left" } };

        await EndsAsync(6, "evidence : what the run printed was lost: no space left", cancellation);
    }

    [Test]
    public async Task A_CI_system_is_told_what_failed(CancellationToken cancellation)
    {
        _gate.Variables["GITHUB_ACTIONS"] = "true";
        _gate.Suite = GateFixture.Red;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(1));
            Assert.That(_gate.Commands, Does.Contain("::error title=web::").And.Contain("no list"));
        }
    }

    [Test]
    public async Task A_CI_system_that_cannot_be_told_is_6(CancellationToken cancellation)
    {
        _gate.Variables["GITHUB_ACTIONS"] = "true";
        _gate.Variables["GITHUB_STEP_SUMMARY"] = _gate.Settings.Root;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(6));
            Assert.That(_gate.Output, Does.Contain("the CI system could not be told"));
        }
    }

    [Test]
    public async Task What_a_killed_run_left_is_swept_before_the_run(CancellationToken cancellation)
    {
        _gate.Leave("old", GateFixture.DeadOwner);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.Zero);
            Assert.That(_gate.Output, Does.Contain("swept what session old left behind: container old-db"));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task An_engine_that_does_not_answer_the_sweep_is_3_and_is_given_back(CancellationToken cancellation)
    {
        _gate.Engine.Fail("List", null, "no answer");

        Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(3));
        Assert.That(_gate.Returned, Is.EqualTo(new[] { false }));
    }

    [Test]
    public async Task A_stack_is_kept_with_all_that_is_needed_to_use_and_to_remove_it(CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Keep = Keep.Always };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.Zero);
            Assert.That(_gate.Phases, Is.EqualTo(new[] { "stack", "suite", "evidence", "keep" }));
            Assert.That(await _gate.LeftAsync(), Is.EqualTo(new[] { "gate-*-web-api", "gate-*-web-db", "gate-*-web-gateway", "gate-*-web-kept", "gate-*-web" }));
            Assert.That(_gate.Engine.Container("api").State.IsRunning, Is.True);
            Assert.That(_gate.Kept.List().Single().Variant, Is.EqualTo("web"));
            Assert.That(_gate.Returned, Is.EqualTo(new[] { true }), "the gate's own engine goes on");
            Assert.That(_gate.UnderWay, Is.Empty);
            Assert.That(_gate.Output, Does.Contain($"the stack is kept as {_gate.Kept.Sessions()[0]}"));
        }
    }

    [TestCase(true, 1)]
    [TestCase(false, 0)]
    public async Task On_failure_a_stack_is_kept_only_if_it_failed(bool isRed, int kept, CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Keep = Keep.OnFailure };
        _gate.Suite = isRed ? GateFixture.Red : GateFixture.Green;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(isRed ? 1 : 0));
            Assert.That(_gate.Kept.Sessions(), Has.Count.EqualTo(kept));
            Assert.That(await _gate.LeftAsync(), kept == 0 ? Is.Empty : Is.Not.Empty);
        }
    }

    [TestCase(false, 6, "clean-up : the stack could not be kept: ")]
    [TestCase(true, 1, "tests probe.lists: no list\nclean-up : the stack could not be kept: ")]
    public async Task A_stack_that_cannot_be_kept_is_removed_and_costs_no_result(bool isRed, int code, string causes, CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Keep = Keep.Always };
        _gate.Suite = isRed ? GateFixture.Red : GateFixture.Green;
        Fail("CreateContainer", "-kept");

        await EndsAsync(code, causes, cancellation);
        Assert.That(_gate.Kept.Sessions(), Is.Empty);
    }

    [TestCase("echo '/x/A.cs(1,2): error CS1026: ) expected'; exit 1", 1)]
    [TestCase("echo '/x/S.csproj : error NU1301: Unable to load the service index'; exit 1", 3)]
    public async Task A_project_that_does_not_build_is_1_where_its_code_is_wrong_and_3_where_the_machine_is(string build, int expected, CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job(string.Empty, "{project: S}"));
        _gate.ScriptDotnet(build, "exit 9");

        await EndsAsync(expected, "suite : the suite S does not build (exit code 1)", cancellation);
        Assert.That(_gate.Calls("CreateNetwork"), Is.Zero);
    }

    [Test]
    public async Task A_project_is_built_once_and_run_for_each_variant(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("matrix: {size: [small, large]}", "{project: S}"));
        var builds = Path.Combine(_gate.Settings.Root, "builds");
        _gate.ScriptDotnet(
            $$"""echo x >> {{builds}}; echo '{ "Properties": { "TargetPath": "/x/S.dll", "RunSettingsFilePath": "" } }'""",
            """echo '<test-run><test-suite result="Passed"><test-case fullname="S.lists" result="Passed"/></test-suite></test-run>' > "$RESULTS/r.xml" """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.Zero);
            Assert.That(_gate.Verdict.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("name").GetString()), Is.EqualTo(new[] { "web (small)", "web (large)" }));
            Assert.That(File.ReadAllLines(builds), Has.Length.EqualTo(1));
            Assert.That(_gate.UnderWay, Is.Empty);
        }
    }

    /// <summary>The run has the exit code, says so for that reason first, and leaves nothing of its session.</summary>
    private async Task EndsAsync(int code, string cause, CancellationToken cancellation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.GateAsync(cancellation), Is.EqualTo(code));
            Assert.That(_gate.Verdict.GetProperty("exitCode").GetInt32(), Is.EqualTo(code));
            Assert.That(string.Join('\n', _gate.Causes), Does.StartWith(cause));
            Assert.That(await _gate.LeftAsync(), Is.Empty);
            Assert.That(_gate.UnderWay, Is.Empty);
        }
    }

    private void Fail(string operation, string target) => _gate.On(operation, target, () => throw new EngineException($"{operation}: it is busy"));

    private void FailSetUps(int times)
    {
        var left = times;
        _gate.On("CreateNetwork", string.Empty, () =>
        {
            if (left-- > 0)
            {
                throw new EngineException("no address pool left");
            }
        });
    }
}
