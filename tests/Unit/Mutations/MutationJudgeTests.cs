using GlanceGate.Model;
using GlanceGate.Mutations;
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
    public void It_is_missed_when_one_named_check_is_green_whatever_else_is_red()
    {
        var result = Judge(["B1", "B2"], Suite(Test("one", "B1", Failed), Test("two", "B2", Passed), Test("three", "C1", Failed)));

        Assert.That((result.Verdict, result.Reason), Is.EqualTo((MutationVerdict.Missed, "every test of B2 passed")));
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
        var result = MutationJudge.Judge(Mutation("x", "api", "B1"), new MutationTrial("hunk 1 of x does not apply", null, ["-a", "+b"], null), TimeSpan.Zero);

        Assert.That((result.Verdict, result.Reason, result.Details.Count), Is.EqualTo((MutationVerdict.Invalid, "hunk 1 of x does not apply", 2)));
    }

    [Test]
    public void A_service_that_does_not_come_up_catches_only_what_says_so()
    {
        var trial = new MutationTrial(null, "api ended with exit code 1", ["last words"], null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(MutationJudge.Judge(Mutation("x", "api", "B1"), trial, TimeSpan.Zero).Verdict, Is.EqualTo(MutationVerdict.Invalid));
            Assert.That(MutationJudge.Judge(Mutation("x", "api", "service"), trial, TimeSpan.Zero).Verdict, Is.EqualTo(MutationVerdict.Caught));
            Assert.That(Reason(["service"], Suite(Test("one", "B1", Failed))), Is.EqualTo("Missed: every service came up and went on"));
        }
    }

    private static MutationResult Judge(string[] caughtBy, SuiteResult suite) =>
        MutationJudge.Judge(Mutation("x", "api", caughtBy), new MutationTrial(null, null, [], suite), TimeSpan.FromSeconds(3));

    private static string Reason(string[] caughtBy, SuiteResult suite)
    {
        var result = Judge(caughtBy, suite);
        return $"{result.Verdict}: {result.Reason}";
    }
}
