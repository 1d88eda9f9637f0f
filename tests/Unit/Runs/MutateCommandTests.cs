using System.Text.Json;
using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Runs;
using GlanceGate.Unit.Engine.InMemory;

namespace GlanceGate.Unit.Runs;

/// <summary>The target Mutate. The service <c>api</c> says by a fact how it is, and the suite's only test, of check L1, is red when that is "broken".</summary>
[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MutateCommandTests : IAsyncDisposable
{
    private const string Patch = "Mutation: The source is another.\nProject: app\nCaught-by: L1\nSource: Nowhere.\n\n" + GateFixture.Diff;

    private readonly GateFixture _gate = new();

    public MutateCommandTests()
    {
        _gate.Write("jobs/services/api.yaml", "- service: {name: api, image: app, environment: {MODE: fine}, facts: {mode: [mode]}}");
        _gate.Write("jobs/web.yaml", GateFixture.Job(string.Empty, "{project: S}"));
        _gate.Write("tests/Mutations/mode.yaml", Sets("broken"));
        _gate.Engine.Script("api", new ContainerScript
        {
            OnExec = (api, _, _) => Task.FromResult(new ExecResult(0, api.Spec.Image.Contains("changed", StringComparison.Ordinal) ? "broken" : api.Spec.Environment["MODE"], string.Empty)),
        });
        _gate.On("StartContainer", "-api", () =>
        {
            if (_gate.Engine.Container("api").Spec.Environment["MODE"] == "dead")
            {
                throw new EngineException("it cannot be started");
            }
        });
        Suite($"""if grep -q broken "$GATE_STACK"; then echo '{Red}' > "$RESULTS/r.xml"; exit 1; else echo '{Green}' > "$RESULTS/r.xml"; fi""");
    }

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Test]
    public async Task Mutations_that_are_caught_are_0_and_leave_nothing(CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/source.patch", Patch);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.Zero);
            Assert.That(Verdicts, Is.EquivalentTo(new[] { "mode caught", "source caught" }));
            Assert.That(_gate.Calls("CreateContainer", "-db"), Is.EqualTo(1), "only what is different is replaced");
            Assert.That(_gate.Calls("CreateContainer", "-api"), Is.EqualTo(4), "as it is, with each mutation, and as it was");
            Assert.That(File.ReadAllText(Path.Combine(_gate.Artifacts, "mutations.md")), Does.Contain("source"));
            await AssertNothingIsLeftAsync();
        }
    }

    [TestCase("other", "missed", "every test of L1 passed")]
    [TestCase("dead", "invalid", "it cannot be started")]
    public async Task A_mutation_that_is_not_caught_is_1(string mode, string verdict, string reason, CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/mode.yaml", Sets(mode));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(1));
            Assert.That(Verdicts, Is.EqualTo(new[] { $"mode {verdict}" }));
            Assert.That(File.ReadAllText(Path.Combine(_gate.Artifacts, "mutations.json")), Does.Contain(reason));
            await AssertNothingIsLeftAsync();
        }
    }

    [Test]
    public async Task A_service_may_be_what_catches_a_mutation(CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/mode.yaml", Sets("dead").Replace("L1", "service", StringComparison.Ordinal));

        Assert.That(await MutateAsync(cancellation), Is.Zero);
    }

    [Test]
    public async Task A_mutation_that_does_not_apply_is_1_and_the_next_is_tried(CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/source.patch", Patch.Replace("-old", "-older", StringComparison.Ordinal));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(1));
            Assert.That(Verdicts, Is.EquivalentTo(new[] { "mode caught", "source invalid" }));
        }
    }

    [Test]
    public async Task A_suite_that_is_red_without_mutations_is_1(CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Sets = ["api.environment.MODE=broken"], WholeSuite = WholeSuite.Always };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(1));
            Assert.That(_gate.Output, Does.Contain("without any mutation the suite is not green"));
            await AssertNothingIsLeftAsync();
        }
    }

    [Test]
    public async Task Images_that_were_removed_meanwhile_are_made_again(CancellationToken cancellation)
    {
        string? first = null;
        _gate.Write("tests/Mutations/source.patch", Patch);
        _gate.Write("my.patch", "--- /dev/null\n+++ b/app/y.py\n@@ -0,0 +1 @@\n+mine\n");
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };
        _gate.Engine.Script("api", new ContainerScript
        {
            OnExec = (api, _, _) => Task.FromResult(new ExecResult(0, api.Spec.Image == (first ??= api.Spec.Image) ? api.Spec.Environment["MODE"] : "broken", string.Empty)),
        });
        _gate.On("StartContainer", "-api", () =>
        {
            foreach (var old in _gate.Engine.ListImagesAsync(GateLabels.Base, default).GetAwaiter().GetResult())
            {
                _gate.Engine.RemoveImageAsync(old.Reference, default).GetAwaiter().GetResult();
            }
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.Zero, _gate.Errors);
            Assert.That(Verdicts, Is.EquivalentTo(new[] { "mode caught", "source caught" }));
        }
    }

    [Test]
    public async Task A_change_of_the_job_that_does_not_apply_is_1_and_nothing_is_started(CancellationToken cancellation)
    {
        _gate.Write("my.patch", GateFixture.Diff.Replace("-old", "-older", StringComparison.Ordinal));
        _gate.Settings = _gate.Settings with { Changes = ["app=my.patch"] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(1));
            Assert.That(_gate.Errors, Does.Contain("my.patch does not apply to app").And.Contain("    -older"));
            Assert.That(_gate.Calls("CreateNetwork"), Is.Zero);
        }
    }

    [Test]
    public async Task An_interruption_is_5_and_what_is_known_is_written(CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/more.yaml", Sets("other"));
        var moves = 0;
        _gate.On("CreateContainer", "-api", () =>
        {
            if (++moves == 3)
            {
                _gate.Interrupt.Cancel();
            }
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(5));
            Assert.That(Verdicts, Has.Count.EqualTo(1));
            await AssertNothingIsLeftAsync();
        }
    }

    [Test]
    public async Task A_run_that_was_interrupted_goes_on_where_it_was(CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/more.yaml", Sets("broken-too"));
        _gate.Settings = _gate.Settings with { Resume = ResultFile };
        var moves = 0;
        _gate.On("CreateContainer", "-api", () =>
        {
            if (++moves == 3)
            {
                _gate.Interrupt.Cancel();
            }
        });
        Assert.That(await MutateAsync(cancellation), Is.EqualTo(5));
        Assert.That(_gate.Errors, Does.Contain("so nothing is taken over").And.Contain($"goes on with --resume={ResultFile}"));

        var before = _gate.Calls("CreateContainer", "-api");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await AgainAsync(cancellation), Is.Zero);
            Assert.That(Verdicts, Is.EqualTo(new[] { "mode caught", "more caught" }));
            Assert.That(_gate.Calls("CreateContainer", "-api") - before, Is.EqualTo(3), "as it is, with the other mutation, and as it was");
            Assert.That(_gate.Output, Does.Contain("taken over from an earlier run: 1, 1 of them from one that ended before its tests ran again"));
        }
    }

    [Test]
    public async Task With_everything_known_no_stack_is_needed_and_results_of_others_are_not_lost(CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/more.yaml", Sets("broken-too"));
        Assert.That(await MutateAsync(cancellation), Is.Zero);
        var networks = _gate.Calls("CreateNetwork");
        _gate.Settings = _gate.Settings with { Resume = ResultFile, Mutations = ["more"] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await AgainAsync(cancellation), Is.Zero);
            Assert.That(Verdicts, Is.EqualTo(new[] { "more caught" }));
            Assert.That(_gate.Calls("CreateNetwork"), Is.EqualTo(networks));
            Assert.That(Results.GetProperty("earlier").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()), Is.EqualTo(new[] { "mode" }));
            Assert.That(_gate.Output, Does.Not.Contain("of them from one that ended"));
        }
    }

    [TestCase("tests/Mutations/mode.yaml", "caught-by: L1", "caught-by: [L1]  # the same", 0)]
    [TestCase("tests/Mutations/mode.yaml", "MODE=broken", "MODE=broken-too", 1)]
    [TestCase("jobs/web.yaml", "name: web", "name: web\n    timeout: 7m", 1)]
    [TestCase("tests/S/Suite.cs", "", "// more", 1)]
    [TestCase("build/Images/app/Dockerfile", "FROM base", "FROM base\n# more", 1)]
    public async Task A_result_is_taken_over_only_while_all_is_the_same(string file, string old, string edited, int sessions, CancellationToken cancellation)
    {
        _gate.Write("tests/S/Suite.cs", "// ");
        Assert.That(await MutateAsync(cancellation), Is.Zero);
        var networks = _gate.Calls("CreateNetwork");
        var path = Path.Combine(_gate.Settings.Root, file);
        File.WriteAllText(path, old.Length == 0 ? edited : File.ReadAllText(path).Replace(old, edited, StringComparison.Ordinal));
        _gate.Settings = _gate.Settings with { Resume = ResultFile };

        using (Assert.EnterMultipleScope())
        {
            await AgainAsync(cancellation);
            Assert.That(Verdicts, Has.Count.EqualTo(1));
            Assert.That(_gate.Calls("CreateNetwork") - networks, Is.EqualTo(sessions));
            Assert.That(Results.GetProperty("earlier").GetArrayLength(), Is.Zero, "what is known anew takes its place");
        }
    }

    [TestCase("no JSON")]
    [TestCase("{}")]
    [TestCase("null")]
    public async Task A_file_that_holds_no_results_is_2(string text, CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Resume = _gate.Write("old.json", text) };

        await RefusesAsync(cancellation);
    }

    [Test]
    public async Task Each_mutation_is_tried_once_on_the_first_variant_that_can_show_it(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("matrix: {size: [small, large]}", "{project: S}"));
        _gate.Write("tests/Mutations/wide.yaml", Sets("broken") + "variant: large\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.Zero);
            Assert.That(Placed, Is.EqualTo(new[] { "mode caught on web (small)", "wide caught on web (large)" }));
            Assert.That(_gate.Calls("CreateNetwork"), Is.EqualTo(2));
            Assert.That(File.ReadAllText(Path.Combine(_gate.Artifacts, "mutations.md")), Does.Contain("| all | 100 % | 2 |"));
            await AssertNothingIsLeftAsync();
        }
    }

    [Test]
    public async Task A_mutation_whose_check_has_no_test_on_a_variant_is_tried_on_the_next(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("matrix: {size: [small, large]}", "{project: S}"));
        Suite($"""
            if grep -q small "$GATE_STACK"; then echo '{Result("Skipped", string.Empty).Replace("</test-suite>", """<test-case fullname="S.other" result="Passed"/></test-suite>""", StringComparison.Ordinal)}' > "$RESULTS/r.xml";
            elif grep -q broken "$GATE_STACK"; then echo '{Red}' > "$RESULTS/r.xml"; else echo '{Green}' > "$RESULTS/r.xml"; fi
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.Zero);
            Assert.That(Placed, Is.EqualTo(new[] { "mode caught on web (large)" }));
        }
    }

    [Test]
    public async Task A_variant_whose_stack_does_not_come_up_leaves_the_others_alone(CancellationToken cancellation)
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job("matrix: {size: [small, large]}", "{project: S}"));
        _gate.Write("tests/Mutations/wide.yaml", Sets("broken") + "variant: large\n");
        var networks = 0;
        _gate.On("CreateNetwork", string.Empty, () => networks++);
        _gate.On("StartContainer", "-db", () =>
        {
            if (networks == 1)
            {
                throw new EngineException("it cannot be started");
            }
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(3));
            Assert.That(Placed, Is.EqualTo(new[] { "wide caught on web (large)" }));
            Assert.That(_gate.Output, Does.Contain("web (small): ").And.Contain("it cannot be started"));
        }
    }

    [TestCase("other", "source kept-green", 0, 1)]
    [TestCase("broken", "source false-alarm", 1, 2)]
    public async Task With_what_does_no_harm_a_whole_run_must_stay_green(string mode, string expected, int code, int sessions, CancellationToken cancellation)
    {
        File.Delete(Path.Combine(_gate.Settings.Root, "tests", "Mutations", "mode.yaml"));
        _gate.Write("tests/Mutations/harmless/source.yaml", Sets(mode).Replace("L1", "nothing", StringComparison.Ordinal));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(code));
            Assert.That(Verdicts, Is.EqualTo(new[] { expected }));
            Assert.That(_gate.Calls("CreateNetwork"), Is.EqualTo(sessions), "one more to see how it is without, when something is red");
            await AssertNothingIsLeftAsync();
        }
    }

    [Test]
    public async Task What_is_red_without_a_harmless_change_is_not_its_fault(CancellationToken cancellation)
    {
        File.Delete(Path.Combine(_gate.Settings.Root, "tests", "Mutations", "mode.yaml"));
        _gate.Write("tests/Mutations/harmless/source.patch", Patch.Replace("L1", "nothing", StringComparison.Ordinal));
        _gate.Settings = _gate.Settings with { Sets = ["api.environment.MODE=broken"] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(1));
            Assert.That(Verdicts, Is.EqualTo(new[] { "source invalid" }));
            Assert.That(_gate.Output, Does.Contain("the run is red without it, too"));
        }
    }

    [Test]
    public async Task Results_that_cannot_be_written_are_6(CancellationToken cancellation)
    {
        Directory.CreateDirectory(ResultFile);

        Assert.That(await MutateAsync(cancellation), Is.EqualTo(6));
        Assert.That(_gate.Errors, Does.Contain("mutations.json and mutations.md could not be written"));
    }

    [Test]
    public async Task A_stack_that_does_not_come_up_is_3(CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Sets = ["api.environment.MODE=dead"] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(3));
            Assert.That(Verdicts, Is.Empty);
            await AssertNothingIsLeftAsync();
        }
    }

    [Test]
    public async Task A_container_that_cannot_be_removed_is_6(CancellationToken cancellation)
    {
        _gate.On("Remove", "-db", () => throw new EngineException("it is busy"));

        Assert.That(await MutateAsync(cancellation), Is.EqualTo(6));
        Assert.That(_gate.Errors, Does.Contain("it is busy"));
    }

    [TestCase(true, "broken", 0)]
    [TestCase(false, "other", 1)]
    public async Task The_stack_is_kept_without_mutations(bool always, string mode, int code, CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/mode.yaml", Sets(mode));
        _gate.Settings = _gate.Settings with { Keep = always ? Keep.Always : Keep.OnFailure };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(code));
            Assert.That(_gate.Kept.Sessions(), Has.Count.EqualTo(1));
            Assert.That(_gate.Engine.Container("api").Spec.Environment["MODE"], Is.EqualTo("fine"));
            Assert.That(await _gate.RunAsync(commands => commands.SuiteAsync(), cancellation), Is.Zero);
        }
    }

    [Test]
    public async Task No_mutations_are_2(CancellationToken cancellation)
    {
        File.Delete(Path.Combine(_gate.Settings.Root, "tests", "Mutations", "mode.yaml"));

        await RefusesAsync(cancellation);
    }

    [TestCase("set: [\"nobody.environment.MODE=x\"]")]
    [TestCase("set: [\"api.environmint.MODE=x\"]")]
    [TestCase("variant: large\nset: [\"api.environment.MODE=x\"]")]
    public async Task A_mutation_that_the_stack_cannot_have_is_2(string content, CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/mode.yaml", $"mutation: x\ncaught-by: L1\nsource: y\n{content}\n");
        _gate.Settings = _gate.Settings with { Mutations = ["mode"] };

        await RefusesAsync(cancellation);
    }

    [TestCase("nobody")]
    [TestCase("source")]
    public async Task A_mutation_that_is_unknown_or_of_what_nobody_runs_is_2(string name, CancellationToken cancellation)
    {
        _gate.Write("tests/Mutations/source.patch", Patch.Replace("Project: app", "Project: other", StringComparison.Ordinal));
        _gate.Settings = _gate.Settings with { Mutations = [name] };

        await RefusesAsync(cancellation);
    }

    private string ResultFile => Path.Combine(_gate.Artifacts, "mutations.json");

    private JsonElement Results => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(ResultFile));

    private IReadOnlyList<string> Verdicts =>
        [.. Results.GetProperty("mutations").EnumerateArray().Select(result => $"{result.GetProperty("name").GetString()} {result.GetProperty("result").GetString()}")];

    private IReadOnlyList<string> Placed =>
        [.. Verdicts.Zip(Results.GetProperty("mutations").EnumerateArray(), (verdict, result) => $"{verdict} on {result.GetProperty("variant").GetString()}")];

    private static string Red { get; } = Result("Failed", "<failure><message>no list</message></failure>");

    private static string Green { get; } = Result("Passed", string.Empty);

    // A new command, which nobody has interrupted.
    private async Task<int> AgainAsync(CancellationToken cancellation)
    {
        var outcome = new RunOutcome();
        outcome.Record(await new GateCommands(_gate.Settings, _gate.Around, cancellation).MutateAsync());
        return outcome.ExitCode(cake: 0);
    }

    private void Suite(string test) => _gate.ScriptDotnet("""echo '{ "Properties": { "TargetPath": "/x/S.dll", "RunSettingsFilePath": "" } }'""", test);

    private async Task RefusesAsync(CancellationToken cancellation)
    {
        Assert.That(await MutateAsync(cancellation), Is.EqualTo(2));
        Assert.That(_gate.Requests, Is.Empty, "nothing was started");
    }

    private async Task AssertNothingIsLeftAsync()
    {
        Assert.That(await _gate.LeftAsync(), Is.Empty);
        Assert.That(_gate.UnderWay, Is.Empty);
    }

    private Task<int> MutateAsync(CancellationToken cancellation) => _gate.RunAsync(commands => commands.MutateAsync(), cancellation);

    private static string Sets(string mode) => $"mutation: The mode is another.\ncaught-by: L1\nsource: Nowhere.\nset: [\"api.environment.MODE={mode}\"]\n";

    private static string Result(string result, string more) =>
        $"""<test-run><test-suite result="{result}"><test-case fullname="S.lists" result="{result}"><properties><property name="Check" value="L1"/></properties>{more}</test-case></test-suite></test-run>""";
}
