using System.Text;
using GlanceGate.Logs;
using GlanceGate.Verdicts;
using static GlanceGate.Reports.Markdown.MarkdownText;

namespace GlanceGate.Reports.Markdown;

/// <summary>The section of the log scan: what was found, what was allowed, and what could not be read.</summary>
internal static class MarkdownLogs
{
    /// <summary>The section.</summary>
    public static string Render(VariantVerdict variant, LogScan logs, string title)
    {
        var text = new StringBuilder(title);
        if (logs.Findings.Count == 0)
        {
            text.Line("No log holds an error that is not allowed.");
        }
        else
        {
            text.Line("| service | line | times | error |");
            text.Line("| --- | ---: | ---: | --- |");
            foreach (var finding in logs.Findings)
            {
                text.Line($"| {Escape(finding.Service)} | {finding.FirstLine} | {finding.Count} | {Escape(finding.Headline)} |");
            }
        }

        if (logs.Allowed.Count > 0)
        {
            text.Line();
            text.Line($"Allowed: {string.Join(", ", logs.Allowed.Select(entry => $"{Code(entry.Name)} of {Escape(entry.Service)} ×{entry.Count}"))}.");
        }

        foreach (var remark in logs.Gaps)
        {
            text.Line();
            text.Line($"- {Escape(remark)}");
        }

        if (VerdictWords.UnusedErrors(variant) is { Count: > 0 } unused)
        {
            text.Line();
            text.Line($"Allowed, but did not come: {string.Join(", ", unused.Select(Code))}.");
        }

        return text.ToString();
    }
}
