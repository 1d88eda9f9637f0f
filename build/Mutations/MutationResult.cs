using GlanceGate.Model;

namespace GlanceGate.Mutations;

/// <summary>What was seen of a stack with a mutation.</summary>
/// <param name="Rejected">Why it could not be put into the stack, or null.</param>
/// <param name="Failed">Which service did not come up or ended, and how; or null.</param>
/// <param name="Details">What a tool or a service said to that.</param>
/// <param name="Suite">What the suite said, or null when it did not run.</param>
internal sealed record MutationTrial(string? Rejected, string? Failed, IReadOnlyList<string> Details, SuiteResult? Suite);

/// <summary>What came of a mutation.</summary>
/// <param name="Mutation">The mutation.</param>
/// <param name="Verdict">Whether it was noticed.</param>
/// <param name="Reason">Why it was not, one line; else empty.</param>
/// <param name="Details">What a tool or a service said to that.</param>
/// <param name="Catching">The tests of the named checks that failed.</param>
/// <param name="Red">Names of all tests that failed.</param>
/// <param name="Duration">Time from one mutation to the next.</param>
internal sealed record MutationResult(
    Mutation Mutation,
    MutationVerdict Verdict,
    string Reason,
    IReadOnlyList<string> Details,
    IReadOnlyList<CatchingTest> Catching,
    IReadOnlyList<string> Red,
    TimeSpan Duration);

/// <summary>A test that noticed a mutation.</summary>
/// <param name="Check">Id of its check.</param>
/// <param name="Test">Its name.</param>
/// <param name="Message">What it said, one line.</param>
internal sealed record CatchingTest(string Check, string Test, string Message);

/// <summary>Whether a mutation was noticed.</summary>
internal enum MutationVerdict
{
    /// <summary>At least one test of every named check failed.</summary>
    Caught,

    /// <summary>Every test of a named check passed.</summary>
    Missed,

    /// <summary>It could not be tried, so that nothing is known.</summary>
    Invalid,
}
