using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>Causes that tests give.</summary>
internal static class TestCauses
{
    private const int MessageLines = 30;
    private const int StackLines = 5;

    /// <summary>Causes of failed tests: one for all that failed with the same message, as with a set-up that they share.</summary>
    public static IEnumerable<Cause> Failed(IEnumerable<TestResult> tests) => tests.GroupBy(test => test.Message).Select(alike => Failed([.. alike]));

    private static Cause Failed(IReadOnlyList<TestResult> alike)
    {
        var lines = Lines(alike[0].Message);
        var headline = Headline(lines);
        return new Cause(
            CauseKinds.Tests,
            alike[0].Name,
            alike.Count == 1 ? headline : $"{headline} (and {alike.Count - 1} more {(alike.Count == 2 ? "test" : "tests")} with the same message)",
            [.. lines is [var only] && only == headline ? [] : lines.Take(MessageLines), .. Lines(alike[0].StackTrace).Take(StackLines)]);
    }

    /// <summary>One cause for all tests that were skipped without a right to it.</summary>
    public static Cause Skipped(IReadOnlyList<TestResult> tests) => new(
        CauseKinds.RequiredTestsSkipped,
        tests[0].Name,
        $"{tests.Count} {(tests.Count == 1 ? "test that this variant must run was" : "tests that this variant must run were")} skipped",
        [.. tests.Select(test => test.Message.Length == 0 ? test.Name : $"{test.Name}: {Headline(Lines(test.Message))}")]);

    /// <summary>Each reason that tests were skipped for with their number, most frequent first.</summary>
    public static IReadOnlyList<string> SkippedFor(IEnumerable<TestResult> tests) =>
    [
        .. tests.Where(test => test.Outcome == TestOutcome.Skipped)
            .GroupBy(test => Headline(Lines(test.Message)))
            .OrderByDescending(reason => reason.Count())
            .ThenBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => $"{reason.Count()} skipped: {reason.Key}"),
    ];

    /// <summary>One line that says most: the first, without NUnit's remark that there are several, and what was expected and found.</summary>
    public static string Headline(IReadOnlyList<string> lines)
    {
        var telling = lines.SkipWhile(line => line.StartsWith("Multiple failures or warnings", StringComparison.Ordinal)).ToList();
        if (telling.Count == 0)
        {
            return lines is [var only, ..] ? only : "no message";
        }

        var expected = telling.FindIndex(line => line.TrimStart().StartsWith("Expected:", StringComparison.Ordinal));
        var compared = expected >= 0 && expected + 1 < telling.Count && telling[expected + 1].TrimStart().StartsWith("But was:", StringComparison.Ordinal);
        return !compared ? telling[0]
            : (expected == 0 ? string.Empty : telling[0] + ": ") + telling[expected].Trim() + " " + telling[expected + 1].Trim();
    }

    /// <summary>The lines of a text that are not blank, without the indentation of the first level.</summary>
    public static IReadOnlyList<string> Lines(string text) =>
        [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).Select(line => line.StartsWith("  ", StringComparison.Ordinal) ? line[2..] : line)];
}
