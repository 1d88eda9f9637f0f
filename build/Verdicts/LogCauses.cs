using GlanceGate.Logs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>Causes that errors in logs give, and what logs say of the errors that a job allows.</summary>
internal static class LogCauses
{
    /// <summary>One cause for each service, with the first error as its details.</summary>
    public static IEnumerable<Cause> Of(LogScan scan) => scan.Findings.GroupBy(finding => finding.Service).Select(service =>
    {
        var first = service.First();
        var count = service.Sum(finding => finding.Count) + scan.MoreFindings.Where(more => more.Service == service.Key).Sum(more => more.Count);
        var what = count == 1 ? "1 unexpected error in the log, line" : $"{count} unexpected errors in the log, first one in line";
        return new Cause(CauseKinds.LogScan, service.Key, $"{what} {first.FirstLine}: {first.Headline}", first.Excerpt);
    });

    /// <summary>What would be said of each kind of warning, if it were a cause.</summary>
    public static IEnumerable<Cause> Warnings(LogScan? scan) => (scan?.Warnings ?? []).Select(warning => new Cause(
        CauseKinds.LogWarning,
        warning.Service,
        $"{warning.Count} {(warning.Count == 1 ? "warning" : "warnings")} from {warning.From}, first one in line {warning.FirstLine}: {warning.Headline}",
        []));

    /// <summary>Allowed errors that did not come though the whole suite ran to its end: their entries may be out of date.</summary>
    public static IReadOnlyList<string> UnusedErrors(VariantRun run) =>
        run is { Interruption: null, Suite.Error: null, Variant.Suite.Where.Length: 0, Logs: { Gaps.Count: 0 } logs } ? logs.Unused : [];
}
