using GlanceGate.Model;
using GlanceGate.Mutations;
using GlanceGate.Verdicts;
using static GlanceGate.Model.TestOutcome;
using static GlanceGate.Unit.Mutations.Samples;

namespace GlanceGate.Unit.Mutations;

internal sealed class MutationJudgeTests
{
    [Test]
    public void It_is_caught_when_one_test_of_every_named_check_fails()
    {
        var result = Judge(["B1", "B2"], Suite(
            Test("one", "B1", Passed), Test("two", "B1", Failed, "  Expected: 1\n  But was:  2\n"), Test("three", "B2", Failed, "no"), Test("four", "C1", Failed)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Verdict, Is.EqualTo(MutationVerdict.Caught));
            Assert.That(result.Catching, Is.EqualTo(new[] { new CatchingTest("B1", "two", "Expected: 1 But was:  2"), new CatchingTest("B2", "three", "no") }));
            Assert.That(result.Red, Is.EqualTo(new[] { "two", "three", "four" }));
        }
    }

    [Test]
    public void It_is_missed_when_every_test_is_green() => Assert.That(
        Reason(["B1"], Suite(Test("one", "B1", Passed), Test("three", "C1", Passed))), Is.EqualTo("Missed: every test of B1 passed"));

    [Test]
    public void It_is_caught_by_another_when_one_named_check_is_green_and_any_test_is_red()
    {
        var named = Judge(["B1", "B2"], Suite(Test("one", "B1", Failed, "no"), Test("two", "B2", Passed)));
        var other = Judge(["B2"], Suite(Test("two", "B2", Passed), Test("three", "C1", Failed, "no")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((named.Verdict, named.Reason), Is.EqualTo((MutationVerdict.Other, "every test of B2 passed")));
            Assert.That(named.Catching, Is.EqualTo(new[] { new CatchingTest("B1", "one", "no") }));
            Assert.That((other.Verdict, other.Reason), Is.EqualTo((MutationVerdict.Other, "every test of B2 passed")));
            Assert.That(other.Others, Is.EqualTo(new[] { new CatchingTest("C1", "three", "no") }));
        }
    }

    [TestCase(Failed, "no test of B1 is green without any mutation")]
    [TestCase(Skipped, "every test of B1 was skipped")]
    [TestCase(null, "the suite has no test of B1")]
    public void A_test_that_was_not_green_without_it_proves_nothing(TestOutcome? before, string reason)
    {
        var baseline = before is { } outcome ? Baseline.None.With(Suite(Test("one", "B1", outcome))) : Baseline.None;
        var result = MutationJudge.Judge(Mutation("x", "api", "B1"), Trial(Suite(Test("one", "B1", Failed), Test("two", "C1", Failed))), baseline, TimeSpan.Zero);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Verdict, result.Reason), Is.EqualTo((MutationVerdict.Invalid, reason)));
            Assert.That(result.Red, Is.Empty, "what is red in any case is not told of it");
            Assert.That(MutationJudge.Unshown(Mutation("x", "api", "B1"), baseline), Is.EqualTo(reason), "which is known before it is tried");
        }
    }

    [Test]
    public void A_test_that_was_green_once_and_red_once_without_it_proves_nothing()
    {
        var baseline = Baseline.None.With(Suite(Test("one", "B1", Failed))).With(Suite(Test("one", "B1", Passed)));

        Assert.That(MutationJudge.Unshown(Mutation("x", "api", "B1"), baseline), Is.EqualTo("no test of B1 is green without any mutation"));
    }

    [Test]
    public void A_defect_that_is_expected_and_turns_is_told_as_its_test_stays_green()
    {
        var baseline = Baseline.None.With(Suite(Defect("B1", "D1: fixed")));
        var result = MutationJudge.Judge(Mutation("x", "api", "B1"), Trial(Suite(Defect("B1", "D1: live"))), baseline, TimeSpan.Zero);

        Assert.That((result.Verdict, result.Reason), Is.EqualTo((MutationVerdict.Missed, "every test of B1 passed, and an expected defect is another: D1: live")));
    }

    [Test]
    public void What_noticed_it_and_stays_red_without_it_noticed_nothing()
    {
        var caught = Judge(["B1"], Suite(Test("one", "B1", Failed, "no")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(MutationJudge.Confirm(caught, Suite(Test("one", "B1", Passed))), Is.EqualTo(caught with { IsConfirmed = true }));
            Assert.That(MutationJudge.Confirm(caught, Suite(Test("two", "B1", Failed))).Verdict, Is.EqualTo(MutationVerdict.Caught));
            var doubted = MutationJudge.Confirm(caught, Suite(Test("one", "B1", Failed)));
            Assert.That((doubted.Verdict, doubted.Reason), Is.EqualTo((MutationVerdict.Invalid, "one, which was red with it, stayed red without it")));
        }
    }

    [TestCase(Outcome.Success, "", "Green: ")]
    [TestCase(Outcome.Failure, "tests:one", "Alarm: tests")]
    [TestCase(Outcome.Failure, "log-scan:api image-api-audit:web", "Alarm: log-scan, image-api-audit")]
    [TestCase(Outcome.Failure, "tests:known", "Invalid: the run is red without it, too: known: it is so")]
    [TestCase(Outcome.Failure, "tests:known tests:one", "Alarm: tests")]
    [TestCase(Outcome.Failure, "change:app", "Invalid: it is so")]
    [TestCase(Outcome.Infrastructure, "service:api", "Invalid: api: it is so")]
    public void A_change_that_does_no_harm_is_judged_by_the_verdict_with_it(Outcome outcome, string causes, string expected)
    {
        var result = MutationJudge.JudgeHarmless(
            Mutation("x", "api", "nothing"),
            outcome,
            [.. causes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(cause => new Cause(cause.Split(':')[0], cause.Split(':')[1], "it is so", []))],
            [new Cause("tests", "known", "it was so", [])],
            TimeSpan.Zero);

        using (Assert.EnterMultipleScope())
        {
            Assert.That($"{result.Verdict}: {result.Reason}", Is.EqualTo(expected));
            Assert.That(result.Catching.Select(item => item.Test), Has.None.EqualTo("known"));
        }
    }

    [Test]
    public void A_check_without_a_test_that_ran_proves_nothing()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Reason(["B9"], Suite(Test("one", "B1", Failed))), Is.EqualTo("Invalid: the suite has no test of B9"));
            Assert.That(Reason(["B1"], Suite(Test("one", "B1", Skipped))), Is.EqualTo("Invalid: every test of B1 was skipped"));
            Assert.That(Reason(["B1"], Suite(Test("one", "B1", Failed, "OneTimeSetUp: no token"))), Is.EqualTo("Invalid: the set-up of B1 failed: OneTimeSetUp: no token"));
        }
    }

    [Test]
    public void A_suite_without_an_end_proves_nothing() => Assert.That(
        Reason(["B1"], Suite(Test("one", "B1", Failed)) with { Error = "it crashed\nmore" }), Is.EqualTo("Invalid: it crashed"));

    [Test]
    public void A_change_that_does_not_apply_proves_nothing()
    {
        var result = MutationJudge.Judge(Mutation("x", "api", "B1"), new MutationTrial("hunk 1 of x does not apply", null, ["-a", "+b"], null), Baseline.None, TimeSpan.Zero);

        Assert.That((result.Verdict, result.Reason, result.Details.Count), Is.EqualTo((MutationVerdict.Invalid, "hunk 1 of x does not apply", 2)));
    }

    [Test]
    public void A_service_that_does_not_come_up_catches_only_what_says_so()
    {
        var trial = new MutationTrial(null, "api ended with exit code 1", ["last words"], null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(MutationJudge.Judge(Mutation("x", "api", "B1"), trial, Baseline.None, TimeSpan.Zero).Verdict, Is.EqualTo(MutationVerdict.Invalid));
            Assert.That(MutationJudge.Judge(Mutation("x", "api", "service"), trial, Baseline.None, TimeSpan.Zero).Verdict, Is.EqualTo(MutationVerdict.Caught));
            Assert.That(Reason(["service"], Suite(Test("one", "B1", Passed))), Is.EqualTo("Missed: every service came up and went on"));
            Assert.That(Reason(["service"], Suite(Test("one", "B1", Failed))), Is.EqualTo("Other: every service came up and went on"));
        }
    }

    // without it every test is green that ran with it
    private static MutationResult Judge(string[] caughtBy, SuiteResult suite) => MutationJudge.Judge(
        Mutation("x", "api", caughtBy), Trial(suite), Baseline.None.With(Suite([.. suite.Tests.Select(test => test with { Outcome = Passed })])), TimeSpan.FromSeconds(3));

    private static MutationTrial Trial(SuiteResult suite) => new(null, null, [], suite);

    private static TestResult Defect(string check, string state)
    {
        var test = Test("one", check, Passed);
        return test with { Properties = new Dictionary<string, IReadOnlyList<string>>(test.Properties) { [KnownDefects.Property] = [state] } };
    }

    private static string Reason(string[] caughtBy, SuiteResult suite)
    {
        var result = Judge(caughtBy, suite);
        return $"{result.Verdict}: {result.Reason}";
    }
}
