using System.Globalization;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>What every report says in the same words.</summary>
internal static class VerdictWords
{
    /// <summary>The services that reach what is outside of the stack, or null when none does.</summary>
    public static string? Egress(JobVariant variant) =>
        string.Join(", ", variant.Services.Where(service => service.Egress).Select(service => service.Name)) is { Length: > 0 } services
            ? $"egress: {services} may reach what is outside of the stack"
            : null;

    /// <summary>What an outcome means for the reader.</summary>
    public static string Meaning(Outcome outcome) => outcome switch
    {
        Outcome.Success => "every voting variant passed",
        Outcome.Failure => "a test, the audit, the log scan or a control failed",
        Outcome.ConfigError => "job files or arguments are wrong, nothing was started",
        Outcome.Infrastructure => "the stack did not come up, a retry may help",
        Outcome.TimedOut => "a variant ran over its time",
        Outcome.Aborted => "interrupted",
        _ => "tests passed, but evidence or clean-up failed",
    };

    /// <summary>The state of a variant in a few words: <c>failure, not voting</c>, <c>success: failed as it must</c>.</summary>
    public static string State(VariantVerdict variant) =>
        variant.Outcome.Word() +
        (variant is { Outcome: Outcome.Success, Run.Variant.Expect: not null } ? $" (ended as {variant.Actual.Word()}, as it must)" : string.Empty) +
        (variant.Run.Variant.Voting ? string.Empty : " (not voting)");

    /// <summary>The counts of a suite: <c>20 passed, 1 failed, 2 skipped</c>.</summary>
    public static string Counts(SuiteResult? suite)
    {
        if (suite is null || suite.Tests.Count == 0)
        {
            return "no tests";
        }

        var parts = new[] { TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Skipped }
            .Select(outcome => (Outcome: outcome, Count: suite.Tests.Count(test => test.Outcome == outcome)))
            .Where(part => part.Count > 0)
            .Select(part => $"{part.Count} {Word(part.Outcome)}");
        return string.Join(", ", parts);
    }

    /// <summary>A test's outcome in a word.</summary>
    public static string Word(TestOutcome outcome) => outcome switch
    {
        TestOutcome.Passed => "passed",
        TestOutcome.Failed => "failed",
        _ => "skipped",
    };

    /// <summary>The audit of a variant in a few words.</summary>
    public static string Audit(VariantVerdict variant) => variant.Run switch
    {
        { Variant.Audit: null } => "not asked for",
        { Audit: null } => "not made",
        { Audit: { Violations.Count: > 0 } } => "violated",
        { Audit: { Gaps.Count: > 0 } } => "incomplete",
        _ => "holds",
    };

    /// <summary>The log scan of a variant in a few words, with whose logs counted: <c>clean (api, compute); 2 warnings from libvirtd</c>.</summary>
    public static string Logs(VariantVerdict variant) => variant.Run switch
    {
        { Variant.LogScan: null } => "not asked for",
        { Logs: null } => "not made",
        { Logs: { Findings: { Count: > 0 } findings } logs } => Errors(findings.Sum(finding => finding.Count)) + Warnings(logs),
        { Logs: { Gaps.Count: > 0 } logs } => "incomplete" + Warnings(logs),
        { Logs: var logs } => $"clean ({string.Join(", ", logs.Judged)})" + Warnings(logs),
    };

    /// <summary>How many kinds of warnings a log scan found, and of whom.</summary>
    private static string Warnings(LogScan logs)
    {
        var kinds = logs.Warnings.Count + logs.More.Sum(more => more.Kinds);
        return kinds == 0 ? string.Empty
            : $"; {kinds} {(kinds == 1 ? "warning" : "warnings")} from {string.Join(", ", logs.Warnings.Select(warning => warning.From).Distinct())}";
    }

    /// <summary>A number of errors in words.</summary>
    private static string Errors(int count) => count == 1 ? "1 error" : $"{count} errors";

    /// <summary>A cause in one line: what it is about and what happened.</summary>
    public static string Line(Cause cause) => CauseText.Of(cause);

    /// <summary>Where to look first for a cause, relative to the session's folder.</summary>
    public static string FirstEvidence(Cause cause) => cause.Kind switch
    {
        CauseKinds.Service or CauseKinds.LogScan => $"logs/{cause.Subject}.log",
        CauseKinds.Tests or CauseKinds.NoTests or CauseKinds.TooFewTests or CauseKinds.RequiredTestsSkipped or CauseKinds.Suite => "suite.log",
        CauseKinds.ImageApiAudit => "audit.json",
        _ => string.Empty,
    };

    /// <summary>Seconds with three decimals and a point, as machines read them.</summary>
    public static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
