using GlanceGate.Model;

namespace GlanceGate.Reports;

/// <summary>What a suite says of defects that it expects: its tests pass with the defect and without it, and say which in properties.</summary>
/// <remarks>Property <c>Defect</c> is <c>ID: live</c> or <c>ID: fixed</c>, <c>Symptom</c> what a user sees of it.</remarks>
internal static class DefectLines
{
    private const string Live = ": live";
    private const string Fixed = ": fixed";

    /// <summary>One line a defect and state, those that are news first; tests that failed say nothing here, they are red.</summary>
    public static IReadOnlyList<SummaryLine> Of(SuiteResult? suite)
    {
        var defects =
            from test in suite?.Tests ?? []
            where test.Outcome == TestOutcome.Passed
            from state in test.Properties.GetValueOrDefault("Defect") ?? []
            group test.Properties.GetValueOrDefault("Symptom") ?? [] by state;
        return [.. defects.Select(defect => Line(defect.Key, [.. defect.SelectMany(symptoms => symptoms).Distinct()])).OrderByDescending(line => line.Role == LineRole.Warning)];
    }

    private static SummaryLine Line(string state, IReadOnlyList<string> symptoms) =>
        state.EndsWith(Fixed, StringComparison.Ordinal) ? new SummaryLine($"{state[..^Fixed.Length]} seems fixed: drop its expectation", LineRole.Warning)
        : state.EndsWith(Live, StringComparison.Ordinal) && symptoms.Count > 0
            ? new SummaryLine($"expected defect {state[..^Live.Length]} is live: {string.Join("; ", symptoms)}", LineRole.Plain)
            : new SummaryLine($"expected defect {state}", LineRole.Plain);
}
