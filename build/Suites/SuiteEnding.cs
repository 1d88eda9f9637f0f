using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>Makes a result of what a suite process left behind; pure.</summary>
internal static class SuiteEnding
{
    /// <summary>Decides whether there is a complete result.</summary>
    /// <param name="exitCode">Exit code of the process.</param>
    /// <param name="stopped">Whether the gate stopped it; it may have come to its end all the same.</param>
    /// <param name="resultFiles">Texts of the result files that it wrote; exactly one is a complete run.</param>
    /// <param name="seen">Tests whose end was seen on the console.</param>
    /// <param name="lastLines">Last lines of its output.</param>
    /// <param name="duration">Time that it took.</param>
    /// <param name="parse">Reads a result file; NUnit's when null. It throws <see cref="FormatException"/> for what is none.</param>
    public static SuiteResult Decide(
        int exitCode,
        bool stopped,
        IReadOnlyList<string> resultFiles,
        IReadOnlyList<TestResult> seen,
        IReadOnlyList<string> lastLines,
        TimeSpan duration,
        Func<string, IReadOnlyList<TestResult>>? parse = null)
    {
        if (stopped && resultFiles.Count != 1)
        {
            return Result(seen, $"the suite was stopped before its end, {seen.Count} {(seen.Count == 1 ? "test" : "tests")} had ended");
        }

        if (resultFiles.Count != 1)
        {
            var files = resultFiles.Count == 0 ? "without a result file" : $"with {resultFiles.Count} result files instead of one";
            return Result(seen, Explain($"the suite ended with exit code {exitCode} {files}", lastLines));
        }

        IReadOnlyList<TestResult> tests;
        try
        {
            tests = (parse ?? NUnitResults.Parse)(resultFiles[0]);
        }
        catch (FormatException problem)
        {
            return Result(seen, Explain(problem.Message, lastLines));
        }

        // with no test at all the platform's exit code depends on its settings, and what is wrong is said better by the number of tests
        var explained = exitCode == 0 || tests.Count == 0 || tests.Any(test => test.Outcome == TestOutcome.Failed);
        return Result(tests, explained ? null : Explain($"no test failed, but the suite ended with exit code {exitCode}", lastLines));

        SuiteResult Result(IReadOnlyList<TestResult> those, string? error) => new(TestTexts.Bound(those), duration, error);
    }

    private static string Explain(string what, IReadOnlyList<string> lastLines) => string.Join('\n', [what, .. lastLines]);
}
