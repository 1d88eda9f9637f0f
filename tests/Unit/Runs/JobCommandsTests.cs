using System.Diagnostics;
using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;
using GlanceGate.Runs;
using GlanceGate.Verdicts;

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
        Assert.That(await _gate.RunAsync(commands => commands.PlanAsync(), cancellation), Is.Zero);
        Assert.That(_gate.Output, Does.Contain("web").And.Contain("image: app"));
    }

    [Test]
    public async Task A_plan_against_a_commit_has_what_is_changed_new_and_gone(CancellationToken cancellation)
    {
        _gate.Write("jobs/old.yaml", "- job: {name: old, parent: web}");
        Commit();
        File.Delete(Path.Combine(_gate.Settings.Root, "jobs/old.yaml"));
        _gate.Write("jobs/web.yaml", GateFixture.Job("timeout: 7m", "{project: S}"));
        _gate.Write("jobs/new.yaml", "- job: {name: new, parent: web, timeout: 1h}");
        _gate.Settings = _gate.Settings with { Diff = "HEAD" };

        Assert.That(await _gate.RunAsync(commands => commands.PlanAsync(), cancellation), Is.Zero, _gate.Errors);
        var lines = _gate.Output.Split(Environment.NewLine);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Take(4), Is.EqualTo(new[] { "against HEAD: of 3 variants 1 changed, 1 new, 1 gone", "- old", "~ web", "+ new" }));
            Assert.That(lines, Has.One.EqualTo("--- old/web.yaml").And.One.EqualTo("+++ new/web.yaml").And.One.EqualTo("+timeout: 7m"));
        }
    }

    [TestCase("HEAD~1", "not a valid object name")]
    [TestCase("no such branch", "not a valid object name")]
    public async Task A_plan_against_no_commit_is_refused_in_the_words_of_git(string commit, string words, CancellationToken cancellation)
    {
        Commit();
        _gate.Settings = _gate.Settings with { Diff = commit };

        await Assert.ThatAsync(() => PlanAsync(cancellation), Throws.TypeOf<GateArgumentException>().With.Message.Contains($"'--diff={commit}'").And.Message.Contains(words));
    }

    [Test]
    public async Task A_plan_against_a_commit_of_mistakes_is_refused_and_says_that_they_are_its(CancellationToken cancellation)
    {
        var file = _gate.Write("jobs/web.yaml", GateFixture.Job("timeuot: 7m", "{project: S}"));
        Commit();
        File.WriteAllText(file, GateFixture.Job("timeout: 7m", "{project: S}"));
        _gate.Settings = _gate.Settings with { Diff = "HEAD" };

        await Assert.ThatAsync(
            () => PlanAsync(cancellation), Throws.TypeOf<GateArgumentException>().With.Message.Contains("the job files of that commit have mistakes").And.Message.Contains("timeuot"));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task A_plan_against_a_commit_is_text_alone(bool explain, bool json, CancellationToken cancellation)
    {
        _gate.Settings = _gate.Settings with { Diff = "HEAD", Explain = explain, Json = json };

        await Assert.ThatAsync(() => PlanAsync(cancellation), Throws.TypeOf<GateArgumentException>().With.Message.Contains("leave out --explain and --format"));
    }

    [TestCase("new", "", "+ new")]
    [TestCase("web", "", "")]
    [TestCase("", "new", "+ new")]
    [TestCase("", "web", "")]
    public async Task A_plan_against_a_commit_has_what_is_selected_alone(string job, string variant, string expected, CancellationToken cancellation)
    {
        Commit();
        _gate.Write("jobs/new.yaml", "- job: {name: new, parent: web, timeout: 1h}");
        _gate.Settings = _gate.Settings with { Diff = "HEAD", Jobs = Named(job), Variants = Named(variant) };

        Assert.That(await _gate.RunAsync(commands => commands.PlanAsync(), cancellation), Is.Zero, _gate.Errors);
        Assert.That(_gate.Output.Split(Environment.NewLine).Skip(1).First(), Is.EqualTo(expected));

        static string[] Named(string name) => name.Length > 0 ? [name] : [];
    }

    [TestCase("newt", null, "did you mean")]
    [TestCase(null, "newt", "newt")]
    public async Task A_plan_against_a_commit_of_a_selection_that_is_nowhere_is_refused(string? job, string? variant, string words, CancellationToken cancellation)
    {
        Commit();
        _gate.Write("jobs/new.yaml", "- job: {name: new, parent: web}");
        _gate.Settings = _gate.Settings with { Diff = "HEAD", Jobs = job is null ? [] : [job], Variants = variant is null ? [] : [variant] };

        await Assert.ThatAsync(() => PlanAsync(cancellation), Throws.TypeOf<JobConfigurationException>().With.Message.Contains(words));
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

    private Task<Outcome> PlanAsync(CancellationToken cancellation) => new GateCommands(_gate.Settings, _gate.Around, cancellation).PlanAsync();

    private void Commit()
    {
        Git("init", "--quiet");
        Git("add", "--all");
        Git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=x");
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _gate.Settings.Root })!;
        git.WaitForExit();
        Assert.That(git.ExitCode, Is.Zero, $"git {arguments[0]}");
    }
}
