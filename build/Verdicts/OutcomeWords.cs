namespace GlanceGate.Verdicts;

/// <summary>The words of the outcomes, as job files, reports and people use them.</summary>
internal static class OutcomeWords
{
    private static readonly (Outcome Outcome, string Word)[] Words =
    [
        (Outcome.Success, "success"),
        (Outcome.Failure, "failure"),
        (Outcome.ConfigError, "config-error"),
        (Outcome.Infrastructure, "infrastructure"),
        (Outcome.TimedOut, "timed-out"),
        (Outcome.Aborted, "aborted"),
        (Outcome.PostFailure, "post-failure"),
    ];

    /// <summary>Every word, in the order of the exit codes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Select(pair => pair.Word)];

    /// <summary>The word of an outcome: lower case, hyphenated, never changes.</summary>
    public static string Word(this Outcome outcome) => Words.Single(pair => pair.Outcome == outcome).Word;

    /// <summary>The outcome of a word, or null when there is none of that word.</summary>
    public static Outcome? Parse(string word) =>
        Array.Find(Words, pair => pair.Word == word) is { Word: not null } found ? found.Outcome : null;
}
