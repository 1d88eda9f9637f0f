using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class ForeignSuiteTests
{
    private const string Probe = """
        description: A probe.
        command: [probe, --all]
        results: /suite/results.xml
        live: '^(?<passed>ok) (?<name>.*)$'
        where: A word.
        aliases: [elsewhere.example]
        mem_limit: 1g
        parameters:
          select: {type: texts, required: true, description: What.}
          workers: {type: number, description: How many.}
        """;

    [Test]
    public void A_description_is_read()
    {
        var suite = Variant("{probe: {select: [a, b], workers: 2}}").Suite.Foreign!.Suite;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(suite.Name, Is.EqualTo("probe"));
            Assert.That(suite.Command, Is.EqualTo(new[] { "probe", "--all" }));
            Assert.That(suite.Results, Is.EqualTo("/suite/results.xml"));
            Assert.That(suite.MemoryLimit, Is.EqualTo(1 << 30));
            Assert.That(suite.Aliases, Is.EqualTo(new[] { "elsewhere.example" }));
            Assert.That(suite.Parameters, Is.EqualTo(new[] { new SuiteParameter("select", "texts", "What.", true), new SuiteParameter("workers", "number", "How many.", false) }));
        }
    }

    [Test]
    public void A_job_uses_a_suite_by_the_name_of_its_folder()
    {
        var suite = Variant("{probe: {select: [a, b], workers: 2}, skips: {slow: {test: '^x', reason: Later.}}}").Suite;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(suite.Name, Is.EqualTo("probe"));
            Assert.That(suite.Project, Is.Empty);
            Assert.That(suite.Images, Is.EqualTo(new[] { "probe" }));
            Assert.That(suite.Foreign!.Values, Is.EqualTo(new Dictionary<string, IReadOnlyList<string>> { ["select"] = ["a", "b"], ["workers"] = ["2"] }));
            Assert.That(suite.Skips, Is.EqualTo(new[] { new AllowedSkip("slow", "^x", "Later.") }));
        }
    }

    [Test]
    public void A_project_that_is_inherited_is_left_with_null()
    {
        var text = Job("{project: null, probe: {select: a}}", parent: "{project: Suite, parameters: {a: b}}");
        var suite = Catalog(text).Select(JobSelection.Default with { Jobs = ["web"] }).Single().Suite;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(suite.Name, Is.EqualTo("probe"));
            Assert.That(suite.Parameters["a"], Is.EqualTo("b"));
        }
    }

    [TestCase("{project: Suite, probe: {select: a}}", DiagnosticCodes.TwoSuites, "jobs/web.yaml:3:29", "'project: null'")]
    [TestCase("{prob: {select: a}}", DiagnosticCodes.UnknownKey, "jobs/web.yaml:3:13", "did you mean 'probe'?")]
    [TestCase("{probe: {selct: a}}", DiagnosticCodes.UnknownKey, "jobs/web.yaml:3:21", "did you mean 'select'?")]
    [TestCase("{probe: {workers: many, select: a}}", DiagnosticCodes.WrongType, "jobs/web.yaml:3:30", "a number")]
    [TestCase("{probe: {}}", DiagnosticCodes.MissingKey, "jobs/web.yaml:3:20", "needs 'select'")]
    [TestCase("{probe: {select: a}, where: x}", DiagnosticCodes.SuiteSelection, "jobs/web.yaml:3:40", "select, workers")]
    [TestCase("{probe: {select: a}, skips: {slow: {test: '(', reason: x}}}", DiagnosticCodes.BadValue, "jobs/web.yaml:3:54", "a regular expression")]
    [TestCase("{probe: {select: a}, skips: {slow: {test: x}}}", DiagnosticCodes.MissingKey, "jobs/web.yaml:3:47", "'reason'")]
    [TestCase("{files: {}}", DiagnosticCodes.MissingKey, "jobs/web.yaml:3:12", "{probe: {...}}")]
    public void A_mistake_is_reported_with_its_place(string suite, string code, string place, string words)
    {
        var first = Catalog(Job(suite)).Diagnostics[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Code, Is.EqualTo(code), first.ToString());
            Assert.That(first.Span!.ToString(), Does.StartWith(place));
            Assert.That($"{first.Message} {first.Suggestion}", Does.Contain(words));
        }
    }

    [Test]
    public void The_command_line_selects_if_the_suite_can() =>
        Assert.That(Variant("{probe: {select: a}}", where: "boot").Suite.Where, Is.EqualTo("boot"));

    [Test]
    public void The_command_line_cannot_select_of_a_suite_that_cannot()
    {
        var catalog = Catalog(Job("{probe: {select: a}}"), Probe.Replace("where: A word.\n", "", StringComparison.Ordinal));
        Assert.That(
            () => catalog.Select(JobSelection.Default with { Jobs = ["web"], Where = "boot" }),
            Throws.TypeOf<JobConfigurationException>().With.Message.Contains("takes no test selection"));
    }

    [TestCase("command: [probe, --all]\n", "", "needs 'command'")]
    [TestCase("results: /suite", "results: suite", "an absolute path")]
    [TestCase("(?<passed>ok)", "ok", "'live' must say")]
    [TestCase("type: texts", "type: many", "must be a type")]
    public void A_mistake_in_a_description_is_the_only_one_that_is_reported(string good, string bad, string words)
    {
        var diagnostics = Catalog(Job("{probe: {select: a}}"), Probe.Replace(good, bad, StringComparison.Ordinal)).Diagnostics;
        Assert.That(diagnostics.Single().Message, Does.Contain(words));
    }

    [Test]
    public void A_suite_may_not_have_the_name_of_a_key() =>
        Assert.That(
            JobCatalog.Read([], _ => true, _ => true, [new JobFile("build/Images/where/suite.yaml", Probe)]).Diagnostics.Single().Message,
            Does.Contain("cannot be called 'where'"));

    [Test]
    public void The_plan_shows_the_suite()
    {
        var plan = PlanWriter.Write(Variant("{probe: {select: ['^a, [b]$', c], workers: 2}, skips: {slow: {test: '^x', reason: Later.}}}").WithChangesRead());
        Assert.That(plan, Does.Contain("""
            suite:
              probe:
                select: ["^a, [b]$", c]
                workers: 2
              where: ""
              skips:
                slow:
                  test: ^x
                  reason: Later.
            """));
    }

    /// <summary>The suite stands in line 3, from column 12 on.</summary>
    private static string Job(string suite, string? parent = null) => string.Join('\n',
    [
        "#> jobs/web.yaml",
        "- job:",
        "    name: web",
        $"    suite: {suite}",
        .. parent is null ? (string[])[] : ["    parent: base"],
        "    services: {db: {}}",
        .. parent is null ? (string[])[] : [$"- job: {{name: base, abstract: true, suite: {parent}}}"],
    ]);

    private static JobCatalog Catalog(string text, string suite = Probe) =>
        JobCatalog.Read(Fixture.Parse("inline", text).Files, _ => true, name => name == "base", [new JobFile("build/Images/probe/suite.yaml", suite)]);

    private static FrozenVariant Variant(string suite, string? where = null)
    {
        var catalog = Catalog(Job(suite));
        Assert.That(catalog.Diagnostics, Is.Empty, () => DiagnosticPrinter.Print(catalog.Diagnostics));
        return catalog.Select(JobSelection.Default with { Jobs = ["web"], Where = where }).Single();
    }
}
