using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Mutations;

/// <summary>What came of a run of mutations.</summary>
/// <param name="Variant">The variant that they were tried on.</param>
/// <param name="Selected">How many were to be tried.</param>
/// <param name="Results">Those that were, in order.</param>
/// <param name="IsWhole">Whether the whole suite ran with each.</param>
/// <param name="Before">The suite without mutations, before them; null when it did not run.</param>
/// <param name="After">The same tests without mutations after them; null when they did not run.</param>
internal sealed record MutationReport(
    string Variant, int Selected, IReadOnlyList<MutationResult> Results, bool IsWhole, SuiteResult? Before, SuiteResult? After)
{
    /// <summary>Mutations that this variant cannot show, because they are of others.</summary>
    public IReadOnlyList<Mutation> LeftOut { get; init; } = [];

    /// <summary>The suite, whose number of tests the job may ask for; null when not all of it runs.</summary>
    public SuiteDefinition? Suite { get; init; }

    /// <summary>A report before anything ran.</summary>
    public static MutationReport Empty(string variant, int selected, bool isWhole) => new(variant, selected, [], isWhole, null, null);

    /// <summary>How many were noticed, missed or not tried.</summary>
    public int Count(MutationVerdict verdict) => Results.Count(result => result.Verdict == verdict);

    /// <summary>
    /// Why the results prove nothing, one line, or null: without mutations every test must be green, before them and after them, because one
    /// that is red in any case catches everything.
    /// </summary>
    public string? Problem =>
        Before is null ? "the suite did not run without mutations"
        : Red(Before) is { } before ? $"without any mutation the suite is not green: {before}"
        : Results.Count < Selected ? $"only {Results.Count} of {Selected} mutations were tried"
        : After is null ? "the suite did not run again without mutations"
        : Red(After) is { } after ? $"without any mutation the suite is not green any more: {after}"
        : null;

    /// <summary>Tests that passed without mutations and that none turned red; null when only some tests ran with each.</summary>
    public IReadOnlyList<string>? NeverRed => !IsWhole || Before is null
        ? null
        : [.. Before.Tests.Where(test => test.Outcome == TestOutcome.Passed).Select(test => test.Name).Except(Results.SelectMany(result => result.Red), StringComparer.Ordinal)];

    /// <summary>Success when every mutation was caught and the results can be believed.</summary>
    public Outcome Outcome => Problem is null && Results.All(result => result.Verdict == MutationVerdict.Caught) ? Outcome.Success : Outcome.Failure;

    private string? Red(SuiteResult suite) =>
        suite.Error is { } error ? error.Split('\n')[0]
        : suite.Executed == 0 ? "no test ran"
        : suite.Tests.FirstOrDefault(test => test.Outcome == TestOutcome.Failed) is { } failed
            ? $"{failed.Name}: {TestCauses.Headline(TestCauses.Lines(failed.Message))}"
            : Suite is null ? null : MinimumRule.Shortfall(Suite, suite);
}
