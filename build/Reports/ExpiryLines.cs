using GlanceGate.Jobs.Language;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary>What came in a run past the date until which it was allowed, and is not red yet.</summary>
internal static class ExpiryLines
{
    /// <summary>One warning each; what is red is a cause and says so itself.</summary>
    public static IReadOnlyList<SummaryLine> Of(VariantRun run) =>
    [
        .. ExpiryRule.Of(run).Where(expired => !expired.IsRed).Select(expired => new SummaryLine(
            $"{expired.Kind} {expired.Name} came past its date {Quantity.Format(expired.Until)}: it is red from {Quantity.Format(expired.RedFrom)} on", LineRole.Warning)),
    ];
}
