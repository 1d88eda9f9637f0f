namespace GlanceGate.Jobs;

/// <summary>Whose logs can make a verdict red: services that run a project under test, those of the audit, and those that the job names.</summary>
/// <remarks>A log that is another program's as a whole never can, whatever the service has to do with the change.</remarks>
internal static class JudgedLogs
{
    /// <summary>The services, in the order of the variant's.</summary>
    public static IReadOnlyList<string> Of(JobVariant variant) =>
        variant.LogScan is { } scan
            ? [.. variant.Services.Where(service => scan.OwnerOf(service.Name) is null && HasPart(variant, scan, service)).Select(service => service.Name)]
            : [];

    private static bool HasPart(JobVariant variant, LogScanDefinition scan, ServiceDefinition service) =>
        scan.Services.Contains(service.Name)
        || (variant.Audit is { } audit && (audit.Service == service.Name || audit.Clients.Contains(service.Name)))
        || variant.Changes.Any(change => service.Projects?.Contains(change.Project) != false);
}
