using GlanceGate.Model;

namespace GlanceGate.Reports;

/// <summary>What a suite's tests saw that a reader wants to see too, for example what a guest says of its hypervisor.</summary>
/// <remarks>Property <c>Observed</c> of a test, any text.</remarks>
internal static class ObservedLines
{
    /// <summary>One line a text, in the tests' order; tests that failed say nothing here, their messages do.</summary>
    public static IReadOnlyList<SummaryLine> Of(SuiteResult? suite) =>
    [
        .. (suite?.Tests ?? [])
            .Where(test => test.Outcome == TestOutcome.Passed)
            .SelectMany(test => test.Properties.GetValueOrDefault("Observed") ?? [])
            .Distinct()
            .Select(text => new SummaryLine(text, LineRole.Plain)),
    ];
}
