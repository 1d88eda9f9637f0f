using GlanceGate.Jobs;

namespace GlanceGate.Verdicts;

/// <summary>What was found of a run besides its causes, for those who keep the job and the suite true. It decides nothing.</summary>
/// <param name="Skips">Each reason of the job with the tests that were skipped for it, in file order.</param>
/// <param name="UnusedSkips">Reasons that no test needed, in file order.</param>
/// <param name="Defects">Defects that the suite expects, as its tests saw them: those that are gone first, then in the tests' order.</param>
/// <param name="Minimum">What the number of tests that the job asks for fell short of saying, or null.</param>
/// <param name="Expired">What came past the date until which it was allowed: errors first, then skips, then defects.</param>
/// <param name="UnusedErrors">Names of allowed errors that did not come.</param>
internal sealed record VariantRemarks(
    IReadOnlyList<SkippedTests> Skips,
    IReadOnlyList<AllowedSkip> UnusedSkips,
    IReadOnlyList<ExpectedDefect> Defects,
    LooseMinimum? Minimum,
    IReadOnlyList<ExpiredAllowance> Expired,
    IReadOnlyList<string> UnusedErrors)
{
    /// <summary>The remarks on a run.</summary>
    public static VariantRemarks Of(VariantRun run)
    {
        var skips = SkipRule.Reasons(run);
        return new VariantRemarks(
            skips, SkipRule.Unused(run, skips), DefectRule.Of(run), MinimumRule.Loose(run), ExpiryRule.Of(run, skips), LogCauses.UnusedErrors(run));
    }
}
