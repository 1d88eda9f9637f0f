using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>Outcome classes; the numbers are the process's exit codes and never change.</summary>
internal enum Outcome
{
    /// <summary>Every voting variant passed, every control failed as it should.</summary>
    Success = 0,

    /// <summary>The change broke something: tests, audit or log scan.</summary>
    Failure = 1,

    /// <summary>Job files or arguments are wrong; nothing was started.</summary>
    ConfigError = 2,

    /// <summary>An image build or a service failed before the suite, or the engine at any time: a retry is sensible.</summary>
    Infrastructure = 3,

    /// <summary>A variant ran over its time.</summary>
    TimedOut = 4,

    /// <summary>Interrupted; everything was cleaned up.</summary>
    Aborted = 5,

    /// <summary>Evidence or clean-up failed after the tests.</summary>
    PostFailure = 6,
}

/// <summary>Everything that one variant's run left behind, before it is judged.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Session">Session id; also the name of its folder among the artifacts.</param>
/// <param name="Started">When it started.</param>
/// <param name="Phases">Phases in order.</param>
/// <param name="Interruption">What ended the run before the suite was done (<see cref="Outcome.Infrastructure"/>, <see cref="Outcome.TimedOut"/>, <see cref="Outcome.Aborted"/>, <see cref="Outcome.Failure"/> for a change that does not apply), or null.</param>
/// <param name="Suite">Suite result, or null when it never ran.</param>
/// <param name="Audit">Audit, or null when the job asks for none or the suite never ran.</param>
/// <param name="PostProblems">What went wrong in evidence and clean-up.</param>
/// <param name="Attempt">1-based number of the set-up attempt that this is.</param>
internal sealed record VariantRun(
    JobVariant Variant,
    string Session,
    DateTimeOffset Started,
    IReadOnlyList<PhaseTiming> Phases,
    Interruption? Interruption,
    SuiteResult? Suite,
    ImageApiAudit? Audit,
    IReadOnlyList<Cause> PostProblems,
    int Attempt)
{
    /// <summary>The changes under test, as they were applied or were to be.</summary>
    public IReadOnlyList<AppliedChange> Changes { get; init; } = [];

    /// <summary>Errors in the services' logs, or null when the job asks for none or nothing was collected.</summary>
    public LogScan? Logs { get; init; }

    /// <summary>The run with what went wrong after its tests: one more post problem for each line.</summary>
    /// <param name="kind">Kind of their causes.</param>
    /// <param name="problems">A line each.</param>
    public VariantRun With(string kind, IReadOnlyList<string> problems) =>
        this with { PostProblems = [.. PostProblems, .. problems.Select(problem => new Cause(kind, string.Empty, problem, []))] };
}

/// <summary>What ended a run early.</summary>
/// <param name="Outcome">Outcome class.</param>
/// <param name="Cause">Cause.</param>
internal sealed record Interruption(Outcome Outcome, Cause Cause);

/// <summary>How long a phase took.</summary>
/// <param name="Name">Phase name.</param>
/// <param name="Duration">Duration.</param>
internal sealed record PhaseTiming(string Name, TimeSpan Duration);

/// <summary>A judged variant.</summary>
/// <param name="Run">What was judged.</param>
/// <param name="Actual">What the run came to.</param>
/// <param name="Outcome">What it counts as: for a job with an expectation, success when the expectation was met.</param>
/// <param name="Causes">Causes, first cause first; empty for success.</param>
/// <param name="Reasons">Why it is not green, first cause first: its causes, and of a control that went red as it must, those of that.</param>
/// <param name="Remarks">What was found besides, and decides nothing.</param>
internal sealed record VariantVerdict(
    VariantRun Run, Outcome Actual, Outcome Outcome, IReadOnlyList<Cause> Causes, IReadOnlyList<Cause> Reasons, VariantRemarks Remarks);

/// <summary>The verdict of a whole run.</summary>
/// <param name="Outcome">Outcome class, which is the exit code.</param>
/// <param name="Variants">Every variant's verdict, in the order in which they were selected.</param>
/// <param name="Causes">Why it is not success, first cause first.</param>
/// <param name="Started">When the run started.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Command">Command that reproduces the run.</param>
internal sealed record GateVerdict(
    Outcome Outcome,
    IReadOnlyList<VariantVerdict> Variants,
    IReadOnlyList<Cause> Causes,
    DateTimeOffset Started,
    TimeSpan Duration,
    string Command);
