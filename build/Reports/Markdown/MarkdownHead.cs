using System.Globalization;
using System.Text;
using GlanceGate.Jobs;
using GlanceGate.Verdicts;
using static GlanceGate.Reports.Markdown.MarkdownText;

namespace GlanceGate.Reports.Markdown;

/// <summary>The first screen: what came of the run, why, where to look and how to repeat it.</summary>
internal static class MarkdownHead
{
    /// <summary>The text.</summary>
    /// <inheritdoc cref="MarkdownSummary.Render"/>
    public static string Render(GateVerdict verdict, ReportContext context, string session)
    {
        var text = new StringBuilder();
        var sign = verdict.Outcome switch { Outcome.Success => "✅", Outcome.Failure or Outcome.ConfigError => "❌", _ => "⚠️" };
        text.Line($"# {sign} Gate: {verdict.Outcome.Word()}");
        text.Line();
        text.Line($"{Sentence(verdict.Outcome)} Exit code {(int)verdict.Outcome}, {Durations.Words(verdict.Duration)}.");

        Variants(text, verdict.Variants);
        MarkdownFailures.AppendVariants(text, verdict, context, session);
        Remarks(text, verdict.Variants);
        MarkdownFailures.AppendOwn(text, verdict);
        text.Line();
        text.Line("Reproduce:");
        text.Fence([verdict.Command], "sh");
        return text.ToString();
    }

    private static void Variants(StringBuilder text, IReadOnlyList<VariantVerdict> variants)
    {
        if (variants.Count == 0)
        {
            return;
        }

        text.Line();
        text.Line("| variant | outcome | tests | image API audit | logs | time |");
        text.Line("| --- | --- | --- | --- | --- | ---: |");
        foreach (var variant in variants)
        {
            var time = variant.Run.Phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Duration);
            text.Line($"| {Named(variant.Run.Variant)} | {VerdictWords.State(variant)} | {VerdictWords.Counts(variant.Run.Suite)} | {VerdictWords.Audit(variant)} | {VerdictWords.Logs(variant)} | {Durations.Words(time)} |");
        }
    }

    private static void Remarks(StringBuilder text, IReadOnlyList<VariantVerdict> variants)
    {
        foreach (var variant in variants.Where(variant => variant.Run.Variant.Expect is null))
        {
            var name = Escape(variant.Run.Variant.Name);
            Remarks(text, $"What {name} observed:", RunRemarks.Observed(variant.Run));
            Remarks(text, $"Defects that {name} expects:", RunRemarks.Defects(variant.Remarks));
            Remarks(text, $"Tests that {name} may skip:", RunRemarks.Skips(variant.Remarks));
            Remarks(text, $"Tests that {name} must execute:", RunRemarks.Minimum(variant.Remarks));
            Remarks(text, $"What {name} was allowed and is past its date:", RunRemarks.Expired(variant.Remarks));
        }
    }

    private static void Remarks(StringBuilder text, string title, IReadOnlyList<SummaryLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        text.Line();
        text.Line(title);
        text.Line();
        foreach (var line in lines)
        {
            text.Line($"- {(line.Role == LineRole.Warning ? $"**News**: {Escape(line.Text)}" : Escape(line.Text))}");
        }
    }

    private static string Named(JobVariant variant) => string.Join("<br>",
    [
        Escape(variant.Name),
        .. variant.Host is { } host ? (string[])[$"**host: {Escape(host)}**"] : [],
        .. VerdictWords.Egress(variant) is { } egress ? (string[])[$"**{Escape(egress)}**"] : [],
    ]);

    private static string Sentence(Outcome outcome) => string.Create(
        CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(VerdictWords.Meaning(outcome)[0])}{VerdictWords.Meaning(outcome)[1..]}.");
}
