using System.Text;
using GlanceGate.Model;
using GlanceGate.Verdicts;
using static GlanceGate.Reports.Markdown.MarkdownText;

namespace GlanceGate.Reports.Markdown;

/// <summary>What failed, why, and where the evidence lies.</summary>
internal static class MarkdownFailures
{
    private const int DetailLines = 20;
    private const int ShownCauses = 10;

    /// <summary>Appends what failed of each variant.</summary>
    public static void AppendVariants(StringBuilder text, GateVerdict verdict, ReportContext context, string session)
    {
        foreach (var variant in verdict.Variants.Where(variant => variant.Outcome != Outcome.Success))
        {
            text.Line();
            text.Line($"## What failed: {Escape(variant.Run.Variant.Name)}{(variant.Run.Variant.Voting ? string.Empty : " (not voting)")}");
            Causes(text, variant.Causes);
            text.Line();
            text.Line($"Evidence: {Links(variant, context, session)}");
        }
    }

    /// <summary>Appends what failed of the run and of no variant.</summary>
    public static void AppendOwn(StringBuilder text, GateVerdict verdict)
    {
        var own = verdict.Causes.Except(verdict.Variants.SelectMany(variant => variant.Causes)).ToList();
        if (own.Count > 0)
        {
            text.Line();
            text.Line("## What failed");
            Causes(text, own);
        }
    }

    private static void Causes(StringBuilder text, IReadOnlyList<Cause> causes)
    {
        for (var i = 0; i < Math.Min(causes.Count, ShownCauses); i++)
        {
            text.Line();
            var subject = causes[i].Subject.Length == 0 ? string.Empty : $" {Code(causes[i].Subject)}";
            text.Line($"{(i == 0 ? string.Empty : "Also ")}**{causes[i].Kind}**{subject}: {Escape(causes[i].Message)}");

            // only the first needs no click to be read
            if (i == 0 && causes[i].Details.Count > 0)
            {
                text.Fence(Details(causes[i].Details), "text");
            }
        }

        if (causes.Count > ShownCauses)
        {
            text.Line();
            text.Line($"and {causes.Count - ShownCauses} more.");
        }
    }

    private static IReadOnlyList<string> Details(IReadOnlyList<string> details) =>
        [.. details.Count > DetailLines ? [$"... {details.Count - DetailLines} lines before"] : (string[])[], .. details.TakeLast(DetailLines)];

    private static string Links(VariantVerdict variant, ReportContext context, string session)
    {
        var folder = variant.Run.Session == session ? string.Empty : $"{variant.Run.Session}/";
        var first = variant.Causes.Select(VerdictWords.FirstEvidence).FirstOrDefault(path => path.Length > 0);
        string?[] files =
        [
            first, "logs/", variant.Run.Suite is null ? null : "suite.log", context.Plans.ContainsKey(variant.Run.Session) ? "plan.yaml" : null, "verdict.json",
        ];
        return string.Join(" · ", files.OfType<string>().Distinct().Select(file => $"[{file}]({folder}{file})"));
    }
}
