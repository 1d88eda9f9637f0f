using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Reports;

internal sealed class RedactedVerdictTests
{
    private const string Secret = "hunter2";

    private static readonly TestResult Skipped = SampleRuns.Test($"Import.From_{Secret}", TestOutcome.Skipped, "no web");

    [Test]
    public void Remarks_hold_no_secret()
    {
        var defective = SampleRuns.Test($"Boot.{Secret}") with
        {
            Properties = new Dictionary<string, IReadOnlyList<string>> { ["Defect"] = [$"B1 {Secret}: live"], ["Symptom"] = [$"it says {Secret}"], ["Until"] = ["2026-11-21"] },
        };

        var remarks = Redacted(SampleRuns.Green with
        {
            Variant = SampleRuns.Variant with { Suite = SampleRuns.Variant.Suite with { Skips = [new AllowedSkip("web", "^Import", "There is no web.") { Until = new(2026, 11, 21) }] } },
            Suite = SampleRuns.Suite(defective, Skipped),
        }).Variants[0].Remarks;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(remarks.Skips.Single().Tests, Is.EqualTo(new[] { "Import.From_***" }));
            Assert.That(remarks.Defects.Select(defect => $"{defect.Name} {defect.Symptoms.Single()}"), Is.EqualTo(new[] { "B1 *** it says ***" }));
            Assert.That(remarks.Expired.Select(expired => $"{expired.Name} {expired.Subject}"), Is.EqualTo(new[] { "web Import.From_***", "B1 *** Boot.***" }));
        }
    }

    [Test]
    public void A_skip_is_of_the_test_whatever_its_name_hides() => Assert.That(
        Redacted(SampleRuns.Green with
        {
            Variant = SampleRuns.Variant with { Suite = SampleRuns.Variant.Suite with { Skips = [new AllowedSkip("web", Secret, "There is no web.")] } },
            Suite = SampleRuns.Suite(SampleRuns.Test("Boot.Works"), Skipped),
        }).Variants[0].Remarks.UnusedSkips,
        Is.Empty);

    [Test]
    public void The_reasons_of_a_control_that_is_red_as_it_must_hold_no_secret()
    {
        var variant = Redacted(SampleRuns.Control("failure", "tests", Failed())).Variants[0];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(variant.Outcome, Is.EqualTo(Outcome.Success));
            Assert.That(variant.Causes, Is.Empty);
            Assert.That(variant.Reasons.Select(cause => $"{cause.Subject}: {cause.Message}"), Is.EqualTo(new[] { "Boot.***: it says ***" }));
        }
    }

    [Test]
    public void A_cause_is_the_same_wherever_it_is_listed()
    {
        var verdict = Redacted(Failed());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(verdict.Variants[0].Causes.Single(), Is.SameAs(verdict.Causes.Single()));
            Assert.That(verdict.Variants[0].Reasons.Single(), Is.SameAs(verdict.Causes.Single()));
        }
    }

    private static VariantRun Failed() => SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test($"Boot.{Secret}", TestOutcome.Failed, $"it says {Secret}")) };

    private static GateVerdict Redacted(VariantRun run) => RedactedVerdict.Of(
        VerdictJudge.Judge([VerdictJudge.Judge(run)], SampleRuns.Started, TimeSpan.Zero, "run"), text => text.Replace(Secret, "***", StringComparison.Ordinal));
}
