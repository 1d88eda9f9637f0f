using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Topology;

namespace GlanceGate.Evidence;

/// <summary>What there is to collect of one session.</summary>
/// <param name="Plan">The session's plan.</param>
/// <param name="Logs">Service to the file with its log as the engine delivered it.</param>
/// <param name="SuiteLog">The suite's output, or null when it never ran.</param>
/// <param name="Addresses">Service to its address on the stack's network while it ran; a container that has ended has none any more.</param>
/// <param name="Audit">Whether the audit is to be made, which has a meaning only when the suite ran.</param>
/// <param name="Folder">The session's folder among the artifacts, made when missing.</param>
internal sealed record EvidenceRequest(
    TopologyPlan Plan,
    IReadOnlyDictionary<string, string> Logs,
    string? SuiteLog,
    IReadOnlyDictionary<string, string> Addresses,
    bool Audit,
    string Folder)
{
    /// <summary>Service to the lines of its log that count; a log that is not named counts as a whole.</summary>
    public IReadOnlyDictionary<string, LogWindow> LogWindows { get; init; } = new Dictionary<string, LogWindow>();

    /// <summary>Service to fact to its text; empty when none were asked for or the stack did not come up.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Facts { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();
}

/// <summary>What was collected.</summary>
/// <param name="Audit">The audit, or null when none was asked for or it could not be made.</param>
/// <param name="Problems">What could not be collected.</param>
internal sealed record CollectedEvidence(ImageApiAudit? Audit, IReadOnlyList<Cause> Problems)
{
    /// <summary>Errors in the logs, or null when the job does not ask for them or they could not be written down.</summary>
    public LogScan? Logs { get; init; }
}

/// <summary>Collects what a session leaves behind, before anything of it is removed.</summary>
/// <remarks>
/// Writes <c>logs/&lt;service&gt;.log</c>, <c>suite.log</c>, <c>containers.json</c>, <c>facts.json</c> (where there are facts),
/// <c>audit.json</c> and <c>log-scan.json</c>, all without secrets. What cannot be collected becomes a problem and does not keep the rest from being collected; nothing is thrown, also not when the time is up.
/// </remarks>
internal sealed class EvidenceCollector(IContainerEngine engine)
{
    /// <summary>Collects.</summary>
    /// <param name="request">What there is.</param>
    /// <param name="cancellation">Time that is kept back for evidence.</param>
    public async Task<CollectedEvidence> CollectAsync(EvidenceRequest request, CancellationToken cancellation)
    {
        var redactor = new Redactor(request.Plan.Secrets);
        var problems = new List<Cause>();
        var logs = new Dictionary<string, LogFacts>();
        var scans = new List<ServiceLogScan>();
        var judged = JudgedLogs.Of(request.Plan.Variant);
        foreach (var (service, path) in request.Logs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            await AttemptAsync(problems, service, $"the log of {service}", async () =>
            {
                var scan = request.Plan.Variant.LogScan is { } definition
                    ? new ServiceLogScan(definition, service, request.LogWindows.GetValueOrDefault(service, LogWindow.Everything), judged.Contains(service))
                    : null;
                logs[service] = await LogCopy.WriteAsync(path, Path.Combine(request.Folder, "logs", $"{service}.log"), redactor, scan, cancellation);
                if (scan is not null)
                {
                    scans.Add(scan);
                }
            });
        }

        if (request.SuiteLog is { } suiteLog)
        {
            await AttemptAsync(problems, request.Plan.Variant.Suite.Name, "the suite's output", () =>
                LogCopy.WriteAsync(suiteLog, Path.Combine(request.Folder, "suite.log"), redactor, scan: null, cancellation));
        }

        var containers = new List<ContainerFacts>();
        foreach (var container in request.Plan.Containers)
        {
            await AttemptAsync(problems, container.Service, $"the state of {container.Service}", async () =>
                containers.Add(ContainerFacts.Of(
                    container, await engine.InspectContainerAsync(container.ContainerName, cancellation), logs.GetValueOrDefault(container.Service))));
        }

        await AttemptAsync(problems, string.Empty, "containers.json", () =>
            EvidenceFiles.WriteAsync(request.Folder, "containers.json", containers, EvidenceJson.Default.ListContainerFacts, redactor, cancellation));

        if (request.Facts.Count > 0)
        {
            await AttemptAsync(problems, string.Empty, "facts.json", () => EvidenceFiles.WriteAsync(
                request.Folder, "facts.json", request.Facts, EvidenceJson.Default.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString, redactor, cancellation));
        }

        ImageApiAudit? audit = null;
        if (request.Audit && request.Plan.Variant.Audit is { } definition)
        {
            await AttemptAsync(problems, definition.Service, "the audit", async () =>
            {
                audit = await AuditAsync(request, definition, cancellation);
                await EvidenceFiles.WriteAsync(request.Folder, "audit.json", audit, EvidenceJson.Default.ImageApiAudit, redactor, cancellation);
            });
        }

        LogScan? found = null;
        if (request.Plan.Variant.LogScan is { } wanted)
        {
            await AttemptAsync(problems, string.Empty, "the log scan", async () =>
            {
                found = LogScanner.Combine(wanted, request.Plan.Containers.Select(container => container.Service), judged, scans);
                await EvidenceFiles.WriteAsync(request.Folder, "log-scan.json", found, EvidenceJson.Default.LogScan, redactor, cancellation);
            });
        }

        return new CollectedEvidence(audit, problems) { Logs = found };
    }

    private static Task<ImageApiAudit> AuditAsync(EvidenceRequest request, AuditDefinition definition, CancellationToken cancellation) =>
        request.Logs.TryGetValue(definition.Service, out var log)
            ? ImageApiAuditor.AuditAsync(
                definition,
                File.ReadLinesAsync(log, cancellation),
                request.Addresses.ToDictionary(pair => pair.Value, pair => pair.Key),
                cancellation)
            : throw new FileNotFoundException($"there is no log of {definition.Service}");

    private static async Task AttemptAsync(List<Cause> problems, string subject, string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            problems.Add(new Cause(CauseKinds.Evidence, subject, $"{what} could not be collected: the time for evidence was up", []));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or EngineException or ArgumentException)
        {
            problems.Add(new Cause(CauseKinds.Evidence, subject, $"{what} could not be collected: {problem.Message}", []));
        }
    }
}
