using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Mutations;
using GlanceGate.Reports;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>Tries changes that do no harm: each as Gate runs the variant with it, on a new stack, so that tests, logs and the audit are judged as for a change under test.</summary>
/// <param name="workshop">What the run works with.</param>
/// <param name="suite">The variant's suite.</param>
/// <param name="images">Image name to engine reference, without changes.</param>
/// <param name="plain">The variant without any of them.</param>
internal sealed class HarmlessRun(Workshop workshop, ISuite suite, IReadOnlyDictionary<string, string> images, JobVariant plain)
{
    private IReadOnlyList<Cause>? _without;

    /// <summary>Tries one.</summary>
    /// <param name="change">The change.</param>
    /// <param name="changed">The variant with it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MutationResult> TryAsync(Mutation change, JobVariant changed, CancellationToken cancellation)
    {
        workshop.Note($"harmless change {change.Name}: {change.Description}", plain.Name);
        var begin = workshop.Time.GetTimestamp();
        var (outcome, causes) = await RunAsync(changed, cancellation);
        if (outcome == Outcome.Failure)
        {
            // who is red without it, too, is red for another reason; asked once, and only when there is need to know
            _without ??= (await RunAsync(plain, cancellation)).Causes;
        }

        return MutationJudge.JudgeHarmless(change, outcome, causes, _without ?? [], workshop.Time.GetElapsedTime(begin)) with { Variant = plain.Name };
    }

    private async Task<(Outcome Outcome, IReadOnlyList<Cause> Causes)> RunAsync(JobVariant variant, CancellationToken cancellation)
    {
        var secrets = new List<string>();
        var begin = workshop.Time.GetTimestamp();
        var run = await new VariantRunner(workshop, suite, images, secrets).RunAsync(variant, 1, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var verdict = VerdictJudge.Judge(run);
        var whole = VerdictJudge.Judge([verdict], run.Started, workshop.Time.GetElapsedTime(begin), string.Empty);
        if (verdict.Outcome == Outcome.Success)
        {
            GreenEvidence.Trim(workshop.Settings.Artifacts, whole).ToList().ForEach(problem => workshop.Note(problem, variant.Name));
        }

        return (verdict.Outcome, RedactedVerdict.Of(whole, new Redactor(secrets).Redact).Variants[0].Causes);
    }
}
