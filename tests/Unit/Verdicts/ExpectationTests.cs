using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

public sealed class ExpectationTests
{
    private static readonly VariantRun V1Used = SampleRuns.Green with
    {
        Audit = SampleRuns.GoodAudit with { Violations = ["3 v1 requests from api"] },
        Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Fails", TestOutcome.Failed, "HTTP 500")),
    };

    [TestCase("image-api-audit")]
    [TestCase("tests")]
    [TestCase(null)]
    public void A_control_that_ends_as_it_must_is_success_and_remembers_what_it_was(string? because)
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Control("failure", because, V1Used));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Success));
            Assert.That(verdict.Actual, Is.EqualTo(Outcome.Failure));
            Assert.That(verdict.Causes, Is.Empty);
        }
    }

    [TestCase(true, ExpectedResult = "Success")]
    [TestCase(false, ExpectedResult = "Failure")]
    public string A_control_that_must_be_green_with_a_warning_is_red_without(bool isSeen) => VerdictJudge.Judge(SampleRuns.Control("success", "log-warning", SampleRuns.Green with
    {
        Logs = new LogScan([], [], [], []) { Judged = ["api"], Warnings = isSeen ? [new LogWarning("api", "daemon", 3, 7, LogPhase.Start, "error : no device")] : [] },
    })).Outcome.ToString();

    [Test]
    public void A_control_that_is_green_is_a_failure() => Check(
        SampleRuns.Control("failure", "image-api-audit"),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but everything passed");

    [Test]
    public void A_control_that_fails_for_another_reason_is_a_failure_and_says_what_came() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "HTTP 500")) }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as failure because of tests: HTTP 500");

    [Test]
    public void A_crashed_suite_whose_audit_saw_no_request_does_not_satisfy_a_control_of_the_audit() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with
        {
            Suite = new SuiteResult([], TimeSpan.Zero, "crash"),
            Audit = SampleRuns.GoodAudit with { Violations = ["no v2 request from api"] },
        }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as failure because of suite: crash");

    [Test]
    public void A_suite_without_tests_whose_audit_saw_no_request_does_not_satisfy_a_control_of_the_audit() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with
        {
            Suite = SampleRuns.Suite(),
            Audit = SampleRuns.GoodAudit with { Violations = ["no v2 request from api"] },
        }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as failure because of no-tests: the suite has no test to run");

    [Test]
    public void An_audit_that_could_not_be_made_does_not_satisfy_a_control_of_the_audit() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with { Audit = SampleRuns.GoodAudit with { Gaps = ["nothing could be read"] } }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as post-failure because of evidence: nothing could be read");

    [Test]
    public void A_control_of_an_unknown_outcome_is_never_met() => Check(
        SampleRuns.Control("red", null), Outcome.Failure, "the control must end as red, but everything passed");

    [TestCase("Infrastructure")]
    [TestCase("TimedOut")]
    [TestCase("Aborted")]
    public void A_control_that_never_came_to_the_point_keeps_its_outcome(string outcome)
    {
        var run = SampleRuns.Stopped(Enum.Parse<Outcome>(outcome), CauseKinds.Service);
        var verdict = VerdictJudge.Judge(SampleRuns.Control("failure", "image-api-audit", run));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Enum.Parse<Outcome>(outcome)));
            Assert.That(verdict.Causes.Select(cause => cause.Kind), Is.EqualTo(new[] { CauseKinds.Service, CauseKinds.Expectation }));
        }
    }

    [Test]
    public void A_control_of_a_service_that_must_fail_is_met_by_that()
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Control("infrastructure", "service", SampleRuns.Stopped(Outcome.Infrastructure, CauseKinds.Service)));
        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Success));
    }

    [Test]
    public void A_control_of_a_service_that_must_fail_is_not_met_by_the_engine()
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Control("infrastructure", "service", SampleRuns.Stopped(Outcome.Infrastructure, CauseKinds.Engine)));
        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Infrastructure));
    }

    [Test]
    public void A_control_that_is_met_but_leaves_something_behind_is_a_post_failure()
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Control("failure", "image-api-audit", V1Used with { PostProblems = [SampleRuns.Problem()] }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.PostFailure));
            Assert.That(verdict.Causes.Select(cause => cause.Kind), Is.EqualTo(new[] { CauseKinds.CleanUp }));
        }
    }

    private static void Check(VariantRun run, Outcome outcome, string message)
    {
        var verdict = VerdictJudge.Judge(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(outcome));
            Assert.That(verdict.Causes[0].Kind, Is.EqualTo(CauseKinds.Expectation));
            Assert.That(verdict.Causes[0].Message, Is.EqualTo(message));
        }
    }
}
