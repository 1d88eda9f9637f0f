using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

public sealed class GateVerdictTests
{
    private static readonly VariantRun Failed = SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "no")) };
    private static readonly VariantRun NonVotingFailed = Failed with { Variant = SampleRuns.Variant with { Voting = false } };

    [Test]
    public void Green_variants_are_success() => Check(Outcome.Success, [], SampleRuns.Green, SampleRuns.Green);

    [Test]
    public void One_red_variant_makes_the_run_red() => Check(Outcome.Failure, [CauseKinds.Tests], SampleRuns.Green, Failed, SampleRuns.Green);

    [Test]
    public void No_variant_is_a_failure() => Check(Outcome.Failure, [CauseKinds.NothingRan]);

    [Test]
    public void A_variant_that_does_not_vote_does_not_count_but_is_there()
    {
        var verdict = Judge(SampleRuns.Green, NonVotingFailed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Success));
            Assert.That(verdict.Causes, Is.Empty);
            Assert.That(verdict.Variants, Has.Count.EqualTo(2));
            Assert.That(verdict.Variants[1].Outcome, Is.EqualTo(Outcome.Failure));
        }
    }

    [Test]
    public void Only_variants_that_do_not_vote_prove_nothing() => Check(
        Outcome.Failure, [CauseKinds.NothingRan], SampleRuns.Green with { Variant = SampleRuns.Variant with { Voting = false } });

    [TestCase("Aborted", "Failure")]
    [TestCase("Failure", "TimedOut")]
    [TestCase("TimedOut", "Infrastructure")]
    [TestCase("Infrastructure", "PostFailure")]
    [TestCase("PostFailure", "Success")]
    public void The_worse_of_two_counts_wherever_it_stands_and_its_causes_come_first(string worse, string better)
    {
        var bad = Of(Enum.Parse<Outcome>(worse));
        var good = Of(Enum.Parse<Outcome>(better));
        using (Assert.EnterMultipleScope())
        {
            foreach (var verdict in new[] { Judge(bad, good), Judge(good, bad) })
            {
                Assert.That(verdict.Outcome, Is.EqualTo(Enum.Parse<Outcome>(worse)));
                Assert.That(verdict.Causes[0].Message, Is.EqualTo(worse));
            }
        }
    }

    [Test]
    public void Variants_stay_in_the_order_in_which_they_were_selected() =>
        Assert.That(Judge(SampleRuns.Green, Failed).Variants.Select(variant => variant.Outcome), Is.EqualTo(new[] { Outcome.Success, Outcome.Failure }));

    [Test]
    public void What_ended_the_run_outside_of_any_variant_counts_and_is_the_first_cause()
    {
        var cause = new Cause(CauseKinds.Interrupted, string.Empty, "Ctrl-C", []);
        var verdict = VerdictJudge.Judge(
            [VerdictJudge.Judge(SampleRuns.Green), VerdictJudge.Judge(Failed)], SampleRuns.Started, TimeSpan.Zero, "run", new Interruption(Outcome.Aborted, cause));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Aborted));
            Assert.That(verdict.Causes[0], Is.EqualTo(cause));
            Assert.That(verdict.Causes, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public void Wrong_job_files_are_the_only_cause_when_nothing_was_started()
    {
        var cause = new Cause(CauseKinds.Config, string.Empty, "2 errors", []);
        var verdict = VerdictJudge.Judge([], SampleRuns.Started, TimeSpan.Zero, "run", new Interruption(Outcome.ConfigError, cause));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(Outcome.ConfigError));
            Assert.That(verdict.Causes, Is.EqualTo(new[] { cause }));
        }
    }

    [Test]
    public void A_met_control_adds_no_cause_to_a_green_run() => Check(
        Outcome.Success, [], SampleRuns.Green, SampleRuns.Control("failure", "tests", Failed));

    [Test]
    public void An_unmet_control_makes_the_run_red() => Check(
        Outcome.Failure, [CauseKinds.Expectation], SampleRuns.Green, SampleRuns.Control("failure", "tests"));

    [Test]
    public void Exit_codes_and_words_never_change() => Assert.That(
        Enum.GetValues<Outcome>().Select(outcome => $"{(int)outcome} {outcome.Word()}"),
        Is.EqualTo(new[] { "0 success", "1 failure", "2 config-error", "3 infrastructure", "4 timed-out", "5 aborted", "6 post-failure" }));

    [Test]
    public void Every_word_is_read_back_as_its_outcome() =>
        Assert.That(OutcomeWords.All.Select(word => OutcomeWords.Parse(word)!.Value.Word()), Is.EqualTo(OutcomeWords.All));

    private static VariantRun Of(Outcome outcome) => outcome switch
    {
        Outcome.Success => SampleRuns.Green,
        Outcome.Failure => SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "Failure")) },
        Outcome.PostFailure => SampleRuns.Green with { PostProblems = [new Cause(CauseKinds.CleanUp, string.Empty, "PostFailure", [])] },
        _ => SampleRuns.Stopped(outcome, CauseKinds.Service, message: outcome.ToString()),
    };

    private static GateVerdict Judge(params VariantRun[] runs) =>
        VerdictJudge.Judge([.. runs.Select(VerdictJudge.Judge)], SampleRuns.Started, TimeSpan.FromMinutes(1), "dotnet run");

    private static void Check(Outcome outcome, string[] kinds, params VariantRun[] runs)
    {
        var verdict = Judge(runs);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome, Is.EqualTo(outcome));
            Assert.That(verdict.Causes.Select(cause => cause.Kind), Is.EqualTo(kinds));
        }
    }
}
