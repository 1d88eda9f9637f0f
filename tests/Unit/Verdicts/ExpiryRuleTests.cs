using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Verdicts;

/// <summary>What is allowed until the last day of January is a warning for two weeks, and then red.</summary>
public sealed class ExpiryRuleTests
{
    private const string Remark = "came past its date 2027-01-31: it is red from 2027-02-15 on";
    private const string Over = "and was allowed until 2027-01-31: mend what it is about, or say why it may stay";

    private static readonly DateOnly Until = new(2027, 1, 31);

    [TestCase("2027-01-31T23:59:59Z", "success")]
    [TestCase("2027-02-01T00:00:00Z", "success", "allowed error known " + Remark)]
    [TestCase("2027-02-01T00:30:00+01:00", "success")]
    [TestCase("2027-02-14T23:59:59Z", "success", "allowed error known " + Remark)]
    [TestCase("2027-02-15T00:00:00Z", "failure")]
    public void An_allowed_error_is_a_warning_past_its_date_and_then_red(string started, string outcome, params string[] remarks) =>
        Check(Logged(came: 3), started, outcome, remarks, (CauseKinds.LogScan, "api", $"allowed error known came 3 times, {Over}"));

    [TestCase("2027-01-31T12:00:00Z", "success")]
    [TestCase("2027-02-14T12:00:00Z", "success", "skip web " + Remark)]
    [TestCase("2027-02-15T12:00:00Z", "failure")]
    public void A_skip_is_a_warning_past_its_date_and_then_red(string started, string outcome, params string[] remarks) =>
        Check(Skipped(), started, outcome, remarks, (CauseKinds.RequiredTestsSkipped, "Import.From_web", "1 test that this variant must run was skipped"));

    [TestCase("2027-01-31T12:00:00Z", "success")]
    [TestCase("2027-02-14T12:00:00Z", "success", "expected defect B1 " + Remark)]
    [TestCase("2027-02-15T12:00:00Z", "failure")]
    public void A_defect_that_lives_is_a_warning_past_its_date_and_then_red(string started, string outcome, params string[] remarks) =>
        Check(Defective("B1: live", "2027-01-31"), started, outcome, remarks, (CauseKinds.Tests, "Boot.Works", $"expected defect B1 came once, {Over}"));

    [Test]
    public void What_does_not_come_is_no_matter_of_dates()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var run in new[] { Logged(came: 0), Defective("B1: fixed", "2027-01-31"), Skipped() with { Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works")) } })
            {
                Assert.That(VerdictJudge.Judge(At(run, "2027-12-31T00:00:00Z")).Outcome, Is.EqualTo(Outcome.Success));
            }
        }
    }

    [Test]
    public void A_skip_whose_date_is_long_past_is_named_beside_the_tests() => Assert.That(
        VerdictJudge.Judge(At(Skipped(), "2028-01-01T00:00:00Z")).Causes[0].Details, Is.EqualTo(new[] { "Import.From_web: no web", $"skip web came once, {Over}" }));

    [Test]
    public void A_defect_whose_date_is_none_is_red() =>
        Assert.That(VerdictJudge.Judge(At(Defective("B1: live", "soon"), "2027-01-01T00:00:00Z")).Outcome, Is.EqualTo(Outcome.Failure));

    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("9999-12-31T23:59:59Z")]
    public void The_ends_of_the_calendar_are_days_like_others(string started)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ExpiryRule.IsRed(DateOnly.MaxValue, DateTimeOffset.Parse(started, null)), Is.False);
            Assert.That(ExpiryRule.IsRed(null, DateTimeOffset.Parse(started, null)), Is.False);
        }
    }

    [Test]
    public void Programs_are_told_what_came_past_its_date()
    {
        var document = VariantDocument.Of(VerdictJudge.Judge(At(Logged(came: 3), "2027-02-01T00:00:00Z")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.Expired, Is.EqualTo(new[] { new ExpiredAllowance("allowed error", "known", "api", 3, Until, new(2027, 2, 15), IsRed: false) }));
            Assert.That(VariantDocument.Of(VerdictJudge.Judge(SampleRuns.Green)).Expired, Is.Null);
        }
    }

    private static void Check(VariantRun run, string started, string outcome, string[] remarks, (string Kind, string Subject, string Message) cause)
    {
        var verdict = VerdictJudge.Judge(At(run, started));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Outcome.Word(), Is.EqualTo(outcome));
            Assert.That(RunRemarks.Expired(verdict.Remarks).Select(line => (line.Text, line.Role)), Is.EqualTo(remarks.Select(text => (text, LineRole.Warning))));
            Assert.That(
                verdict.Causes.Select(item => (item.Kind, item.Subject, item.Message)),
                Is.EqualTo(verdict.Outcome == Outcome.Success ? [] : new[] { cause }));
        }
    }

    private static VariantRun At(VariantRun run, string started) => run with { Started = DateTimeOffset.Parse(started, null) };

    private static VariantRun Logged(int came) => SampleRuns.Green with
    {
        Variant = SampleRuns.Variant with { LogScan = new LogScanDefinition([], [], [new AllowedError("known", "api", "x", "because", null, Sometimes: true) { Until = Until }]) },
        Logs = new LogScan([], came > 0 ? [new AllowedCount("known", "api", came)] : [], [], []),
    };

    private static VariantRun Skipped() => SampleRuns.Green with
    {
        Variant = SampleRuns.Variant with { Suite = SampleRuns.Variant.Suite with { Skips = [new AllowedSkip("web", @"^Import\.", "There is no web.") { Until = Until }] } },
        Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), SampleRuns.Test("Import.From_web", TestOutcome.Skipped, "no web")),
    };

    private static VariantRun Defective(string defect, string until) => SampleRuns.Green with
    {
        Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works") with
        {
            Properties = new Dictionary<string, IReadOnlyList<string>> { ["Defect"] = [defect], ["Symptom"] = ["it breaks"], ["Until"] = [until] },
        }),
    };
}
