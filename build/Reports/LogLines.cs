using GlanceGate.Logs;

namespace GlanceGate.Reports;

/// <summary>What the services' logs say that does not decide: errors of what is not under test.</summary>
internal static class LogLines
{
    private const int Shown = 5;

    /// <summary>One line a kind, the first ones, and how many more there are.</summary>
    public static IReadOnlyList<SummaryLine> Of(LogScan? logs)
    {
        var warnings = logs?.Warnings ?? [];
        var more = warnings.Count - Shown + (logs?.More.Sum(service => service.Kinds) ?? 0);
        return
        [
            .. warnings.Take(Shown).Select(warning => new SummaryLine($"log warning {Who(warning)} \u00d7{warning.Count}: {warning.Headline}", LineRole.Warning)),
            .. more > 0 ? [new SummaryLine($"and {more} more {(more == 1 ? "kind" : "kinds")} of log warnings", LineRole.Warning)] : (SummaryLine[])[],
        ];
    }

    private static string Who(LogWarning warning) => warning.Program is { } program && program != warning.Service ? $"{program} in {warning.Service}" : warning.Service;
}
