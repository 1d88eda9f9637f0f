using System.Text.RegularExpressions;
using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>A reason of a job for skipping tests, and the tests that were skipped for it.</summary>
/// <param name="Skip">The reason.</param>
/// <param name="Tests">Names of the tests, in the suite's order; may be empty.</param>
internal sealed record SkippedTests(AllowedSkip Skip, IReadOnlyList<string> Tests);

/// <summary>Which tests a variant may skip: those that need a capability which it lacks, and those for which its job gives a reason.</summary>
internal static class SkipRule
{
    // A pattern that takes longer on a test's name explains nothing.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Whether a test that was skipped may be.</summary>
    public static bool Allows(VariantRun run, TestResult test) =>
        LacksCapability(run.Variant, test) || run.Variant.Suite.Skips.Any(skip => Explains(skip, test) && !ExpiryRule.IsRed(skip.Until, run.Started));

    /// <summary>Each reason of the job with the tests that were skipped for it, in file order; none without a suite's result.</summary>
    public static IReadOnlyList<SkippedTests> Reasons(VariantRun run) => run.Suite is not { } suite ? [] :
    [
        .. run.Variant.Suite.Skips.Select(skip => new SkippedTests(
            skip,
            [.. suite.Tests.Where(test => test.Outcome == TestOutcome.Skipped && !LacksCapability(run.Variant, test) && Explains(skip, test)).Select(test => test.Name)])),
    ];

    /// <summary>Reasons that no test needed, so that they hide what nobody has looked at; none of a control, nor of a suite that ran in part.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reasons">Its reasons, with their tests.</param>
    public static IReadOnlyList<AllowedSkip> Unused(VariantRun run, IReadOnlyList<SkippedTests> reasons) =>
        run is { Variant: { Expect: null, Suite.Where.Length: 0 }, Suite.Error: null }
            ? [.. reasons.Where(reason => reason.Tests.Count == 0).Select(reason => reason.Skip)]
            : [];

    private static bool LacksCapability(JobVariant variant, TestResult test) =>
        test.Properties.TryGetValue("Requires", out var capabilities) && capabilities.Any(capability => !variant.Capabilities.Contains(capability));

    private static bool Explains(AllowedSkip skip, TestResult test)
    {
        try
        {
            return Regex.IsMatch(test.Name, skip.Test, RegexOptions.CultureInvariant, Limit);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
