using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>A defect that a suite expects, as its tests saw it.</summary>
/// <param name="Name">What the suite calls it; all that a test said of it where that is of no known form.</param>
/// <param name="State">What became of it.</param>
/// <param name="Symptoms">What a user sees of it, each once.</param>
internal sealed record ExpectedDefect(string Name, DefectState State, IReadOnlyList<string> Symptoms);

/// <summary>What a test saw of a defect.</summary>
internal enum DefectState
{
    /// <summary>It lives.</summary>
    Live,

    /// <summary>It is gone, and so may be its expectation.</summary>
    Fixed,

    /// <summary>The test said neither.</summary>
    Unknown,
}

/// <summary>What a suite says of defects that it expects; see <see cref="KnownDefects"/>.</summary>
/// <remarks>Property <c>Symptom</c> of a test is what a user sees of it. Tests that failed say nothing here, they are red.</remarks>
internal static class DefectRule
{
    /// <summary>Each defect and state once: those that are gone first, then in the tests' order.</summary>
    public static IReadOnlyList<ExpectedDefect> Of(VariantRun run)
    {
        var defects =
            from test in run.Suite?.Tests ?? []
            where test.Outcome == TestOutcome.Passed
            from state in test.Properties.GetValueOrDefault(KnownDefects.Property) ?? []
            group test.Properties.GetValueOrDefault("Symptom") ?? [] by state;
        return [.. defects.Select(defect => Of(defect.Key, [.. defect.SelectMany(symptoms => symptoms).Distinct()])).OrderByDescending(defect => defect.State == DefectState.Fixed)];
    }

    private static ExpectedDefect Of(string state, IReadOnlyList<string> symptoms) =>
        state.EndsWith(KnownDefects.FixedEnding, StringComparison.Ordinal) ? new ExpectedDefect(state[..^KnownDefects.FixedEnding.Length], DefectState.Fixed, symptoms)
        : state.EndsWith(KnownDefects.LiveEnding, StringComparison.Ordinal) ? new ExpectedDefect(state[..^KnownDefects.LiveEnding.Length], DefectState.Live, symptoms)
        : new ExpectedDefect(state, DefectState.Unknown, symptoms);
}
