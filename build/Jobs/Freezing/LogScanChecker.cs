using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Checks that what a log scan says can matter, so that entries about what is never red do not pile up.</summary>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The variant, for messages.</param>
/// <param name="variant">The variant, read from its tree.</param>
internal sealed class LogScanChecker(DiagnosticBag bag, string context, FrozenVariant variant)
{
    /// <summary>Checks the entries of the job file. What a service runs that names no projects is known only with its image; until then it may be anything.</summary>
    public void CheckEntries()
    {
        if (variant.LogScan is not { } scan)
        {
            return;
        }

        var judged = JudgedLogs.Of(variant);
        foreach (var error in scan.Allow.Where(error => IsKnown(error.Service) && !judged.Contains(error.Service)))
        {
            var why = scan.OwnerOf(error.Service) is { } owner
                ? $"whose log is the program '{owner.Name}' as a whole, and that is never red"
                : "whose log is never red: it runs no project under test and has no part in the audit";
            Report(
                DiagnosticCodes.LogScanEntry,
                PlaceOf(["allow", .. error.Path, "service"]),
                $"the allowed error '{error.Name}' is of '{error.Service}', {why}",
                scan.OwnerOf(error.Service) is null
                    ? $"take the entry out ('{GroupedEntries.Removal(error.Group, error.Name)}' where it is inherited), or name '{error.Service}' in 'services' of log-scan"
                    : $"take the entry out ('{GroupedEntries.Removal(error.Group, error.Name)}' where it is inherited)");
        }

        foreach (var (index, service) in scan.Services.Index())
        {
            if (scan.OwnerOf(service) is { } owner)
            {
                Report(
                    DiagnosticCodes.LogScanEntry,
                    (variant.Tree.Find("log-scan", "services") as SequenceNode)?.Items[index].Span,
                    $"the log of '{service}' is to count, but it is the program '{owner.Name}' as a whole, and that is never red",
                    $"take it out, or say by 'lines' which lines are of '{owner.Name}'");
            }
        }

        foreach (var second in scan.Programs.Where(program => program.Lines is null && scan.OwnerOf(program.Service) != program))
        {
            Report(
                DiagnosticCodes.LogScanEntry,
                PlaceOf("programs", second.Name, "service"),
                $"the log of '{second.Service}' is the program '{scan.OwnerOf(second.Service)!.Name}' as a whole, so nothing of it is left for '{second.Name}'",
                "say by 'lines' which lines are whose");
        }
    }

    /// <summary>Checks that some log counts, once every change is known.</summary>
    public void CheckSome()
    {
        if (variant.LogScan is not null && JudgedLogs.Of(variant).Count == 0)
        {
            Report(
                DiagnosticCodes.LogScanOfNothing,
                variant.Tree["log-scan"]?.Span,
                "no service's log counts: none runs a project under test or has a part in an audit, so the log scan would say nothing of a change",
                "name services whose logs count in 'services' of log-scan, or leave the scan out with 'log-scan: null'");
        }
    }

    private bool IsKnown(string service) => variant.Services.Any(known => known.Name == service);

    private SourceSpan? PlaceOf(params string[] path) => variant.Tree.Find(["log-scan", .. path])?.Span;

    private void Report(string code, SourceSpan? span, string message, string suggestion) => bag.Report(code, span, message, suggestion, context);
}
