using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Runs;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

public sealed class MinimumRuleTests
{
    private static readonly SuiteResult TwoOfThree = SampleRuns.Suite(
        SampleRuns.Test("A.A"), SampleRuns.Test("A.B", TestOutcome.Failed, "no"), SampleRuns.Test("A.C", TestOutcome.Skipped, "requires capability 'quick'", "quick"));

    [Test]
    public void Fewer_tests_than_pinned_are_a_failure_with_the_number_and_what_was_skipped()
    {
        var cause = Judge(3).Causes[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cause.Kind, Is.EqualTo(CauseKinds.TooFewTests));
            Assert.That(cause.Subject, Is.EqualTo("TopDown"));
            Assert.That(cause.Message, Is.EqualTo("executed 2 tests, the job asks for at least 3"));
            Assert.That(cause.Details, Is.EqualTo(new[] { "1 skipped: requires capability 'quick'" }));
            Assert.That(Judge(3).Outcome, Is.EqualTo(Outcome.Failure));
        }
    }

    [TestCase(2, true)]
    [TestCase(1, true)]
    [TestCase(3, false)]
    public void As_many_as_pinned_and_another_selection_are_none(int minimum, bool applies) =>
        Assert.That(Judge(minimum, applies).Causes.Select(cause => cause.Kind), Has.None.EqualTo(CauseKinds.TooFewTests));

    [Test]
    public void A_suite_that_crashed_or_was_broken_off_is_not_counted()
    {
        var crashed = Pinned(9) with { Suite = TwoOfThree with { Error = "crash" } };
        var late = Pinned(9) with { Interruption = SampleRuns.Stopped(Outcome.TimedOut, CauseKinds.Timeout).Interruption };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(VerdictJudge.Judge(crashed).Causes.Select(cause => cause.Kind), Has.None.EqualTo(CauseKinds.TooFewTests));
            Assert.That(VerdictJudge.Judge(late).Causes.Select(cause => cause.Kind), Has.None.EqualTo(CauseKinds.TooFewTests));
        }
    }

    [TestCase(1, true, ExpectedResult = "executed 2 tests, more than minimum-tests asks for: raise it from 1, so that it notices when one goes")]
    [TestCase(2, true, ExpectedResult = "")]
    [TestCase(3, true, ExpectedResult = "")]
    [TestCase(3, false, ExpectedResult = "minimum-tests does not apply: its 3 tests are of another selection than this run's")]
    public string A_number_that_says_less_than_it_could_is_remarked(int minimum, bool applies) =>
        string.Join('\n', RunRemarks.Minimum(Judge(minimum, applies).Remarks).Select(line => line.Text));

    [Test]
    public void Of_a_control_and_of_a_run_that_was_broken_off_no_number_is_remarked()
    {
        var control = Pinned(1) with { Variant = Pinned(1).Variant with { Expect = new ExpectDefinition("failure", []) } };
        var late = Pinned(1) with { Interruption = SampleRuns.Stopped(Outcome.TimedOut, CauseKinds.Timeout).Interruption };
        using (Assert.EnterMultipleScope())
        {
            foreach (var run in new[] { control, late, Pinned(1) with { Suite = null }, Pinned(1) with { Suite = TwoOfThree with { Error = "crash" } } })
            {
                Assert.That(VerdictJudge.Judge(run).Remarks.Minimum, Is.Null);
            }
        }
    }

    [Test]
    public void A_suite_on_a_kept_stack_is_counted_too()
    {
        var green = SampleRuns.Suite(SampleRuns.Test("A.A"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(KeptSuite.OutcomeOf(Pinned(2).Variant.Suite, green), Is.EqualTo(Outcome.Failure));
            Assert.That(KeptSuite.Describe(Pinned(2).Variant.Suite, green), Does.Contain("executed 1 test, the job asks for at least 2"));
            Assert.That(KeptSuite.OutcomeOf(Pinned(1).Variant.Suite, green), Is.EqualTo(Outcome.Success));
            Assert.That(KeptSuite.OutcomeOf(Pinned(2, applies: false).Variant.Suite, green), Is.EqualTo(Outcome.Success));
        }
    }

    private static VariantVerdict Judge(int minimum, bool applies = true) => VerdictJudge.Judge(Pinned(minimum, applies));

    private static VariantRun Pinned(int minimum, bool applies = true) => SampleRuns.Green with
    {
        Suite = TwoOfThree,
        Variant = SampleRuns.Variant with { Suite = SampleRuns.Variant.Suite with { Pinned = new PinnedTests(minimum, applies) } },
    };
}
