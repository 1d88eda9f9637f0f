using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class SelectionTests
{
    private const string Files = """
        #> jobs/web.yaml
        - job:
            name: base
            abstract: true
            timeout: 10m
            services: {db: {}, api: {}}
            suite: {project: Suite, where: "cat == smoke"}
        - job:
            name: web
            parent: base
            matrix: {virt: [red, green]}
        - job:
            name: plain
            parent: base
        - job:
            name: changed
            parent: base
            changes: [{project: one, patch: changes/good.patch}]
        - project:
            check: {jobs: [plain, web]}
            gate: {jobs: [{web: {voting: false, timeout: 1h}}]}
        - project:
            gate: {jobs: [plain]}
        #> jobs/virt/red.yaml
        - virt: {name: red}
        #> jobs/virt/green.yaml
        - virt: {name: green}
        """;

    private static readonly JobCatalog Catalog = Fixture.Catalog(Files);

    [Test]
    public void Without_arguments_the_check_pipeline_is_selected_in_its_order()
    {
        Assert.That(Names(JobSelection.Default), Is.EqualTo(new[] { "plain", "web (red)", "web (green)" }));
    }

    [Test]
    public void A_pipeline_joins_its_jobs_from_all_projects_and_may_change_them()
    {
        var variants = Catalog.Select(JobSelection.Default with { Pipeline = "gate" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variants.Select(variant => variant.Name), Is.EqualTo(new[] { "web (red)", "web (green)", "plain" }));
            Assert.That(variants.Select(variant => variant.Voting), Is.EqualTo(new[] { false, false, true }));
            Assert.That(variants[0].Timeout, Is.EqualTo(TimeSpan.FromHours(1)));
            Assert.That(variants[2].Timeout, Is.EqualTo(TimeSpan.FromMinutes(10)));
        }
    }

    [Test]
    public void A_pipeline_has_the_jobs_of_those_that_it_includes_before_its_own_and_may_give_them_other_values()
    {
        var catalog = Fixture.Catalog($"""
            {Files}
            #> jobs/more.yaml
            - project:
                experimental: {Including("changed, {web: {voting: true}}", "gate")}
            - project:
                quick: {Including("changed", "check")}
            """);
        var included = catalog.Select(JobSelection.Default with { Pipeline = "experimental" });
        var checks = catalog.Select(JobSelection.Default with { Pipeline = "quick" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(included.Select(variant => variant.Name), Is.EqualTo(new[] { "web (red)", "web (green)", "plain", "changed" }));
            Assert.That(included.Select(variant => variant.Voting), Is.All.True, "the values here are laid over those of the included pipeline");
            Assert.That(included[0].Timeout, Is.EqualTo(TimeSpan.FromHours(1)), "which stay where nothing is said here");
            Assert.That(checks.Select(variant => variant.Name), Is.EqualTo(new[] { "plain", "web (red)", "web (green)", "changed" }));
        }

        static string Including(string jobs, string pipeline) => $"{{jobs: [{jobs}], include: {pipeline}}}";
    }

    private const string WithFiles = """
        #> jobs/web.yaml
        - job: {name: any, suite: {project: Suite}, services: {db: {}}}
        - job: {name: code, parent: any, files: ['^src/', '\.py$']}
        - job: {name: docs, parent: code, files: '^docs/'}
        - job: {name: no-docs, parent: any, irrelevant-files: ['^docs/']}
        - job: {name: both, parent: no-docs, files: ['^docs/a', '^src/'], +irrelevant-files: ['\.md$']}
        - project: {check: {jobs: [any, code, docs, no-docs, both]}, gate: {jobs: [docs]}}
        """;

    [TestCase("", "any code docs no-docs both")]
    [TestCase("src/x", "any code no-docs both")]
    [TestCase("docs/a", "any docs")]
    [TestCase("docs/a src/x.md", "any code docs no-docs")]
    [TestCase("docs/a src/x.cs", "any code docs no-docs both")]
    [TestCase("README", "any no-docs")]
    public void A_job_of_a_pipeline_runs_for_the_files_that_it_names(string changed, string expected)
    {
        var selection = JobSelection.Default with { ChangedFiles = changed.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
        var catalog = Fixture.Catalog(WithFiles);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(' ', catalog.Select(selection).Select(variant => variant.Name)), Is.EqualTo(expected));
            Assert.That(string.Join(' ', catalog.Explain(selection).Where(decision => decision.Runs).Select(decision => decision.Job)), Is.EqualTo(expected));
        }
    }

    [Test]
    public void It_is_explained_why_a_job_runs_or_does_not() => Assert.That(
        Fixture.Catalog(WithFiles).Explain(JobSelection.Default with { ChangedFiles = ["docs/b", "x.md"] }).Select(decision => decision.ToString()),
        Is.EqualTo(new[]
        {
            "any: runs: it says nothing of files",
            "code: does not run, because of jobs/web.yaml:2: no changed file matches its 'files'",
            "docs: runs, because of jobs/web.yaml:3: 'docs/b' matches '^docs/' of its 'files'",
            "no-docs: runs, because of jobs/web.yaml:4: 'x.md' matches none of its 'irrelevant-files'",
            "both: does not run, because of jobs/web.yaml:5: no changed file matches its 'files'",
        }));

    [Test]
    public void A_job_that_is_named_runs_for_any_files_and_a_pipeline_of_which_nothing_is_left_is_refused()
    {
        var catalog = Fixture.Catalog(WithFiles);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(catalog.Select(JobSelection.Default with { Jobs = ["docs"], ChangedFiles = ["src/x"] }).Single().Name, Is.EqualTo("docs"));
            Assert.That(
                Assert.Throws<JobConfigurationException>(() => catalog.Select(JobSelection.Default with { Pipeline = "gate", ChangedFiles = ["src/x"] }))!.Diagnostics.Select(item => $"{item.Code} {item.Message}"),
                Is.EqualTo(new[] { "GATE037 no job of pipeline 'gate' runs for the changed files" }));
        }
    }

    [Test]
    public void Jobs_are_selected_by_name_as_they_are_declared()
    {
        Assert.That(
            Names(JobSelection.Default with { Jobs = ["web", "plain"] }),
            Is.EqualTo(new[] { "web (red)", "web (green)", "plain" }));
    }

    [Test]
    public void A_job_and_a_pipeline_together_take_the_pipelines_values()
    {
        var variants = Catalog.Select(JobSelection.Default with { Pipeline = "gate", Jobs = ["web"] });

        Assert.That(
            variants.Select(variant => (variant.Name, variant.Voting)),
            Is.EqualTo(new[] { ("web (red)", false), ("web (green)", false) }));
    }

    [TestCase("red")]
    [TestCase("web (red)")]
    public void A_variant_is_selected_by_value_or_by_name(string word)
    {
        Assert.That(Names(JobSelection.Default with { Variants = [word] }), Is.EqualTo(new[] { "web (red)" }));
    }

    [Test]
    public void The_command_lines_where_narrows_the_jobs_own()
    {
        var variants = Catalog.Select(JobSelection.Default with { Jobs = ["plain"], Where = "test =~ Boot" });

        Assert.That(variants[0].Suite.Where, Is.EqualTo("(cat == smoke) and (test =~ Boot)"));
    }

    [Test]
    public void Every_mistake_of_a_selection_is_reported()
    {
        var found = Refused(new JobSelection(null, ["wbe", "base", "web"], ["blue", "rde"], ["no-equals"], null));

        Assert.That(found.Select(item => $"{item.Code} {item.Message} | {item.Suggestion}"), Is.EqualTo(new[]
        {
            "GATE033 there is no job 'wbe' | did you mean 'web'?",
            "GATE034 no selected job has a variant 'blue' | there is web (red), web (green)",
            "GATE034 no selected job has a variant 'rde' | did you mean 'red'? there is web (red), web (green)",
            "GATE070 an override must be address=value | as in --set service.mem_limit=1g",
            "GATE032 job 'base' is abstract and cannot run | select one that inherits from it: web, plain, changed",
        }));
    }

    [TestCase("chek", "there is no pipeline 'chek'", "did you mean 'check'?")]
    [TestCase("periodic", "no project has a job in pipeline 'periodic'", "there are jobs in check, gate")]
    public void A_pipeline_that_is_not_there_is_refused(string name, string message, string suggestion)
    {
        var found = Refused(JobSelection.Default with { Pipeline = name });

        Assert.That(
            found.Select(item => (item.Code, item.Message, item.Suggestion)),
            Is.EqualTo(new[] { (DiagnosticCodes.UnknownPipeline, message, (string?)suggestion) }));
    }

    [Test]
    public void A_job_outside_the_named_pipeline_is_refused()
    {
        var found = Refused(JobSelection.Default with { Pipeline = "check", Jobs = ["changed"] });

        Assert.That(found.Select(item => item.Message), Is.EqualTo(new[] { "job 'changed' is not in pipeline 'check'" }));
    }

    [Test]
    public void A_job_has_its_changes_with_the_place_of_each()
    {
        var change = Catalog.Select(JobSelection.Default with { Jobs = ["changed"] }).Single().Changes.Single();

        Assert.That($"{change.Project} {change.Patch} {change.Source}", Is.EqualTo("one changes/good.patch jobs/web.yaml:17:37"));
    }

    [Test]
    public void Broken_files_refuse_every_selection_with_their_mistakes()
    {
        var catalog = Fixture.Load("broken", "many-files").Read();

        var thrown = Assert.Throws<JobConfigurationException>(() => catalog.Select(JobSelection.Default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown!.Diagnostics, Is.EqualTo(catalog.Diagnostics));
            Assert.That(thrown.Message, Does.EndWith($"{catalog.Diagnostics.Count} errors"));
        }
    }

    [Test]
    public void Reading_twice_gives_the_same_variants_in_the_same_order()
    {
        var texts = Enumerable.Range(0, 2).Select(_ => PlanWriter.Write([.. Fixture.Catalog(Files).Select(JobSelection.Default).Select(variant => variant.WithChangesRead())], origins: true));

        Assert.That(texts.Distinct().Count(), Is.EqualTo(1));
    }

    private static IEnumerable<string> Names(JobSelection selection) => Catalog.Select(selection).Select(variant => variant.Name);

    private static IReadOnlyList<Diagnostic> Refused(JobSelection selection) =>
        Assert.Throws<JobConfigurationException>(() => Catalog.Select(selection))!.Diagnostics;
}
