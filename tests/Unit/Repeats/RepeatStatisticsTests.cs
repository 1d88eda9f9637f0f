using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Repeats;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Repeats;

internal sealed class RepeatStatisticsTests
{
    [Test]
    public void One_run_is_its_own_minimum_median_and_maximum()
    {
        var only = RepeatStatistics.Of([Run(1)]).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(only.Runs, Is.EqualTo(1));
            Assert.That(only.Outcomes, Is.EqualTo([new OutcomeCount(Outcome.Success, 1)]));
            Assert.That(Time(only, "stack"), Is.EqualTo((25.0, 25.0, 25.0)));
            Assert.That(only.LogEvents, Is.Empty, "what came in the only run came in all");
        }
    }

    [TestCase(new[] { 10.0, 40, 20 }, 20)]
    [TestCase(new[] { 10.0, 40, 20, 30 }, 25)]
    public void The_median_is_the_middle_one_or_the_mean_of_the_two_in_the_middle(double[] seconds, double median)
    {
        var statistics = RepeatStatistics.Of([.. seconds.Select((time, i) => Run(i + 1, run => run with { Phases = [new PhaseTiming("stack", TimeSpan.FromSeconds(time))] }))]);

        Assert.That(Time(statistics.Single(), "stack"), Is.EqualTo((10.0, median, 40.0)));
    }

    [Test]
    public void Variants_are_told_apart_in_the_order_of_their_first_runs()
    {
        var statistics = RepeatStatistics.Of([Run(1, variant: "b"), Run(1, variant: "a"), Run(2, variant: "b")]);

        Assert.That(statistics.Select(variant => (variant.Variant, variant.Runs)), Is.EqualTo([("b", 2), ("a", 1)]));
    }

    [Test]
    public void All_red_counts_each_test_once_a_run_with_its_first_message()
    {
        var statistics = RepeatStatistics.Of(
        [
            Run(1, run => run with { Suite = SampleRuns.Suite(Failed("Boot.Works", "first"), Failed("Boot.Again", "x")) }),
            Run(2, run => run with { Suite = SampleRuns.Suite(Failed("Boot.Works", "second"), SampleRuns.Test("Boot.Again")) }),
        ]).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.Outcomes, Is.EqualTo([new OutcomeCount(Outcome.Failure, 2)]));
            Assert.That(statistics.Tests.Select(test => (test.Subject, test.Runs, test.Message)), Is.EqualTo([("Boot.Works", 2, "first"), ("Boot.Again", 1, "x")]));
            Assert.That(statistics.Causes, Is.Empty, "failed tests are said once");
        }
    }

    [Test]
    public void Causes_that_differ_in_numbers_alone_are_one()
    {
        var statistics = RepeatStatistics.Of(
        [
            Run(1, _ => SampleRuns.Stopped(Outcome.Infrastructure, CauseKinds.Service, message: "not healthy after 31 s")),
            Run(2, _ => SampleRuns.Stopped(Outcome.Infrastructure, CauseKinds.Service, message: "not healthy after 60 s")),
            Run(3),
        ]).Single();

        Assert.That(statistics.Causes.Select(cause => (cause.Kind, cause.Subject, cause.Runs, cause.Message)), Is.EqualTo([("service", "db", 2, "not healthy after 31 s")]));
    }

    [Test]
    public void Log_events_that_came_in_every_scanned_run_are_left_out()
    {
        var statistics = RepeatStatistics.Of(
        [
            Run(1, Logs([new LogFinding("api", 2, 7, "no answer from 10.0.0.7", [])], [new AllowedCount("always", "db", 1), new AllowedCount("once", "db", 3)])),
            Run(2, Logs([new LogFinding("api", 1, 9, "no answer from 10.0.0.9", [])], [new AllowedCount("always", "db", 4)])),
            Run(3, Logs([], [new AllowedCount("always", "db", 1)])),
            Run(4, _ => SampleRuns.Stopped(Outcome.Infrastructure, CauseKinds.Service)),
        ]).Single();

        Assert.That(
            statistics.LogEvents.Select(item => (item.Kind, item.Service, item.Text, item.Runs, item.Of, item.Count)),
            Is.EqualTo([("error", "api", "no answer from 10.0.0.7", 2, 3, 3), ("allowed", "db", "once", 1, 3, 3)]));
    }

    [Test]
    public void Second_attempts_and_tests_that_did_not_run_are_counted()
    {
        var statistics = RepeatStatistics.Of(
        [
            Run(1, run => run with { Attempt = 2 }),
            Run(2, run => run with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("Boot.Works_again", TestOutcome.Skipped, "lacks", "encryption")) }),
        ]).Single();

        Assert.That((statistics.SecondAttempts, statistics.LeastExecuted, statistics.MostExecuted), Is.EqualTo((1, 1, 2)));
    }

    [Test]
    public void An_aborted_run_is_counted_and_gives_no_figures()
    {
        var statistics = RepeatStatistics.Of([Run(1), Run(2, _ => SampleRuns.Stopped(Outcome.Aborted, CauseKinds.Interrupted) with { Phases = [new PhaseTiming("stack", TimeSpan.FromSeconds(1))] })]).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.Outcomes, Is.EqualTo([new OutcomeCount(Outcome.Success, 1), new OutcomeCount(Outcome.Aborted, 1)]));
            Assert.That(Time(statistics, "stack"), Is.EqualTo((25.0, 25.0, 25.0)));
            Assert.That((statistics.LeastExecuted, statistics.MostExecuted), Is.EqualTo((2, 2)));
        }
    }

    [Test]
    public void A_run_that_never_had_an_engine_is_a_run_of_its_variant()
    {
        var verdict = VerdictJudge.Judge(
            [], SampleRuns.Started, TimeSpan.FromSeconds(1), "run", new Interruption(Outcome.Infrastructure, new Cause(CauseKinds.Engine, string.Empty, "no engine", [])));
        var statistics = RepeatStatistics.Of([RepeatedRun.Of(1, "v", verdict, [])]).Single();

        Assert.That((statistics.Variant, statistics.Causes.Single().Message), Is.EqualTo(("v", "no engine")));
    }

    [Test]
    public void Runs_that_are_missing_make_it_aborted_and_else_the_worst_run_decides()
    {
        RepeatedRun[] runs = [Run(1), Run(2, _ => SampleRuns.Stopped(Outcome.Infrastructure, CauseKinds.Engine)), Run(3, run => run with { Suite = SampleRuns.Suite(Failed("A.B", "x")) })];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RepeatStatistics.Outcome(runs[..1], interrupted: false), Is.EqualTo(Outcome.Success));
            Assert.That(RepeatStatistics.Outcome(runs[..2], interrupted: false), Is.EqualTo(Outcome.Infrastructure));
            Assert.That(RepeatStatistics.Outcome(runs, interrupted: false), Is.EqualTo(Outcome.Failure));
            Assert.That(RepeatStatistics.Outcome(runs, interrupted: true), Is.EqualTo(Outcome.Aborted));
            Assert.That(RepeatStatistics.Outcome([], interrupted: true), Is.EqualTo(Outcome.Aborted));
        }
    }

    internal static RepeatedRun Run(int round, Func<VariantRun, VariantRun>? change = null, string variant = "v")
    {
        var verdict = VerdictJudge.Judge([VerdictJudge.Judge((change ?? (run => run))(SampleRuns.Green))], SampleRuns.Started, TimeSpan.FromSeconds(70), "run");
        return RepeatedRun.Of(round, variant, verdict, [new PhaseTiming("engine", TimeSpan.FromSeconds(2))]);
    }

    internal static TestResult Failed(string name, string message) => SampleRuns.Test(name, TestOutcome.Failed, message);

    private static Func<VariantRun, VariantRun> Logs(IReadOnlyList<LogFinding> findings, IReadOnlyList<AllowedCount> allowed) =>
        run => run with { Logs = new LogScan(findings, allowed, [], []) };

    private static (double Least, double Median, double Most) Time(RepeatStatistics statistics, string phase)
    {
        var found = statistics.Phases.Single(item => item.Name == phase);
        return (found.Least.TotalSeconds, found.Median.TotalSeconds, found.Most.TotalSeconds);
    }
}
