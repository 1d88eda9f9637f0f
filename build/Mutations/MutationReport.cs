using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Mutations;

/// <summary>What came of mutations on one variant.</summary>
/// <param name="Variant">The variant that they were tried on.</param>
/// <param name="Selected">How many mutations were to be tried on a stack of it that is moved from one to the next.</param>
/// <param name="Results">Those that were, in order.</param>
/// <param name="IsWhole">Whether the whole suite ran with each.</param>
/// <param name="Before">The suite without mutations, before them; null when it did not run.</param>
/// <param name="After">The same tests without mutations after them; null when they did not run.</param>
internal sealed record MutationReport(
    string Variant, int Selected, IReadOnlyList<MutationResult> Results, bool IsWhole, SuiteResult? Before, SuiteResult? After)
{
    /// <summary>Results of an earlier run that hold.</summary>
    public IReadOnlyList<MutationResult> Reused { get; init; } = [];

    /// <summary>What came of changes that do no harm, each on a stack of its own.</summary>
    public IReadOnlyList<MutationResult> Harmless { get; init; } = [];

    /// <summary>How many changes that do no harm were to be tried.</summary>
    public int SelectedHarmless { get; init; }

    /// <summary>Mutations that this variant cannot show after all, and another is asked about.</summary>
    public IReadOnlyList<Mutation> HandedOn { get; init; } = [];

    /// <summary>The suite, whose number of tests the job may ask for; null when not all of it runs.</summary>
    public SuiteDefinition? Suite { get; init; }

    /// <summary>Why there was no stack to try them on, or null.</summary>
    public string? Broken { get; init; }

    /// <summary>Every result.</summary>
    public IEnumerable<MutationResult> All => [.. Reused, .. Results, .. Harmless];

    /// <summary>A report before anything ran.</summary>
    public static MutationReport Empty(string variant, int selected, bool isWhole) => new(variant, selected, [], isWhole, null, null);

    /// <summary>Whether it is of no use to go on: nothing without mutations can be believed.</summary>
    public bool IsHopeless => Before is null || Before.Error is not null || Baseline.None.With(Before).Green == 0 || Shortfall(Before) is not null;

    /// <summary>
    /// Why the results do not prove everything, one line, or null: without mutations every test must be green, before them and after them.
    /// </summary>
    public string? Problem =>
        Broken is not null ? Broken
        : Selected > 0 && Doubt is { } doubt ? doubt
        : SelectedHarmless > Harmless.Count ? $"only {Harmless.Count} of {SelectedHarmless} harmless changes were tried"
        : null;

    // of the stack that is moved from one defect to the next
    private string? Doubt =>
        Before is null ? "the suite did not run without mutations"
        : Red(Before) is { } before ? $"without any mutation the suite is not green: {before}"
        : Results.Count < Selected ? $"only {Results.Count} of {Selected} mutations were tried"
        : After is null ? "the suite did not run again without mutations"
        : Red(After) is { } after ? $"without any mutation the suite is not green any more: {after}"
        : null;

    /// <summary>Tests that passed without mutations and that none turned red; null when only some tests ran with each.</summary>
    public IReadOnlyList<string>? NeverRed => !IsWhole || Before is null
        ? null
        :
        [
            .. Before.Tests.Where(test => test.Outcome == TestOutcome.Passed).Select(test => test.Name)
                .Except(Results.Concat(Reused).Where(result => !result.Mutation.IsHarmless).SelectMany(result => result.Red), StringComparer.Ordinal),
        ];

    private string? Red(SuiteResult suite) =>
        suite.Error is { } error ? error.Split('\n')[0]
        : suite.Executed == 0 ? "no test ran"
        : suite.Tests.FirstOrDefault(test => test.Outcome == TestOutcome.Failed) is { } failed
            ? $"{failed.Name}: {TestCauses.Headline(TestCauses.Lines(failed.Message))}"
            : Shortfall(suite);

    private string? Shortfall(SuiteResult suite) => Suite is null ? null : MinimumRule.Shortfall(Suite, suite);
}
