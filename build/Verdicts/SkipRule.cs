using System.Text.RegularExpressions;
using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>Which tests a variant may skip: those that need a capability which it lacks, and those for which its job gives a reason.</summary>
internal static class SkipRule
{
    // A pattern that takes longer on a test's name explains nothing.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Whether a test that was skipped may be.</summary>
    public static bool Allows(VariantRun run, TestResult test) =>
        LacksCapability(run.Variant, test) || run.Variant.Suite.Skips.Any(skip => Explains(skip, test) && !ExpiryRule.IsRed(skip.Until, run.Started));

    /// <summary>Each reason of the job with the tests that were skipped for it, in file order.</summary>
    public static IReadOnlyList<(AllowedSkip Skip, IReadOnlyList<TestResult> Tests)> Reasons(JobVariant variant, SuiteResult suite) =>
    [
        .. variant.Suite.Skips.Select(skip => (skip, (IReadOnlyList<TestResult>)
            [.. suite.Tests.Where(test => test.Outcome == TestOutcome.Skipped && !LacksCapability(variant, test) && Explains(skip, test))])),
    ];

    /// <summary>Reasons that no test needed, so that they hide what nobody has looked at; none of a suite that ran in part.</summary>
    public static IReadOnlyList<AllowedSkip> Unused(JobVariant variant, SuiteResult? suite) =>
        suite is not { Error: null } || variant.Suite.Where.Length > 0 ? []
            : [.. Reasons(variant, suite).Where(reason => reason.Tests.Count == 0).Select(reason => reason.Skip)];

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
