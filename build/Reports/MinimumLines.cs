using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>What became of the number of tests that a job asks for.</summary>
internal static class MinimumLines
{
    /// <summary>A line when it said nothing of this run, or less than it could.</summary>
    public static IReadOnlyList<SummaryLine> Of(VariantRun run) => run switch
    {
        { Variant.Expect: not null } or { Suite: not { Error: null } } or { Interruption: not null } or { Variant.Suite.Pinned: null } => [],
        { Variant.Suite.Pinned: { Applies: false, Minimum: var minimum } } =>
            [new SummaryLine($"minimum-tests does not apply: its {minimum} tests are of another selection than this run's", LineRole.Plain)],
        { Variant.Suite.Pinned.Minimum: var minimum, Suite.Executed: var executed } when executed > minimum =>
            [new SummaryLine($"executed {executed} tests, more than minimum-tests asks for: raise it from {minimum}, so that it notices when one goes", LineRole.Warning)],
        _ => [],
    };
}
