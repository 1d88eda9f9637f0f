using System.Text;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Verdicts;
using static GlanceGate.Reports.Markdown.MarkdownText;

namespace GlanceGate.Reports.Markdown;

/// <summary>The section of the log scan: whose logs count, what was found in them, what was allowed, what could not be read, and what others wrote.</summary>
internal static class MarkdownLogs
{
    private const int ShownWarnings = 50;

    /// <summary>The section.</summary>
    public static string Render(VariantVerdict variant, LogScan logs, string title)
    {
        var text = new StringBuilder(title);
        text.Line(logs.Judged.Count == 0 ? "No service's log counts." : $"Logs that count: {Escape(string.Join(", ", logs.Judged))}.");
        text.Line();
        if (logs.Findings.Count == 0)
        {
            text.Line("None of them holds an error that is not allowed.");
        }
        else
        {
            text.Line("| service | line | times | error |");
            text.Line("| --- | ---: | ---: | --- |");
            foreach (var finding in logs.Findings)
            {
                text.Line($"| {Escape(finding.Service)} | {finding.FirstLine} | {finding.Count} | {Escape(finding.Headline)} |");
            }

            More(text, logs.MoreFindings);
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

        if (variant.Remarks.UnusedErrors is { Count: > 0 } unused)
        {
            text.Line();
            text.Line($"Allowed, but did not come: {string.Join(", ", unused.Select(Code))}.");
        }

        Warnings(text, logs);
        return text.ToString();
    }

    private static void Warnings(StringBuilder text, LogScan logs)
    {
        if (logs.Warnings.Count == 0)
        {
            return;
        }

        text.Line();
        text.Line("Warnings, which do not count: errors of programs and services that are not under test.");
        text.Line();
        text.Line("| service | program | line | phase | times | first one |");
        text.Line("| --- | --- | ---: | --- | ---: | --- |");
        foreach (var warning in logs.Warnings.Take(ShownWarnings))
        {
            text.Line($"| {Escape(warning.Service)} | {Escape(warning.Program ?? string.Empty)} | {warning.FirstLine} | {(warning.Phase == LogPhase.Start ? "start" : "suite")} | {warning.Count} | {Escape(warning.Headline)} |");
        }

        if (logs.Warnings.Count > ShownWarnings)
        {
            text.Line();
            text.Line($"and {logs.Warnings.Count - ShownWarnings} more kinds in `verdict.json`.");
        }

        More(text, logs.More);
    }

    private static void More(StringBuilder text, IReadOnlyList<MoreKinds> services)
    {
        foreach (var more in services)
        {
            text.Line();
            text.Line($"and {more.Kinds}{(more.Kinds < ServiceLogScan.MostKinds ? string.Empty : " or more")} more kinds, {more.Count} in all, in the log of {Escape(more.Service)} alone.");
        }
    }
}
