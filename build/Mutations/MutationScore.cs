using System.Globalization;
using GlanceGate.Verdicts;

namespace GlanceGate.Mutations;

/// <summary>What came of a run of mutations, on all variants.</summary>
/// <param name="Reports">The variants that some were to be tried on, in order.</param>
/// <param name="Duration">How long it took; what was taken over has its own times.</param>
internal sealed record MutationScore(IReadOnlyList<MutationReport> Reports, TimeSpan Duration)
{
    /// <summary>Mutations that no selected variant can show, because they are of others.</summary>
    public IReadOnlyList<Mutation> LeftOut { get; init; } = [];

    /// <summary>The machine of the engine, for people; empty until there is one.</summary>
    public string Machine { get; init; } = string.Empty;

    /// <summary>What an earlier run found out and this one has not asked for, or not yet.</summary>
    public IReadOnlyList<MutationEntry> Earlier { get; init; } = [];

    /// <summary>Mutations that were to be tried.</summary>
    public int Selected { get; init; }

    /// <summary>Every result, in order.</summary>
    public IReadOnlyList<MutationResult> Results => [.. Reports.SelectMany(report => report.All)];

    /// <summary>Results of defects.</summary>
    public IReadOnlyList<MutationResult> Defects => [.. Results.Where(result => !result.Mutation.IsHarmless)];

    /// <summary>Results of changes that do no harm.</summary>
    public IReadOnlyList<MutationResult> Harmless => [.. Results.Where(result => result.Mutation.IsHarmless)];

    /// <summary>Why the results do not prove everything, a line for each variant.</summary>
    public IReadOnlyList<string> Problems =>
        [.. Reports.Where(report => report.Problem is not null).Select(report => Reports.Count == 1 ? report.Problem! : $"{report.Variant}: {report.Problem}")];

    /// <summary>Success when every mutation was caught, everything stayed green with every harmless change, and the results can be believed.</summary>
    public Outcome Outcome =>
        Reports.Any(report => report.Broken is not null) ? Outcome.Infrastructure
        : Problems.Count == 0 && Results.Count == Selected && Results.All(result => result.Verdict is MutationVerdict.Caught or MutationVerdict.Green) ? Outcome.Success
        : Outcome.Failure;

    /// <summary>How many of some results have a verdict.</summary>
    public static int Count(IEnumerable<MutationResult> results, MutationVerdict verdict) => results.Count(result => result.Verdict == verdict);

    /// <summary>
    /// What percentage of the defects that could be tried the named checks noticed, and any test at all; rounded down, so that only all are
    /// 100. Null where none could be tried.
    /// </summary>
    public static (double Named, double Any)? Percent(IEnumerable<MutationResult> results)
    {
        var defects = results.Where(result => !result.Mutation.IsHarmless).ToList();
        var (caught, other) = (Count(defects, MutationVerdict.Caught), Count(defects, MutationVerdict.Other));
        var tried = caught + other + Count(defects, MutationVerdict.Missed);
        return tried == 0 ? null : (Math.Floor(1000.0 * caught / tried) / 10, Math.Floor(1000.0 * (caught + other) / tried) / 10);
    }

    /// <summary>That in words; a dash where none could be tried.</summary>
    public static string PercentWords(IEnumerable<MutationResult> results) => Percent(results) is { } percent
        ? string.Create(CultureInfo.InvariantCulture, $"{percent.Named:0.#} %{(percent.Any > percent.Named ? $" ({percent.Any.ToString("0.#", CultureInfo.InvariantCulture)} % by any test)" : string.Empty)}")
        : "-";
}
