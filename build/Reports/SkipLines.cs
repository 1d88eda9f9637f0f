using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>What became of the reasons that a job gives for tests that may be skipped.</summary>
internal static class SkipLines
{
    /// <summary>One line a reason, in file order; those that no test needed are warnings.</summary>
    public static IReadOnlyList<SummaryLine> Of(VariantRun run)
    {
        if (run.Variant.Expect is not null || run.Suite is not { } suite)
        {
            return [];
        }

        var unused = SkipRule.Unused(run.Variant, suite);
        return
        [
            .. SkipRule.Reasons(run.Variant, suite).Where(reason => reason.Tests.Count > 0).Select(reason => new SummaryLine(
                $"{reason.Tests.Count} {(reason.Tests.Count == 1 ? "test" : "tests")} skipped as {reason.Skip.Name}: {reason.Skip.Reason}", LineRole.Plain)),
            .. unused.Select(skip => new SummaryLine($"no test was skipped as {skip.Name}: drop it from 'skips'", LineRole.Warning)),
        ];
    }
}
