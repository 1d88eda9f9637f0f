using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

public sealed class VerdictJudgeTests
{
    [Test]
    public void Everything_in_order_is_success_without_causes()
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Green);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Success));
            Assert.That(verdict.Actual, Is.EqualTo(Outcome.Success));
            Assert.That(verdict.Causes, Is.Empty);
        }
    }

    [Test]
    public void A_failed_test_is_a_failure_that_names_the_test() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("Boot.Fails", TestOutcome.Failed, "  Expected: 1\n  But was:  2\n")) },
        Outcome.Failure,
        (CauseKinds.Tests, "Boot.Fails", "Expected: 1 But was:  2"));

    [Test]
    public void Every_failed_test_is_a_cause_in_the_order_of_the_suite() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("B.One", TestOutcome.Failed, "first"), SampleRuns.Test("A.Two", TestOutcome.Failed, "second")) },
        Outcome.Failure,
        (CauseKinds.Tests, "B.One", "first"),
        (CauseKinds.Tests, "A.Two", "second"));

    [Test]
    public void Tests_that_failed_alike_are_one_cause() => Check(
        SampleRuns.Green with
        {
            Suite = SampleRuns.Suite(
                SampleRuns.Test("A.One", TestOutcome.Failed, "no stack"),
                SampleRuns.Test("A.Two", TestOutcome.Failed, "other"),
                SampleRuns.Test("A.Three", TestOutcome.Failed, "no stack"),
                SampleRuns.Test("A.Four", TestOutcome.Failed, "no stack")),
        },
        Outcome.Failure,
        (CauseKinds.Tests, "A.One", "no stack (and 2 more tests with the same message)"),
        (CauseKinds.Tests, "A.Two", "other"));

    [Test]
    public void No_test_at_all_is_a_failure() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite() }, Outcome.Failure, (CauseKinds.NoTests, "TopDown", "the suite has no test to run"));

    [Test]
    public void No_test_for_the_selection_says_the_selection() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite(), Variant = SampleRuns.Variant with { Suite = SampleRuns.Variant.Suite with { Where = "test == X" } } },
        Outcome.Failure,
        (CauseKinds.NoTests, "TopDown", "the suite has no test to run (selection: test == X)"));

    [Test]
    public void Only_rightly_skipped_tests_are_no_tests() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("Ceph.Clones", TestOutcome.Skipped, "no ceph", "ceph")) },
        Outcome.Failure,
        (CauseKinds.NoTests, "TopDown", "every one of the 1 tests was skipped"));

    [Test]
    public void A_test_skipped_for_a_capability_that_the_variant_lacks_is_allowed() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("Ceph.Clones", TestOutcome.Skipped, "no ceph", "volumes", "ceph")) },
        Outcome.Success);

    [Test]
    public void A_test_skipped_for_a_capability_that_the_variant_has_is_a_failure() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("Volume.Boots", TestOutcome.Skipped, "no volumes", "volumes")) },
        Outcome.Failure,
        (CauseKinds.RequiredTestsSkipped, "Volume.Boots", "1 test that this variant must run was skipped"));

    [Test]
    public void A_test_skipped_without_naming_a_capability_is_a_failure() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("A.B", TestOutcome.Skipped), SampleRuns.Test("A.C", TestOutcome.Skipped, "later")) },
        Outcome.Failure,
        (CauseKinds.RequiredTestsSkipped, "A.B", "2 tests that this variant must run were skipped"));

    [Test]
    public void Skipped_tests_are_listed_with_their_reason()
    {
        var verdict = VerdictJudge.Judge(SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("A.B", TestOutcome.Skipped), SampleRuns.Test("A.C", TestOutcome.Skipped, "later")) });
        Assert.That(verdict.Causes[0].Details, Is.EqualTo(new[] { "A.B", "A.C: later" }));
    }

    [Test]
    public void A_broken_audit_is_a_failure_of_each_client_that_comes_before_failed_tests() => Check(
        SampleRuns.Green with
        {
            Audit = SampleRuns.BrokenAudit(("api", "2 v1 requests from api"), ("compute", "no v2 request from compute"), ("compute", "1 time GET /x by compute")),
            Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Fails", TestOutcome.Failed, "HTTP 500")),
        },
        Outcome.Failure,
        (CauseKinds.ImageApiAudit, "api", "2 v1 requests from api"),
        (CauseKinds.ImageApiAudit, "compute", "no v2 request from compute"),
        (CauseKinds.ImageApiAudit, "compute", "1 time GET /x by compute"),
        (CauseKinds.Tests, "Boot.Fails", "HTTP 500"));

    [Test]
    public void An_audit_that_was_not_made_is_a_post_failure() => Check(
        SampleRuns.Green with { Audit = null }, Outcome.PostFailure, (CauseKinds.Evidence, "image-api", "the audit that the job asks for was not made"));

    [Test]
    public void An_audit_with_gaps_is_a_post_failure() => Check(
        SampleRuns.Green with { Audit = SampleRuns.GoodAudit with { Gaps = ["the address of api is not known"] } },
        Outcome.PostFailure,
        (CauseKinds.Evidence, "image-api", "the address of api is not known"));

    [Test]
    public void A_failed_test_outranks_a_gap_of_the_audit() => Check(
        SampleRuns.Green with { Audit = SampleRuns.GoodAudit with { Gaps = ["gap"] }, Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "no")) },
        Outcome.Failure,
        (CauseKinds.Tests, "A.B", "no"),
        (CauseKinds.Evidence, "image-api", "gap"));

    [Test]
    public void A_job_without_audit_needs_none() => Check(
        SampleRuns.Green with { Audit = null, Variant = SampleRuns.Variant with { Audit = null } }, Outcome.Success);

    [Test]
    public void A_suite_that_crashed_is_a_failure_and_explains_the_audit_after_it()
    {
        var run = SampleRuns.Green with
        {
            Suite = new SuiteResult([], TimeSpan.Zero, "the suite ended with exit code 134\nProcess terminated.\ndead"),
            Audit = SampleRuns.BrokenAudit(("api", "no v2 request from api")),
        };
        Check(
            run,
            Outcome.Failure,
            (CauseKinds.Suite, "TopDown", "the suite ended with exit code 134"),
            (CauseKinds.ImageApiAudit, "api", "no v2 request from api"));
        Assert.That(VerdictJudge.Judge(run).Causes[0].Details, Is.EqualTo(new[] { "Process terminated.", "dead" }));
    }

    [Test]
    public void A_suite_that_passed_and_then_crashed_is_a_failure() => Check(
        SampleRuns.Green with { Suite = SampleRuns.Green.Suite! with { Error = "no test failed, but the suite ended with exit code 1" } },
        Outcome.Failure,
        (CauseKinds.Suite, "TopDown", "no test failed, but the suite ended with exit code 1"));

    [Test]
    public void A_suite_that_never_ran_without_a_reason_is_not_green() => Check(
        SampleRuns.Green with { Suite = null },
        Outcome.Infrastructure,
        (CauseKinds.Suite, "TopDown", "the suite never ran"));

    [Test]
    public void A_problem_of_clean_up_alone_is_a_post_failure() => Check(
        SampleRuns.Green with { PostProblems = [SampleRuns.Problem()] }, Outcome.PostFailure, (CauseKinds.CleanUp, "net", "network net is left"));

    [Test]
    public void A_failed_test_outranks_a_problem_of_clean_up_which_is_still_listed() => Check(
        SampleRuns.Green with { PostProblems = [SampleRuns.Problem()], Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "no")) },
        Outcome.Failure,
        (CauseKinds.Tests, "A.B", "no"),
        (CauseKinds.CleanUp, "net", "network net is left"));

    [TestCase("Infrastructure", CauseKinds.Service)]
    [TestCase("TimedOut", CauseKinds.Timeout)]
    [TestCase("Aborted", CauseKinds.Interrupted)]
    [TestCase("Failure", CauseKinds.Change)]
    public void What_stopped_the_run_is_its_outcome_and_first_cause(string outcome, string kind) => Check(
        SampleRuns.Stopped(Enum.Parse<Outcome>(outcome), kind), Enum.Parse<Outcome>(outcome), (kind, "db", "it did not become healthy"));

    [Test]
    public void An_interruption_outranks_failed_tests_and_clean_up_which_are_still_listed() => Check(
        SampleRuns.Green with
        {
            Interruption = new Interruption(Outcome.TimedOut, new Cause(CauseKinds.Timeout, string.Empty, "longer than 20 min", [])),
            Suite = new SuiteResult([SampleRuns.Test("A.B", TestOutcome.Failed, "no")], TimeSpan.Zero, "the suite was stopped"),
            PostProblems = [SampleRuns.Problem()],
        },
        Outcome.TimedOut,
        (CauseKinds.Timeout, string.Empty, "longer than 20 min"),
        (CauseKinds.Tests, "A.B", "no"),
        (CauseKinds.CleanUp, "net", "network net is left"));

    [Test]
    public void An_interruption_that_says_success_is_not_believed() =>
        Assert.That(VerdictJudge.Judge(SampleRuns.Stopped(Outcome.Success, CauseKinds.Engine)).Outcome, Is.EqualTo(Outcome.Infrastructure));

    [Test]
    public void Unexpected_errors_in_logs_are_a_failure_with_one_cause_a_service() => Check(
        Scanned(Error("api", 2, 7), Error("api", 1, 9), Error("db", 1, 3)),
        Outcome.Failure,
        (CauseKinds.LogScan, "api", "3 unexpected errors in the log, first one in line 7: ERROR no"),
        (CauseKinds.LogScan, "db", "1 unexpected error in the log, line 3: ERROR no"));

    [Test]
    public void Errors_in_logs_come_after_failed_and_skipped_tests() => Check(
        Scanned(Error("api", 1, 7)) with
        {
            Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "no"), SampleRuns.Test("A.C", TestOutcome.Skipped, "not today")),
        },
        Outcome.Failure,
        (CauseKinds.Tests, "A.B", "no"),
        (CauseKinds.RequiredTestsSkipped, "A.C", "1 test that this variant must run was skipped"),
        (CauseKinds.LogScan, "api", "1 unexpected error in the log, line 7: ERROR no"));

    [Test]
    public void The_first_event_is_the_details_of_its_cause() =>
        Assert.That(VerdictJudge.Judge(Scanned(Error("api", 1, 7))).Causes[0].Details, Is.EqualTo(new[] { "ERROR no", "more" }));

    [Test]
    public void Errors_in_logs_of_a_run_that_was_broken_off_are_no_cause() => Check(
        Scanned(Error("api", 1, 7)) with { Interruption = SampleRuns.Stopped(Outcome.TimedOut, CauseKinds.Timeout).Interruption },
        Outcome.TimedOut,
        (CauseKinds.Timeout, "db", "it did not become healthy"));

    [Test]
    public void A_log_scan_that_was_not_made_is_a_post_failure() => Check(
        Scanned() with { Logs = null }, Outcome.PostFailure, (CauseKinds.Evidence, string.Empty, "the log scan that the job asks for was not made"));

    [Test]
    public void A_log_that_could_not_be_read_is_a_post_failure() => Check(
        Scanned() with { Logs = new LogScan([], [], [], ["the log of api was not read"]) },
        Outcome.PostFailure,
        (CauseKinds.Evidence, string.Empty, "the log of api was not read"));

    [Test]
    public void Warnings_in_logs_are_no_cause() => Check(
        Scanned() with { Logs = new LogScan([], [], [], []) { Judged = ["api"], Warnings = [new("db", "mariadb", 7, 3, LogPhase.Suite, "[ERROR] no")] } }, Outcome.Success);

    [Test]
    public void Errors_that_nobody_asked_for_are_no_cause() =>
        Check(Scanned(Error("api", 1, 7)) with { Variant = SampleRuns.Variant }, Outcome.Success);

    private static LogFinding Error(string service, int count, long line) => new(service, count, line, "ERROR no", ["ERROR no", "more"]);

    private static VariantRun Scanned(params LogFinding[] findings) => SampleRuns.Green with
    {
        Variant = SampleRuns.Variant with { LogScan = new LogScanDefinition([], [], []) },
        Logs = new LogScan(findings, [], [], []),
    };

    private static void Check(VariantRun run, Outcome outcome, params (string Kind, string Subject, string Message)[] causes)
    {
        var verdict = VerdictJudge.Judge(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(outcome));
            Assert.That(verdict.Actual, Is.EqualTo(outcome));
            Assert.That(verdict.Causes.Select(cause => (cause.Kind, cause.Subject, cause.Message)), Is.EqualTo(causes));
        }
    }
}
