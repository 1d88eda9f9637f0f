using GlanceGate.Jobs;

namespace GlanceGate.Logs;

/// <summary>Puts together what the scans of all services found; pure.</summary>
internal static class LogScanner
{
    /// <summary>Puts the scans together.</summary>
    /// <param name="definition">What was looked for.</param>
    /// <param name="services">Every service of the stack; one without a scan is a gap.</param>
    /// <param name="judged">The services whose logs count; none is a gap.</param>
    /// <param name="scans">The scans that were made, each to its end.</param>
    public static LogScan Combine(
        LogScanDefinition definition, IEnumerable<string> services, IReadOnlyList<string> judged, IReadOnlyCollection<ServiceLogScan> scans)
    {
        var ordered = scans.OrderBy(scan => scan.Service, StringComparer.Ordinal).ToList();
        var allowed = definition.Allow
            .Select(entry => new AllowedCount(entry.Name, entry.Service, ordered.Sum(scan => scan.Allowed.GetValueOrDefault(entry.Name))))
            .ToList();
        var sometimes = definition.Allow.Where(entry => entry.Sometimes).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        return new LogScan(
            [.. ordered.SelectMany(scan => scan.Findings)],
            [.. allowed.Where(entry => entry.Count > 0)],
            [.. allowed.Where(entry => entry.Count == 0 && !sometimes.Contains(entry.Name)).Select(entry => entry.Name)],
            [
                .. judged.Count > 0 ? [] : (string[])["no service's log counts, so the log scan says nothing of a change"],
                .. services.Except(ordered.Select(scan => scan.Service)).Order(StringComparer.Ordinal)
                    .Select(service => $"the log of {service} was not read, so nothing is known about errors in it"),
                .. ordered.SelectMany(scan => scan.Gaps),
            ])
        {
            Judged = judged,
            Warnings = [.. ordered.SelectMany(scan => scan.Warnings)],
            More = [.. ordered.Select(scan => scan.More).OfType<MoreKinds>()],
            MoreFindings = [.. ordered.Select(scan => scan.MoreFindings).OfType<MoreKinds>()],
        };
    }
}
