namespace GlanceGate.Model;

/// <summary>What a suite said.</summary>
/// <param name="Tests">Every test that the suite knows for its selection, in the suite's order.</param>
/// <param name="Duration">Time of the suite.</param>
/// <param name="Error">Why there is no complete result (crash, no result file, time-out), or null.</param>
internal sealed record SuiteResult(IReadOnlyList<TestResult> Tests, TimeSpan Duration, string? Error)
{
    /// <summary>Tests that ran, whatever came of them.</summary>
    public int Executed => Tests.Count(test => test.Outcome is TestOutcome.Passed or TestOutcome.Failed);
}

/// <summary>One test's result.</summary>
/// <param name="Name">Full name, stable between runs.</param>
/// <param name="Suite">Fixture or class that holds it.</param>
/// <param name="Outcome">Outcome.</param>
/// <param name="Duration">Time of the test.</param>
/// <param name="Message">Failure message or skip reason; empty when passed.</param>
/// <param name="StackTrace">Stack trace of a failure, or empty.</param>
/// <param name="Output">What the test wrote.</param>
/// <param name="Properties">Property name to values, for example the check's id and source.</param>
internal sealed record TestResult(
    string Name,
    string Suite,
    TestOutcome Outcome,
    TimeSpan Duration,
    string Message,
    string StackTrace,
    string Output,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Properties);

/// <summary>Outcome of a test.</summary>
internal enum TestOutcome
{
    /// <summary>Ran and held.</summary>
    Passed,

    /// <summary>Ran and did not hold, or could not run to its end.</summary>
    Failed,

    /// <summary>Did not run.</summary>
    Skipped,
}
