using System.Text;
using GlanceGate.Reports;
using GlanceGate.Reports.Markdown;
using GlanceGate.Verdicts;

namespace GlanceGate.Repeats;

/// <summary>Repeated runs as text for people: a line as each ends, the tables at the end, and <c>repeat.md</c>. Pure.</summary>
internal static class RepeatText
{
    private const int Width = 120;
    private const int CauseWidth = 400;

    /// <summary>The line of a run that has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="number">1-based number of the run among all.</param>
    /// <param name="planned">How many were asked for.</param>
    public static string Line(RepeatedRun run, int number, int planned)
    {
        var attempt = run.Attempt > 1 ? $", attempt {run.Attempt}" : string.Empty;
        var cause = run.Causes is [var first, ..] ? $": {PlainText.Cut(VerdictWords.Line(first), CauseWidth)}" : string.Empty;
        var evidence = run.Outcome != Outcome.Success && run.Session is { } session ? $" ({session})" : string.Empty;
        return $"run {number} of {planned}: {run.Variant}: {Word(run.Outcome)}, {run.Executed} tests executed, {Durations.Words(run.Duration)}{attempt}{cause}{evidence}";
    }

    /// <summary>The tables and the last line for a console.</summary>
    public static string Summary(RepeatReport report)
    {
        var text = new StringBuilder();
        foreach (var table in RepeatTables.Of(report))
        {
            List<IReadOnlyList<string>> rows = [table.Columns, .. table.Rows.Select(row => row.Select(cell => PlainText.Cut(cell, Width)).ToList())];
            var widths = table.Columns.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
            text.Line();
            text.Line(table.Title);
            foreach (var row in rows)
            {
                text.Line("  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            }
        }

        text.Line();
        text.Line($"{report.Outcome.Word().ToUpperInvariant()}: {Counts(report)} (exit code {(int)report.Outcome})");
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The text of <c>repeat.md</c>.</summary>
    public static string Markdown(RepeatReport report)
    {
        var text = new StringBuilder();
        text.Line($"# Repeated runs: {report.Outcome.Word()}");
        text.Line();
        text.Line($"{Counts(report)}; {MarkdownText.Code(report.Command)}");
        foreach (var table in RepeatTables.Of(report))
        {
            text.Line();
            text.Line($"## {table.Title}");
            text.Line();
            text.Line($"| {string.Join(" | ", table.Columns)} |");
            text.Line($"| {string.Join(" | ", table.Columns.Select(_ => "---"))} |");
            foreach (var row in table.Rows)
            {
                text.Line($"| {string.Join(" | ", row.Select(cell => MarkdownText.Escape(cell)))} |");
            }
        }

        return text.ToString();
    }

    private static string Counts(RepeatReport report)
    {
        var green = report.Runs.Count(run => run.Outcome == Outcome.Success);
        var load = report.BusyLoops > 0 ? $", {report.BusyLoops} busy loops beside them" : string.Empty;
        return report.IsPartial
            ? $"{green} of {report.Runs.Count} runs green, {report.Planned} were asked for{load}"
            : $"{green} of {report.Runs.Count} runs green{load}";
    }

    private static string Word(Outcome outcome) => outcome == Outcome.Success ? outcome.Word() : outcome.Word().ToUpperInvariant();
}
