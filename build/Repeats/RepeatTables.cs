using System.Globalization;
using GlanceGate.Reports;
using GlanceGate.Verdicts;

namespace GlanceGate.Repeats;

/// <summary>A table of a report.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Columns">Heads of its columns.</param>
/// <param name="Rows">Its rows, a text a column.</param>
internal sealed record RepeatTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>What is to be said about repeated runs, whatever it is written in; pure.</summary>
internal static class RepeatTables
{
    /// <summary>The tables; one without rows is left out.</summary>
    public static IReadOnlyList<RepeatTable> Of(RepeatReport report)
    {
        var variants = RepeatStatistics.Of(report.Runs);
        RepeatTable[] tables =
        [
            Verdicts(variants),
            new("Red runs", ["variant", "round", "outcome", "first cause", "evidence"], [.. report.Runs.Where(run => run.Outcome != Outcome.Success).Select(Red)]),
            new("Tests that failed", ["variant", "runs", "test", "first message", "first seen in"], [.. Rows(variants, variant => variant.Tests, (variant, test) =>
                [Share(test.Runs, variant.Runs), test.Subject, test.Message, test.Session])]),
            new("Other causes of red runs", ["variant", "runs", "cause", "first message", "first seen in"], [.. Rows(variants, variant => variant.Causes, (variant, cause) =>
                [Share(cause.Runs, variant.Runs), $"{cause.Kind} {cause.Subject}".TrimEnd(), cause.Message, cause.Session])]),
            new("Log events that came in some runs only", ["variant", "runs", "times", "kind", "service", "event", "first seen in"], [.. Rows(variants, variant => variant.LogEvents, (_, item) =>
                [Share(item.Runs, item.Of), Number(item.Count), item.Kind, item.Service, item.Text, item.Session])]),
            new("Times", ["variant", "phase", "runs", "min", "median", "max"], [.. Rows(variants, variant => variant.Phases, (_, phase) =>
                [phase.Name, Number(phase.Runs), Durations.Words(phase.Least), Durations.Words(phase.Median), Durations.Words(phase.Most)])]),
        ];
        return [.. tables.Where(table => table.Rows.Count > 0)];
    }

    private static RepeatTable Verdicts(IReadOnlyList<RepeatStatistics> variants)
    {
        // success always has its column, so that none is told apart from not asked
        var outcomes = variants.SelectMany(variant => variant.Outcomes.Select(count => count.Outcome)).Append(Outcome.Success).Distinct().Order().ToList();
        return new RepeatTable(
            "Verdicts",
            ["variant", "runs", .. outcomes.Select(outcome => outcome.Word()), "second attempts", "tests executed"],
            [.. variants.Select(variant => (IReadOnlyList<string>)
            [
                variant.Variant,
                Number(variant.Runs),
                .. outcomes.Select(outcome => Number(variant.Outcomes.FirstOrDefault(count => count.Outcome == outcome)?.Runs ?? 0)),
                Number(variant.SecondAttempts),
                variant.LeastExecuted == variant.MostExecuted ? Number(variant.MostExecuted) : $"{Number(variant.LeastExecuted)} to {Number(variant.MostExecuted)}",
            ])]);
    }

    private static IReadOnlyList<string> Red(RepeatedRun run) =>
        [run.Variant, Number(run.Round), run.Outcome.Word(), run.Causes is [var first, ..] ? Reports.VerdictWords.Line(first) : string.Empty, run.Session ?? string.Empty];

    private static IEnumerable<IReadOnlyList<string>> Rows<T>(
        IReadOnlyList<RepeatStatistics> variants, Func<RepeatStatistics, IReadOnlyList<T>> items, Func<RepeatStatistics, T, IReadOnlyList<string>> row) =>
        variants.SelectMany(variant => items(variant).Select(item => (IReadOnlyList<string>)[variant.Variant, .. row(variant, item)]));

    private static string Share(int runs, int of) => $"{Number(runs)} of {Number(of)}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
