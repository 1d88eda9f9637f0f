using GlanceGate.Jobs.Language;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>What is worth a line to a reader and decides nothing: what was seen, skipped, expected, allowed, and logged by others.</summary>
internal static class RunRemarks
{
    private const int ShownWarnings = 5;

    /// <summary>What tests saw that a reader wants to see too, for example what a guest says of its hypervisor: one line a text, in the tests' order.</summary>
    /// <remarks>Property <c>Observed</c> of a test, any text. Tests that failed say nothing here, their messages do.</remarks>
    public static IReadOnlyList<SummaryLine> Observed(VariantRun run)
    {
        var passed = (run.Suite?.Tests ?? []).Where(test => test.Outcome == TestOutcome.Passed);
        return [.. passed.SelectMany(test => test.Properties.GetValueOrDefault("Observed") ?? []).Distinct().Select(text => new SummaryLine(text, LineRole.Plain))];
    }

    /// <summary>What the suite says of defects that it expects: one line a defect and state, those that are news first.</summary>
    public static IReadOnlyList<SummaryLine> Defects(VariantRemarks remarks) => [.. remarks.Defects.Select(Defect)];

    /// <summary>What became of the reasons that a job gives for tests that may be skipped: one line a reason, in file order; those that no test needed are warnings.</summary>
    public static IReadOnlyList<SummaryLine> Skips(VariantRemarks remarks) =>
    [
        .. remarks.Skips.Where(reason => reason.Tests.Count > 0).Select(reason => new SummaryLine(
            $"{reason.Tests.Count} {(reason.Tests.Count == 1 ? "test" : "tests")} skipped as {reason.Skip.Name}: {reason.Skip.Reason}", LineRole.Plain)),
        .. remarks.UnusedSkips.Select(skip => new SummaryLine($"no test was skipped as {skip.Name}: drop it from 'skips'", LineRole.Warning)),
    ];

    /// <summary>What became of the number of tests that a job asks for: a line when it said nothing of this run, or less than it could.</summary>
    public static IReadOnlyList<SummaryLine> Minimum(VariantRemarks remarks) => remarks.Minimum switch
    {
        null => [],
        { Applies: false, Minimum: var minimum } =>
            [new SummaryLine($"minimum-tests does not apply: its {minimum} tests are of another selection than this run's", LineRole.Plain)],
        { Minimum: var minimum, Executed: var executed } =>
            [new SummaryLine($"executed {executed} tests, more than minimum-tests asks for: raise it from {minimum}, so that it notices when one goes", LineRole.Warning)],
    };

    /// <summary>What came past the date until which it was allowed, and is not red yet. What is red is a cause and says so itself.</summary>
    public static IReadOnlyList<SummaryLine> Expired(VariantRemarks remarks) =>
    [
        .. remarks.Expired.Where(expired => !expired.IsRed).Select(expired => new SummaryLine(
            $"{expired.Kind} {expired.Name} came past its date {Quantity.Format(expired.Until)}: it is red from {Quantity.Format(expired.RedFrom)} on", LineRole.Warning)),
    ];

    /// <summary>Errors in the logs of what is not under test: one line a kind, the first ones, and how many more there are.</summary>
    public static IReadOnlyList<SummaryLine> LogWarnings(VariantRun run)
    {
        var warnings = run.Logs?.Warnings ?? [];
        var more = warnings.Count - ShownWarnings + (run.Logs?.More.Sum(service => service.Kinds) ?? 0);
        return
        [
            .. warnings.Take(ShownWarnings).Select(warning => new SummaryLine($"log warning {Who(warning)} \u00d7{warning.Count}: {warning.Headline}", LineRole.Warning)),
            .. more > 0 ? [new SummaryLine($"and {more} more {(more == 1 ? "kind" : "kinds")} of log warnings", LineRole.Warning)] : (SummaryLine[])[],
        ];
    }

    private static SummaryLine Defect(ExpectedDefect defect) => defect switch
    {
        { State: DefectState.Fixed } => new SummaryLine($"{defect.Name} seems fixed: drop its expectation", LineRole.Warning),
        { State: DefectState.Live, Symptoms: { Count: > 0 } symptoms } => new SummaryLine($"expected defect {defect.Name} is live: {string.Join("; ", symptoms)}", LineRole.Plain),
        { State: DefectState.Live } => new SummaryLine($"expected defect {defect.Name}: live", LineRole.Plain),
        _ => new SummaryLine($"expected defect {defect.Name}", LineRole.Plain),
    };

    private static string Who(LogWarning warning) => warning.Program is { } program && program != warning.Service ? $"{program} in {warning.Service}" : warning.Service;
}
