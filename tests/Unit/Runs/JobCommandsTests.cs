using GlanceGate.Jobs.Language;

namespace GlanceGate.Unit.Runs;

/// <summary>The targets that read job files and start nothing.</summary>
[TestFixture]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JobCommandsTests : IAsyncDisposable
{
    private readonly GateFixture _gate = new();

    public JobCommandsTests()
    {
        _gate.Write("jobs/web.yaml", GateFixture.Job(string.Empty, "{project: S}"));
        _gate.Write("tests/S/S.csproj", "<Project/>");
        _gate.Write("tests/Mutations/mode.yaml", "mutation: x\ncaught-by: L1\nsource: y\nset: [\"api.environment.MODE=x\"]\n");
    }

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Test]
    public async Task Validate_reads_every_job_and_every_mutation(CancellationToken cancellation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _gate.RunAsync(commands => commands.Validate(), cancellation), Is.Zero);
            Assert.That(_gate.Output, Is.EqualTo($"every job file is valid; selected: web{Environment.NewLine}every mutation file is valid for web: 1{Environment.NewLine}"));
        }
    }

    [TestCase("jobs/services/other.yaml", "- service: {name: other, imoge: base}")]
    [TestCase("tests/Mutations/mode.yaml", "mutation: x\ncaught-by: L1\nsource: y\nset: [\"nobody.environment.MODE=x\"]\n")]
    [TestCase("tests/Mutations/mode.yaml", "mutation: x\ncaught-by: L1\nsource: y\nvariant: large\nset: [\"api.environment.MODE=x\"]\n")]
    [TestCase("build/Images/probe/suite.yaml", "description: A probe.\n")]
    public async Task Validate_of_a_mistake_anywhere_is_2(string file, string text, CancellationToken cancellation)
    {
        _gate.Write(file, text);

        Assert.That(await _gate.RunAsync(commands => commands.Validate(), cancellation), Is.EqualTo(2));
    }

    [Test]
    public async Task Plan_prints_the_frozen_jobs(CancellationToken cancellation)
    {
        Assert.That(await _gate.RunAsync(commands => commands.Plan(), cancellation), Is.Zero);
        Assert.That(_gate.Output, Does.Contain("web").And.Contain("image: app"));
    }

    [Test]
    public async Task Schema_and_keys_are_written_beside_the_jobs(CancellationToken cancellation)
    {
        var file = Path.Combine(_gate.Settings.Root, "jobs", "schema", "jobs.schema.json");

        Assert.That(await _gate.RunAsync(commands => commands.Schema(), cancellation), Is.Zero);
        Assert.That(_gate.Output, Is.EqualTo(string.Join(Environment.NewLine, file, Path.Combine(_gate.Settings.Root, JobKeys.Path), "")));
        Assert.That(File.ReadAllText(file), Does.Contain("probe"));
    }

    [Test]
    public async Task Schema_with_a_suite_that_is_described_wrongly_is_2(CancellationToken cancellation)
    {
        _gate.Write("build/Images/probe/suite.yaml", "description: A probe.\n");

        Assert.That(await _gate.RunAsync(commands => commands.Schema(), cancellation), Is.EqualTo(2));
    }

    [Test]
    public async Task Help_names_every_target_and_every_argument(CancellationToken cancellation)
    {
        Assert.That(await _gate.RunAsync(commands => commands.Help(), cancellation), Is.Zero);
        Assert.That(_gate.Output, Does.Contain("  Mutate ").And.Contain("  --busy-loops="));
    }
}
