using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

/// <summary>Which number of tests a variant must execute, from the places that may give one.</summary>
[TestFixture]
internal sealed class PinnedTestsTests
{
    [TestCase("", "", "", null, false)]
    [TestCase("", "", "minimum-tests: {Suite: 5}", 5, true, TestName = "A_matrix_value_counts_the_whole_suite")]
    [TestCase("minimum-tests: {Suite: 4}", "", "minimum-tests: {Suite: 5}", 5, true, TestName = "A_matrix_value_is_laid_over_the_job")]
    [TestCase("minimum-tests: {Suite: 4}", "minimum-tests: {Suite: null}", "", null, false, TestName = "A_null_removes_it")]
    [TestCase("where: x", "", "minimum-tests: {Suite: 5}", 5, false, TestName = "A_selection_leaves_the_number_of_the_whole_suite")]
    [TestCase("where: x, minimum-tests: {Suite: 2}", "", "minimum-tests: {Suite: 5}", 2, true, TestName = "A_selection_may_have_its_own_number")]
    [TestCase("where: x, minimum-tests: {Suite: 2}", "where: y", "", 2, false, TestName = "A_narrower_selection_leaves_the_number")]
    [TestCase("where: x, minimum-tests: {Suite: 2}", "where: y, minimum-tests: {Suite: 1}", "", 1, true, TestName = "A_narrower_selection_may_have_its_own")]
    [TestCase("where: x, minimum-tests: {Suite: 2}", "where: x", "", 2, true, TestName = "The_same_selection_keeps_the_number")]
    [TestCase("where: x", "where: ''", "minimum-tests: {Suite: 5}", 5, true, TestName = "A_selection_that_is_taken_back_is_the_whole_suite")]
    [TestCase("", "project: Other", "minimum-tests: {Suite: 5}", null, false, TestName = "Another_suite_is_not_meant")]
    [TestCase("", "project: null, probe: {select: a}", "minimum-tests: {Suite: 5}", null, false, TestName = "A_foreign_suite_is_not_meant")]
    [TestCase("", "project: null, probe: {select: a}, minimum-tests: {probe: 3}", "minimum-tests: {Suite: 5}", 3, true, TestName = "A_foreign_suite_has_its_own_number")]
    [TestCase("project: null, probe: {select: a}, minimum-tests: {probe: 3}", "probe: {select: b}", "", 3, false, TestName = "A_foreign_suites_other_selection_leaves_the_number")]
    public void The_number_is_of_the_selection_that_it_was_given_for(string parent, string child, string value, int? minimum, bool applies)
    {
        var pinned = Select(parent, child, value, where: null);
        Assert.That(pinned, Is.EqualTo(minimum is { } number ? new PinnedTests(number, applies) : null));
    }

    [TestCase("", "", "minimum-tests: {Suite: 5}")]
    [TestCase("where: x, minimum-tests: {Suite: 5}", "", "")]
    public void The_command_lines_selection_leaves_it(string parent, string child, string value) =>
        Assert.That(Select(parent, child, value, where: "y"), Is.EqualTo(new PinnedTests(5, Applies: false)));

    [TestCase("minimum-tests: {Suite: 0}", "from 1 to 1000000")]
    [TestCase("minimum-tests: 5", "write TopDown: 100")]
    public void A_number_that_is_none_is_a_mistake(string value, string help) =>
        Assert.That(Fixture.Catalog(Files("", "", value)).Diagnostics.Single().Suggestion, Is.EqualTo(help));

    private static PinnedTests? Select(string parent, string child, string value, string? where)
    {
        const string probe = "description: x\ncommand: [x]\nresults: /x\nwhere: x\nparameters: {select: {type: texts, description: x}}\n";
        var files = Fixture.Parse("inline", Files(parent, child, value)).Files;
        JobFile[] suites = [new("tests/Suite/suite.yaml", "description: x\n"), new("tests/Other/suite.yaml", "description: x\n"), new("build/Images/probe/suite.yaml", probe)];
        var catalog = JobCatalog.Read(files, _ => true, _ => true, suites);
        Assert.That(catalog.Diagnostics, Is.Empty, () => DiagnosticPrinter.Print(catalog.Diagnostics));
        return catalog.Select(JobSelection.Default with { Jobs = ["web"], Where = where }).Single().Suite.Pinned;
    }

    private static string Files(string parent, string child, string value) => $$$"""
        #> jobs/web.yaml
        - job: {name: root, abstract: true, suite: {project: Suite, where: ""}, services: {db: {}}, matrix: {virt: [red]}}
        - job: {name: base, parent: root, abstract: true, suite: { {{{parent}}} }}
        - job: {name: web, parent: base, suite: { {{{child}}} }}
        #> jobs/virt/red.yaml
        - virt: {name: red, suite: { {{{value}}} }}
        """;
}
