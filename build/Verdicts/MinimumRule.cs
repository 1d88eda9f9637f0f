using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>A number of tests that a job asks for and that said nothing of a run, or less than it could.</summary>
/// <param name="Minimum">The number.</param>
/// <param name="Applies">Whether it is of the run's selection of tests; where it is, the run executed more.</param>
/// <param name="Executed">How many tests were executed.</param>
internal sealed record LooseMinimum(int Minimum, bool Applies, int Executed);

/// <summary>How many tests must be executed: a suite that shrinks, for example because its tests are skipped for good reasons, is not green.</summary>
internal static class MinimumRule
{
    /// <summary>What is wrong with the number of tests that were executed, in one line, or null.</summary>
    public static string? Shortfall(SuiteDefinition suite, SuiteResult result) =>
        suite.Pinned is { Applies: true, Minimum: var minimum } && result.Executed < minimum
            ? $"executed {result.Executed} {(result.Executed == 1 ? "test" : "tests")}, the job asks for at least {minimum}"
            : null;

    /// <summary>Whether the number says nothing of a run, or less than it could; null where it is as large as can be, and for a control and a suite without a whole result.</summary>
    public static LooseMinimum? Loose(VariantRun run) =>
        run is { Variant: { Expect: null, Suite.Pinned: { } pinned }, Suite: { Error: null } suite, Interruption: null } && (!pinned.Applies || suite.Executed > pinned.Minimum)
            ? new LooseMinimum(pinned.Minimum, pinned.Applies, suite.Executed)
            : null;
}
