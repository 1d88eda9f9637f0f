using GlanceGate.Model;

namespace GlanceGate.Reports;

/// <summary>What a suite says of defects that it expects.</summary>
/// <remarks>Property <c>Symptom</c> is what a user sees of it; see <see cref="KnownDefects"/> for the others.</remarks>
internal static class DefectLines
{
    /// <summary>One line a defect and state, those that are news first; tests that failed say nothing here, they are red.</summary>
    public static IReadOnlyList<SummaryLine> Of(SuiteResult? suite)
    {
        var defects =
            from test in suite?.Tests ?? []
            where test.Outcome == TestOutcome.Passed
            from state in test.Properties.GetValueOrDefault(KnownDefects.Property) ?? []
            group test.Properties.GetValueOrDefault("Symptom") ?? [] by state;
        return [.. defects.Select(defect => Line(defect.Key, [.. defect.SelectMany(symptoms => symptoms).Distinct()])).OrderByDescending(line => line.Role == LineRole.Warning)];
    }

    private static SummaryLine Line(string state, IReadOnlyList<string> symptoms) =>
        state.EndsWith(KnownDefects.FixedEnding, StringComparison.Ordinal) ? new SummaryLine($"{state[..^KnownDefects.FixedEnding.Length]} seems fixed: drop its expectation", LineRole.Warning)
        : state.EndsWith(KnownDefects.LiveEnding, StringComparison.Ordinal) && symptoms.Count > 0
            ? new SummaryLine($"expected defect {state[..^KnownDefects.LiveEnding.Length]} is live: {string.Join("; ", symptoms)}", LineRole.Plain)
            : new SummaryLine($"expected defect {state}", LineRole.Plain);
}
