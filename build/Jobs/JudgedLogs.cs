namespace GlanceGate.Jobs;

/// <summary>Whose logs can make a verdict red: services that run a project under test, those of the audit, and those that the job names.</summary>
/// <remarks>A log that is another program's as a whole never can, whatever the service has to do with the change.</remarks>
internal static class JudgedLogs
{
    /// <summary>The services, in the order of the variant's.</summary>
    public static IReadOnlyList<string> Of(JobVariant variant) => Of(variant, variant.Changes.Select(change => change.Content.Project));

    /// <summary>The services, in the order of the variant's; of one that names no projects, any may be under test.</summary>
    public static IReadOnlyList<string> Of(FrozenVariant variant) => Of(variant, variant.Changes.Select(change => change.Project));

    private static IReadOnlyList<string> Of(VariantDefinition variant, IEnumerable<string> changed) =>
        variant.LogScan is { } scan
            ? [.. variant.Services.Where(service => scan.OwnerOf(service.Name) is null && HasPart(variant, scan, service, changed)).Select(service => service.Name)]
            : [];

    private static bool HasPart(VariantDefinition variant, LogScanDefinition scan, ServiceDefinition service, IEnumerable<string> changed) =>
        scan.Services.Contains(service.Name)
        || (variant.Audit is { } audit && (audit.Service == service.Name || audit.Clients.Contains(service.Name)))
        || changed.Any(service.Runs);
}
