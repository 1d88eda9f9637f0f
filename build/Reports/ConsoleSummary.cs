using GlanceGate.Changes;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>What a line is, so that a terminal can colour it.</summary>
internal enum LineRole
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>Good news.</summary>
    Good,

    /// <summary>Bad news.</summary>
    Bad,

    /// <summary>News that does not decide.</summary>
    Warning,

    /// <summary>Text of others: log lines, stacks.</summary>
    Quote,
}

/// <summary>One line of text and what it is.</summary>
internal readonly record struct SummaryLine(string Text, LineRole Role);

/// <summary>The text at the end of a run: each variant with its first cause, the last lines about it, where the evidence is; then the
/// command to repeat it; the verdict last, where the eye is when the program has ended.</summary>
internal static class ConsoleSummary
{
    private const int DetailLines = 12;
    private const int Width = 400;
    private const int ShownCauses = 5;

    /// <summary>The lines.</summary>
    public static IReadOnlyList<SummaryLine> Render(GateVerdict verdict, ReportContext context) =>
        [.. Lines(RedactedVerdict.Of(verdict, context.Redact), context)];

    private static IEnumerable<SummaryLine> Lines(GateVerdict verdict, ReportContext context)
    {
        foreach (var variant in verdict.Variants)
        {
            foreach (var line in Variant(variant, context))
            {
                yield return line;
            }
        }

        foreach (var line in Causes(verdict.Causes.Except(verdict.Variants.SelectMany(variant => variant.Causes)), LineRole.Bad))
        {
            yield return line;
        }

        if (verdict.Variants.Count > 0 || verdict.Causes.Count > 0)
        {
            yield return new SummaryLine(string.Empty, LineRole.Plain);
        }

        if (verdict.Outcome != Outcome.ConfigError)
        {
            yield return new SummaryLine($"report     {context.Display("summary.md")}", LineRole.Plain);
        }

        if (verdict.Outcome is not (Outcome.Success or Outcome.ConfigError))
        {
            yield return new SummaryLine($"reproduce  {verdict.Command}", LineRole.Plain);
        }

        yield return new SummaryLine(
            $"{verdict.Outcome.Word().ToUpperInvariant()}: {VerdictWords.Meaning(verdict.Outcome)} (exit code {(int)verdict.Outcome}, {Durations.Words(verdict.Duration)})",
            Role(verdict.Outcome, voting: true));
    }

    private static IEnumerable<SummaryLine> Variant(VariantVerdict variant, ReportContext context)
    {
        var run = variant.Run;
        var role = Role(variant.Outcome, run.Variant.Voting);
        var audit = run.Audit is null ? string.Empty : $", image API audit {VerdictWords.Audit(variant)}";
        yield return new SummaryLine(string.Empty, LineRole.Plain);
        var logs = run.Logs is null ? string.Empty : $", logs {VerdictWords.Logs(variant)}";
        yield return new SummaryLine($"{run.Variant.Name}: {VerdictWords.State(variant)}, {VerdictWords.Counts(run.Suite)}{audit}{logs}", role);
        if (run.Variant.Host is { } host)
        {
            yield return new SummaryLine($"  host: {PlainText.Cut(host, Width)}", LineRole.Warning);
        }

        if (VerdictWords.Egress(run.Variant) is { } egress)
        {
            yield return new SummaryLine($"  {PlainText.Cut(egress, Width)}", LineRole.Warning);
        }

        if (run.Changes.Count > 0)
        {
            yield return new SummaryLine(
                $"  with {PlainText.Cut(string.Join(", ", run.Changes.Select(change => $"{change.Project}: {ChangeWords.Of(change)}")), Width)}", LineRole.Plain);
        }

        if (variant.Outcome == Outcome.Success)
        {
            // why a control is red as it must be takes one line
            foreach (var reason in variant.Reasons.Take(1))
            {
                yield return new SummaryLine($"  {PlainText.Cut(VerdictWords.Line(reason), Width)}", LineRole.Quote);
            }

            foreach (var line in Remarks(variant).Concat(LogRemarks(variant)))
            {
                yield return line;
            }

            yield break;
        }

        foreach (var line in Causes(variant.Causes, role).Concat(Remarks(variant)).Concat(LogRemarks(variant)))
        {
            yield return line;
        }

        var first = variant.Causes.Select(VerdictWords.FirstEvidence).FirstOrDefault(path => path.Length > 0);
        yield return new SummaryLine(
            $"  evidence: {context.Display(run.Session)}{Path.DirectorySeparatorChar}{(first is null ? string.Empty : $" (first {first})")}", LineRole.Plain);
    }

    private static IEnumerable<SummaryLine> Remarks(VariantVerdict variant) =>
        variant.Run.Variant.Expect is not null
            ? []
            : RunRemarks.Observed(variant.Run).Select(line => line with { Text = $"observed: {line.Text}" })
                .Concat(RunRemarks.Defects(variant.Remarks))
                .Concat(RunRemarks.Skips(variant.Remarks))
                .Concat(RunRemarks.Minimum(variant.Remarks))
                .Concat(RunRemarks.Expired(variant.Remarks))
                .Select(line => line with { Text = $"  {PlainText.Cut(line.Text, Width)}" });

    private static IEnumerable<SummaryLine> LogRemarks(VariantVerdict variant)
    {
        // a control that is red has one line, and that says why
        foreach (var line in variant.Run.Variant.Expect is null || variant.Actual == Outcome.Success ? RunRemarks.LogWarnings(variant.Run) : [])
        {
            yield return line with { Text = $"  {PlainText.Cut(line.Text, Width)}" };
        }

        if (variant.Remarks.UnusedErrors is { Count: > 0 } unused)
        {
            yield return new SummaryLine($"  log scan: allowed errors that did not come: {string.Join(", ", unused)}", LineRole.Warning);
        }
    }

    private static IEnumerable<SummaryLine> Causes(IEnumerable<Cause> all, LineRole role)
    {
        var causes = all.ToList();
        for (var i = 0; i < Math.Min(causes.Count, ShownCauses); i++)
        {
            yield return new SummaryLine($"  {PlainText.Cut(VerdictWords.Line(causes[i]), Width)}", role);
            if (i > 0)
            {
                continue;
            }

            foreach (var detail in causes[i].Details.TakeLast(DetailLines))
            {
                yield return new SummaryLine($"    | {PlainText.Cut(detail, Width)}", LineRole.Quote);
            }
        }

        if (causes.Count > ShownCauses)
        {
            yield return new SummaryLine($"  and {causes.Count - ShownCauses} more", role);
        }
    }

    private static LineRole Role(Outcome outcome, bool voting) => outcome switch
    {
        Outcome.Success => LineRole.Good,
        _ when !voting => LineRole.Warning,
        Outcome.Failure or Outcome.ConfigError => LineRole.Bad,
        _ => LineRole.Warning,
    };
}
