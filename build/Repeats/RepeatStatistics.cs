using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Repeats;

/// <summary>What the runs of one variant have in common and what not. A pure function of the runs.</summary>
/// <param name="Variant">Variant name.</param>
/// <param name="Runs">How many runs there were.</param>
/// <param name="Outcomes">Outcome to how many runs came to it; those that none came to are left out.</param>
/// <param name="SecondAttempts">Runs whose set-up was tried more than once.</param>
/// <param name="LeastExecuted">Fewest tests that ran in a run.</param>
/// <param name="MostExecuted">Most tests that ran in a run.</param>
/// <param name="Tests">Tests that failed in a run, the most frequent first.</param>
/// <param name="Causes">What else made a run red, the most frequent first.</param>
/// <param name="LogEvents">Events that came in some of the runs whose logs were read, but not in all.</param>
/// <param name="Phases">Times of the phases, in order.</param>
internal sealed record RepeatStatistics(
    string Variant,
    int Runs,
    IReadOnlyList<OutcomeCount> Outcomes,
    int SecondAttempts,
    int LeastExecuted,
    int MostExecuted,
    IReadOnlyList<Occurrence> Tests,
    IReadOnlyList<Occurrence> Causes,
    IReadOnlyList<LogEventOccurrence> LogEvents,
    IReadOnlyList<PhaseStatistics> Phases)
{
    /// <summary>The statistics of each variant, in the order of their first runs.</summary>
    public static IReadOnlyList<RepeatStatistics> Of(IReadOnlyList<RepeatedRun> runs) =>
        [.. runs.GroupBy(run => run.Variant, StringComparer.Ordinal).Select(variant => Of(variant.Key, [.. variant]))];

    /// <summary>What all runs together came to.</summary>
    /// <param name="runs">The runs so far.</param>
    /// <param name="interrupted">Whether runs that were asked for did not take place.</param>
    public static Outcome Outcome(IReadOnlyList<RepeatedRun> runs, bool interrupted)
    {
        var outcomes = runs.Select(run => run.Outcome);
        return VerdictJudge.Worst(interrupted ? outcomes.Append(Verdicts.Outcome.Aborted) : outcomes);
    }

    private static RepeatStatistics Of(string variant, IReadOnlyList<RepeatedRun> runs)
    {
        // an interrupted run says nothing about how long anything takes and how much is run
        IReadOnlyList<RepeatedRun> ended = [.. runs.Where(run => run.Outcome != Verdicts.Outcome.Aborted)];
        return new RepeatStatistics(
            variant,
            runs.Count,
            [.. runs.GroupBy(run => run.Outcome).OrderBy(alike => alike.Key).Select(alike => new OutcomeCount(alike.Key, alike.Count()))],
            runs.Count(run => run.Attempt > 1),
            ended.Select(run => run.Executed).DefaultIfEmpty().Min(),
            ended.Select(run => run.Executed).DefaultIfEmpty().Max(),
            Occurrences(
                from run in runs
                from test in run.Failures
                select (string.Empty, test.Name, test.Name, test.Message, run)),
            Occurrences(
                from run in runs
                from cause in run.Causes
                where cause.Kind != CauseKinds.Tests
                select (cause.Kind, cause.Subject, ChangingText.Mask(cause.Message), cause.Message, run)),
            Events([.. runs.Where(run => run.LogEvents is not null)]),
            Times(ended));
    }

    // what is alike and came several times in a run counts once for it
    private static List<Occurrence> Occurrences(IEnumerable<(string Kind, string Subject, string Alike, string Message, RepeatedRun Run)> items) =>
    [
        .. items.GroupBy(item => (item.Kind, item.Subject, item.Alike))
            .Select(alike => new Occurrence(
                alike.Key.Kind,
                alike.Key.Subject,
                alike.Select(item => item.Run).Distinct().Count(),
                alike.First().Message,
                alike.First().Run.Session ?? string.Empty))
            .OrderByDescending(occurrence => occurrence.Runs),
    ];

    private static List<LogEventOccurrence> Events(IReadOnlyList<RepeatedRun> runs) =>
    [
        .. runs.SelectMany(run => run.LogEvents!.Select(item => (Event: item, Run: run)))
            .GroupBy(item => (item.Event.Kind, item.Event.Service, Alike: ChangingText.Mask(item.Event.Text)))
            .Select(alike => new LogEventOccurrence(
                alike.Key.Kind,
                alike.Key.Service,
                alike.First().Event.Text,
                alike.Select(item => item.Run).Distinct().Count(),
                runs.Count,
                alike.Sum(item => item.Event.Count),
                alike.First().Run.Session ?? string.Empty))
            .Where(occurrence => occurrence.Runs < occurrence.Of)
            .OrderBy(occurrence => occurrence.Kind == "allowed")
            .ThenByDescending(occurrence => occurrence.Runs),
    ];

    private static List<PhaseStatistics> Times(IReadOnlyList<RepeatedRun> runs) =>
    [
        .. runs.SelectMany(run => run.Phases)
            .GroupBy(phase => phase.Name, StringComparer.Ordinal)
            .Select(phase => PhaseStatistics.Of(phase.Key, [.. phase.Select(item => item.Duration).Order()])),
    ];
}

/// <summary>How many runs came to an outcome.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Runs">How many.</param>
internal sealed record OutcomeCount(Outcome Outcome, int Runs);

/// <summary>Something that made runs red.</summary>
/// <param name="Kind">Kind of the cause; empty for a test.</param>
/// <param name="Subject">What it is about; the name of a test.</param>
/// <param name="Runs">In how many runs it came.</param>
/// <param name="Message">What it said the first time.</param>
/// <param name="Session">Folder of the first run's evidence; empty when it has none.</param>
internal sealed record Occurrence(string Kind, string Subject, int Runs, string Message, string Session);

/// <summary>An event of the logs that came only sometimes.</summary>
/// <param name="Kind"><c>error</c>, <c>allowed</c> or <c>warning</c>.</param>
/// <param name="Service">The service.</param>
/// <param name="Text">What it said the first time, or the name of the entry that allows it.</param>
/// <param name="Runs">In how many runs it came.</param>
/// <param name="Of">In how many runs logs were read.</param>
/// <param name="Count">How often it came in all.</param>
/// <param name="Session">Folder of the first run's evidence.</param>
internal sealed record LogEventOccurrence(string Kind, string Service, string Text, int Runs, int Of, int Count, string Session);

/// <summary>How long a phase took.</summary>
/// <param name="Name">The phase.</param>
/// <param name="Runs">In how many runs it took place.</param>
/// <param name="Least">The shortest.</param>
/// <param name="Median">The middle one, or the mean of the two in the middle.</param>
/// <param name="Most">The longest.</param>
internal sealed record PhaseStatistics(string Name, int Runs, TimeSpan Least, TimeSpan Median, TimeSpan Most)
{
    /// <summary>Puts durations, which are in order and at least one, together.</summary>
    public static PhaseStatistics Of(string name, IReadOnlyList<TimeSpan> ordered) => new(
        name, ordered.Count, ordered[0], (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2, ordered[^1]);
}
