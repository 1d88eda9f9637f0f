using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

public sealed class ExpectationTests
{
    private static readonly VariantRun V1Used = SampleRuns.Green with
    {
        Audit = SampleRuns.BrokenAudit(("api", "3 v1 requests from api"), ("compute", "no v2 request from compute")),
        Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Fails", TestOutcome.Failed, "HTTP 500")),
    };

    private static readonly ExpectedCause[] All = [new("image-api-audit", "api", "v1"), new("image-api-audit", "compute"), new("tests", "Boot.Fails", "500")];

    [Test]
    public void What_a_control_may_have_to_end_as_is_an_outcome() =>
        Assert.That(JobLanguage.Outcomes, Is.SubsetOf(Enum.GetValues<Outcome>().Select(outcome => outcome.Word())));

    [Test]
    public void A_control_that_ends_as_it_must_is_success_and_remembers_what_it_was()
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Control("failure", All, V1Used));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Success));
            Assert.That(verdict.Actual, Is.EqualTo(Outcome.Failure));
            Assert.That(verdict.Causes, Is.Empty);
            Assert.That(verdict.Reasons, Is.EqualTo(VerdictJudge.Judge(V1Used).Causes).Using<Cause>((one, other) => CauseText.Of(one) == CauseText.Of(other)));
        }
    }

    [Test]
    public void The_reasons_of_a_control_that_does_not_end_as_it_must_are_its_causes()
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Control("failure", "log-scan", V1Used));

        Assert.That(verdict.Reasons, Is.SameAs(verdict.Causes).And.Not.Empty);
    }

    [TestCase(true, ExpectedResult = "Success")]
    [TestCase(false, ExpectedResult = "Failure")]
    public string A_control_that_must_be_green_with_a_warning_is_red_without(bool isSeen) => VerdictJudge.Judge(SampleRuns.Control("success", "log-warning", SampleRuns.Green with
    {
        Logs = new LogScan([], [], [], []) { Judged = ["api"], Warnings = isSeen ? [new LogWarning("api", "daemon", 3, 7, LogPhase.Start, "error : no device")] : [] },
    })).Outcome.ToString();

    [Test]
    public void A_kind_alone_names_every_cause_of_that_kind() => Assert.That(
        VerdictJudge.Judge(SampleRuns.Control("failure", [new("image-api-audit"), new("tests")], V1Used)).Outcome, Is.EqualTo(Outcome.Success));

    [Test]
    public void Words_may_stand_in_a_detail() => Assert.That(
        VerdictJudge.Judge(SampleRuns.Control(
            "failure",
            [new("required-tests-skipped", Says: "later")],
            SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("A.B", TestOutcome.Skipped, "later")) })).Outcome,
        Is.EqualTo(Outcome.Success));

    [Test]
    public void A_control_with_a_cause_that_it_does_not_name_is_a_failure_and_says_which() => Check(
        SampleRuns.Control("failure", All[..2], V1Used),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit api \"v1\" and image-api-audit compute, but it ended as failure because of test Boot.Fails: HTTP 500, which it does not name");

    [Test]
    public void A_control_without_a_cause_that_it_names_is_a_failure_and_says_which() => Check(
        SampleRuns.Control("failure", [.. All, new("log-scan", "api")], V1Used),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit api \"v1\" and image-api-audit compute and tests Boot.Fails \"500\" and log-scan api, but it ended as failure without log-scan api");

    [TestCase("compute", "v1")]
    [TestCase("api", "V1")]
    [TestCase("ap", "v1")]
    public void A_cause_of_another_subject_or_with_other_words_is_another(string subject, string says) => Assert.That(
        VerdictJudge.Judge(SampleRuns.Control("failure", [new("image-api-audit", subject, says), .. All[1..]], V1Used)).Outcome,
        Is.EqualTo(Outcome.Failure));

    [Test]
    public void Every_remark_on_causes_is_kept_as_a_detail() => Assert.That(
        VerdictJudge.Judge(SampleRuns.Control("failure", "log-scan", V1Used)).Causes[0].Details,
        Is.EqualTo(new[]
        {
            "because of image-api-audit api: 3 v1 requests from api, which it does not name",
            "because of image-api-audit compute: no v2 request from compute, which it does not name",
            "because of test Boot.Fails: HTTP 500, which it does not name",
            "without log-scan",
        }));

    [Test]
    public void The_consequences_of_a_crash_need_no_name_and_may_have_one()
    {
        var crashed = SampleRuns.Green with
        {
            Suite = new SuiteResult([], TimeSpan.Zero, "crash"),
            Audit = SampleRuns.BrokenAudit(("api", "no v2 request from api")),
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(VerdictJudge.Judge(SampleRuns.Control("failure", "suite", crashed)).Outcome, Is.EqualTo(Outcome.Success));
            Assert.That(VerdictJudge.Judge(SampleRuns.Control("failure", [new("suite"), new("image-api-audit", "api")], crashed)).Outcome, Is.EqualTo(Outcome.Success));
        }
    }

    [Test]
    public void A_control_that_is_green_is_a_failure() => Check(
        SampleRuns.Control("failure", "image-api-audit"),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but everything passed");

    [Test]
    public void A_control_that_fails_for_another_reason_is_a_failure_and_says_what_came() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "HTTP 500")) }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as failure because of test A.B: HTTP 500, which it does not name (and 1 more)");

    [Test]
    public void A_crashed_suite_whose_audit_saw_no_request_does_not_satisfy_a_control_of_the_audit() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with
        {
            Suite = new SuiteResult([], TimeSpan.Zero, "crash"),
            Audit = SampleRuns.BrokenAudit(("api", "no v2 request from api")),
        }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as failure because of suite TopDown: crash, which it does not name");

    [Test]
    public void A_suite_without_tests_whose_audit_saw_no_request_does_not_satisfy_a_control_of_the_audit() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with
        {
            Suite = SampleRuns.Suite(),
            Audit = SampleRuns.BrokenAudit(("api", "no v2 request from api")),
        }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as failure because of no-tests TopDown: the suite has no test to run, which it does not name");

    [Test]
    public void An_audit_that_could_not_be_made_does_not_satisfy_a_control_of_the_audit() => Check(
        SampleRuns.Control("failure", "image-api-audit", SampleRuns.Green with { Audit = SampleRuns.GoodAudit with { Gaps = ["nothing could be read"] } }),
        Outcome.Failure,
        "the control must end as failure because of image-api-audit, but it ended as post-failure because of evidence image-api: nothing could be read, which it does not name (and 1 more)");

    [Test]
    public void A_control_of_an_unknown_outcome_is_never_met() => Check(
        SampleRuns.Control("red", "tests"), Outcome.Failure, "the control must end as red because of tests, but everything passed");

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
        var verdict = VerdictJudge.Judge(SampleRuns.Control("failure", All, V1Used with { PostProblems = [SampleRuns.Problem()] }));
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
