using System.Text.Json;
using GlanceGate.CommandLine;
using GlanceGate.Engine;
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
        _gate.ScriptDotnet(
            """echo '{ "Properties": { "TargetPath": "/x/S.dll", "RunSettingsFilePath": "" } }'""",
            $"""if grep -q broken "$GATE_STACK"; then echo '{Result("Failed", "<failure><message>no list</message></failure>")}' > "$RESULTS/r.xml"; exit 1; else echo '{Result("Passed", string.Empty)}' > "$RESULTS/r.xml"; fi""");
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
        _gate.Settings = _gate.Settings with { Sets = ["api.environment.MODE=broken"], WholeSuite = true };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MutateAsync(cancellation), Is.EqualTo(1));
            Assert.That(_gate.Output, Does.Contain("without any mutation the suite is not green"));
            await AssertNothingIsLeftAsync();
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

    private IReadOnlyList<string> Verdicts =>
    [
        .. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(_gate.Artifacts, "mutations.json"))).GetProperty("mutations").EnumerateArray()
            .Select(result => $"{result.GetProperty("name").GetString()} {result.GetProperty("result").GetString()}"),
    ];

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
