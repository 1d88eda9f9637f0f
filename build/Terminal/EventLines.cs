using System.Globalization;
using GlanceGate.Model;
using GlanceGate.Reports;

namespace GlanceGate.Terminal;

/// <summary>Run events as lines for people and logs.</summary>
internal static class EventLines
{
    /// <summary>The line of an event with time and variant in front, or null for events that are not worth a line.</summary>
    public static string? Describe(RunEvent item) =>
        Text(item) is { } text
            ? string.Create(CultureInfo.InvariantCulture, $"{item.At.ToLocalTime():HH:mm:ss} {(item.Variant is null ? string.Empty : $"[{item.Variant}] ")}{PlainText.Line(text)}")
            : null;

    /// <summary>Whether an event deserves a lasting line even where a live board shows the present state.</summary>
    public static bool Lasts(RunEvent item) => item switch
    {
        RunEvent.Note or RunEvent.PhaseEnded => true,
        RunEvent.ServiceChanged changed => changed.Service.State == ServiceState.Failed,
        RunEvent.TestEnded ended => ended.Test.Outcome != TestOutcome.Passed,
        _ => false,
    };

    private static string? Text(RunEvent item) => item switch
    {
        RunEvent.PhaseStarted phase => $"{phase.Phase} ...",
        RunEvent.PhaseEnded phase => $"{phase.Phase} {(phase.Succeeded ? "done" : "FAILED")} in {Durations.Words(phase.Duration)}",
        RunEvent.ServiceChanged changed => Service(changed.Service),
        RunEvent.TestEnded ended => Test(ended.Test),
        RunEvent.Progress progress => $"{progress.Source}: {progress.Text}",
        RunEvent.Note note => note.Text,
        _ => null,
    };

    private static string? Service(ServiceSnapshot service)
    {
        // created and stopped come in bunches at the ends of a run and tell nobody anything
        if (service.State is ServiceState.Planned or ServiceState.Created or ServiceState.Stopped)
        {
            return null;
        }

        var word = service.State == ServiceState.Failed ? "FAILED" : service.State.ToString().ToLowerInvariant();
        return service.Detail.Length == 0 ? $"{service.Service} {word}" : $"{service.Service} {word}: {service.Detail}";
    }

    private static string Test(TestResult test)
    {
        var word = test.Outcome switch { TestOutcome.Passed => "passed", TestOutcome.Failed => "FAILED", _ => "skipped" };
        var reason = test.Outcome == TestOutcome.Skipped && test.Message.Length > 0 ? $": {test.Message}" : string.Empty;
        return $"{word} {test.Name} ({Durations.Words(test.Duration)}){reason}";
    }
}
