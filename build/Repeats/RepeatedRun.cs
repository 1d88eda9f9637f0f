using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Repeats;

/// <summary>What is remembered of one run of a variant that is repeated; a hundred of them fit into memory.</summary>
/// <param name="Round">1-based round.</param>
/// <param name="Variant">Variant name.</param>
/// <param name="Outcome">What the run came to.</param>
/// <param name="Session">Folder of its evidence, or null when there never was a stack.</param>
/// <param name="Attempt">1-based number of the set-up attempt that gave the result.</param>
/// <param name="Started">When it started.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Executed">Tests that ran.</param>
/// <param name="Causes">Why it is not green, first cause first.</param>
/// <param name="Failures">Tests that failed.</param>
/// <param name="LogEvents">What stood in the logs, or null when no scan of a whole run was made.</param>
/// <param name="Phases">Phases in order.</param>
internal sealed record RepeatedRun(
    int Round,
    string Variant,
    Outcome Outcome,
    string? Session,
    int Attempt,
    DateTimeOffset Started,
    TimeSpan Duration,
    int Executed,
    IReadOnlyList<Cause> Causes,
    IReadOnlyList<FailedTest> Failures,
    IReadOnlyList<LogEvent>? LogEvents,
    IReadOnlyList<PhaseTiming> Phases)
{
    /// <summary>Kind of the cause of a run that ended in a way that nobody expected, which is a defect of the gate or of the machine below it.</summary>
    private const string Unexpected = "unexpected";

    /// <summary>Remembers a run of one variant.</summary>
    /// <param name="round">1-based round.</param>
    /// <param name="variant">Variant name; a verdict without an engine has none.</param>
    /// <param name="verdict">Its verdict, without secrets.</param>
    /// <param name="phases">Phases that belong to no variant.</param>
    public static RepeatedRun Of(int round, string variant, GateVerdict verdict, IReadOnlyList<PhaseTiming> phases)
    {
        var run = verdict.Variants is [var only] ? only.Run : null;
        return new RepeatedRun(
            round,
            variant,
            verdict.Outcome,
            run?.Session,
            run?.Attempt ?? 1,
            verdict.Started,
            verdict.Duration,
            run?.Suite?.Executed ?? 0,
            verdict.Causes,
            [.. (run?.Suite?.Tests ?? []).Where(test => test.Outcome == TestOutcome.Failed).Select(FailedTest.Of)],
            run is { Interruption: null, Logs: { } logs } ? LogEvent.Of(logs) : null,
            [.. phases, .. run?.Phases ?? [], new PhaseTiming("whole run", verdict.Duration)]);
    }

    /// <summary>Remembers a run that ended in a way that nobody expected.</summary>
    public static RepeatedRun Of(int round, string variant, Outcome outcome, Exception problem, DateTimeOffset started, TimeSpan duration) => new(
        round,
        variant,
        outcome,
        null,
        1,
        started,
        duration,
        0,
        [new Cause(Unexpected, string.Empty, $"{problem.GetType().Name}: {problem.Message}", problem.ToString().Split('\n'))],
        [],
        null,
        []);
}

/// <summary>A test that failed.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Message">Its message in one line.</param>
internal sealed record FailedTest(string Name, string Message)
{
    /// <summary>Remembers a test.</summary>
    public static FailedTest Of(TestResult test) => new(test.Name, TestCauses.Headline(TestCauses.Lines(test.Message)));
}

/// <summary>Something that stood in a service's log.</summary>
/// <param name="Kind"><c>error</c>, <c>allowed</c> or <c>warning</c>.</param>
/// <param name="Service">The service, or the program beside it that wrote a warning.</param>
/// <param name="Text">What it says in one line; the name of the entry for an allowed one.</param>
/// <param name="Count">How often it came.</param>
internal sealed record LogEvent(string Kind, string Service, string Text, int Count)
{
    /// <summary>The events of a scan.</summary>
    public static IReadOnlyList<LogEvent> Of(LogScan scan) =>
    [
        .. scan.Findings.Select(finding => new LogEvent("error", finding.Service, finding.Headline, finding.Count)),
        .. scan.Allowed.Select(allowed => new LogEvent("allowed", allowed.Service, allowed.Name, allowed.Count)),
        .. scan.Warnings.Select(warning => new LogEvent("warning", warning.From, warning.Headline, warning.Count)),
    ];
}
