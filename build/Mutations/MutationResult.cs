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
/// <param name="Reason">Why it is neither caught nor green, one line; else empty.</param>
/// <param name="Details">What a tool or a service said to that.</param>
/// <param name="Catching">The tests of the named checks that failed; of a change that does no harm, the causes why it was not green.</param>
/// <param name="Red">Names of all tests that failed, and that were green without it.</param>
/// <param name="Duration">Time from one mutation to the next.</param>
internal sealed record MutationResult(
    Mutation Mutation,
    MutationVerdict Verdict,
    string Reason,
    IReadOnlyList<string> Details,
    IReadOnlyList<CatchingTest> Catching,
    IReadOnlyList<string> Red,
    TimeSpan Duration)
{
    /// <summary>First tests of other checks that failed, where those of the named ones did not.</summary>
    public IReadOnlyList<CatchingTest> Others { get; init; } = [];

    /// <summary>Name of the variant that it was tried on.</summary>
    public string Variant { get; init; } = string.Empty;

    /// <summary>Digest of everything that the result depends on, or empty.</summary>
    public string Digest { get; init; } = string.Empty;

    /// <summary>Whether the tests that noticed it were green without it afterwards, too.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Whether an earlier run found it out.</summary>
    public bool IsReused { get; init; }
}

/// <summary>A test that noticed a mutation.</summary>
/// <param name="Check">Id of its check; of a cause, its kind.</param>
/// <param name="Test">Its name; of a cause, its subject.</param>
/// <param name="Message">What it said, one line.</param>
internal sealed record CatchingTest(string Check, string Test, string Message);

/// <summary>Whether a mutation was noticed.</summary>
internal enum MutationVerdict
{
    /// <summary>At least one test of every named check failed.</summary>
    Caught,

    /// <summary>A test failed, but every test of a named check passed.</summary>
    Other,

    /// <summary>Every test passed that was run.</summary>
    Missed,

    /// <summary>It could not be tried, so that nothing is known.</summary>
    Invalid,

    /// <summary>It does no harm, and everything stayed green.</summary>
    Green,

    /// <summary>It does no harm, and something was red.</summary>
    Alarm,
}

/// <summary>Verdicts in the words of <c>mutations.json</c>.</summary>
internal static class MutationWords
{
    private static readonly Dictionary<MutationVerdict, string> Words = new()
    {
        [MutationVerdict.Caught] = "caught",
        [MutationVerdict.Other] = "caught-by-another",
        [MutationVerdict.Missed] = "missed",
        [MutationVerdict.Invalid] = "invalid",
        [MutationVerdict.Green] = "kept-green",
        [MutationVerdict.Alarm] = "false-alarm",
    };

    /// <summary>The word of a verdict.</summary>
    public static string Word(this MutationVerdict verdict) => Words[verdict];

    /// <summary>The verdict of a word, or null.</summary>
    public static MutationVerdict? Verdict(string? word) => Words.ContainsValue(word ?? string.Empty) ? Words.First(pair => pair.Value == word).Key : null;
}
