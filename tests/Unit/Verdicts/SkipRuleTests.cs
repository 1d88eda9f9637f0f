using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

public sealed class SkipRuleTests
{
    private static readonly TestResult Ran = SampleRuns.Test("Boot.Works");
    private static readonly TestResult Skipped = SampleRuns.Test("Import.From_web", TestOutcome.Skipped, "no web");

    [Test]
    public void A_test_that_the_job_explains_may_be_skipped() =>
        Assert.That(VerdictJudge.Judge(Run([new("import", @"^Import\.", "There is no web.")], Ran, Skipped)).Outcome, Is.EqualTo(Outcome.Success));

    [Test]
    public void A_test_that_no_reason_names_may_not()
    {
        var verdict = VerdictJudge.Judge(Run([new("import", @"^Import\.From_disk$", "There is no disk.")], Ran, Skipped));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Failure));
            Assert.That(verdict.Causes[0].Kind, Is.EqualTo(CauseKinds.RequiredTestsSkipped));
            Assert.That(verdict.Causes[0].Subject, Is.EqualTo("Import.From_web"));
        }
    }

    [Test]
    public void A_reason_does_not_excuse_a_failure() =>
        Assert.That(VerdictJudge.Judge(Run([new("all", ".", "Whatever.")], Ran, Skipped with { Outcome = TestOutcome.Failed })).Outcome, Is.EqualTo(Outcome.Failure));

    [Test]
    public void Every_test_skipped_is_no_success_whatever_the_reasons() =>
        Assert.That(VerdictJudge.Judge(Run([new("all", ".", "Whatever.")], Skipped)).Causes[0].Kind, Is.EqualTo(CauseKinds.NoTests));

    [Test]
    public void Reasons_are_reported_with_their_tests_and_those_that_none_needed_as_news() => Assert.That(
        RunRemarks.Skips(Remarks(Run([new("import", @"^Import\.", "There is no web."), new("old", "^Boot", "It was so.")], Ran, Skipped))).Select(line => (line.Text, line.Role)),
        Is.EqualTo(new[]
        {
            ("1 test skipped as import: There is no web.", LineRole.Plain),
            ("no test was skipped as old: drop it from 'skips'", LineRole.Warning),
        }));

    [Test]
    public void A_test_that_lacks_a_capability_needs_no_reason() => Assert.That(
        Remarks(Run([new("all", ".", "Whatever.")], Ran, SampleRuns.Test("Ceph.Clones", TestOutcome.Skipped, "no ceph", "ceph"))).UnusedSkips,
        Has.Count.EqualTo(1));

    [Test]
    public void Of_a_control_and_of_a_suite_that_ran_in_part_no_reason_is_unused()
    {
        var run = Run([new("old", "^Boot", "It was so.")], Ran);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Remarks(run).UnusedSkips, Has.Count.EqualTo(1));
            Assert.That(Remarks(run with { Suite = run.Suite! with { Error = "it was stopped" } }).UnusedSkips, Is.Empty);
            Assert.That(Remarks(run with { Suite = null }).UnusedSkips, Is.Empty);
            Assert.That(Remarks(run with { Variant = run.Variant with { Suite = run.Variant.Suite with { Where = "x" } } }).UnusedSkips, Is.Empty);
            Assert.That(Remarks(run with { Variant = run.Variant with { Expect = new ExpectDefinition("failure", []) } }).UnusedSkips, Is.Empty);
        }
    }

    private static VariantRemarks Remarks(VariantRun run) => VerdictJudge.Judge(run).Remarks;

    private static VariantRun Run(AllowedSkip[] skips, params TestResult[] tests) => SampleRuns.Green with
    {
        Variant = SampleRuns.Variant with { Suite = SampleRuns.Variant.Suite with { Skips = skips } },
        Suite = SampleRuns.Suite(tests),
    };
}
