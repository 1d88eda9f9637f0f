using System.Globalization;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>As much of what tests say as reports can bear: each text has a bound, and all of a suite's together. Names and outcomes stay as they are.</summary>
internal static class TestTexts
{
    /// <summary>The tests with what is kept of their texts. Where not all of them have room, messages go before stacks, and stacks before output.</summary>
    public static IReadOnlyList<TestResult> Bound(IReadOnlyList<TestResult> tests)
    {
        var room = InputLimits.SuiteTestsText;
        var messages = tests.Select(test => Cut(test.Message)).ToList();
        var stacks = tests.Select(test => Cut(test.StackTrace)).ToList();
        var outputs = tests.Select(test => Cut(test.Output)).ToList();
        return [.. tests.Select((test, index) => test with { Message = messages[index], StackTrace = stacks[index], Output = outputs[index] })];

        string Cut(string text)
        {
            var kept = Math.Min(text.Length, Math.Min(room, InputLimits.TestMessage));
            room -= kept;
            return kept == text.Length ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, kept)}\n({text.Length - kept} more characters are left out)");
        }
    }
}
