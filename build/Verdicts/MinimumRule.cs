using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>How many tests must be executed: a suite that shrinks, for example because its tests are skipped for good reasons, is not green.</summary>
internal static class MinimumRule
{
    /// <summary>What is wrong with the number of tests that were executed, in one line, or null.</summary>
    public static string? Shortfall(SuiteDefinition suite, SuiteResult result) =>
        suite.Pinned is { Applies: true, Minimum: var minimum } && result.Executed < minimum
            ? $"executed {result.Executed} {(result.Executed == 1 ? "test" : "tests")}, the job asks for at least {minimum}"
            : null;
}
