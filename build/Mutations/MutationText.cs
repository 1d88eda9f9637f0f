using System.Text;
using GlanceGate.Reports;

namespace GlanceGate.Mutations;

/// <summary>Results of mutations as text for people: a line as each ends, the end of a run, and <c>mutations.md</c>. Pure.</summary>
internal static class MutationText
{
    private const int Width = 200;
    private const int DetailLines = 20;

    /// <summary>The line of a mutation that has ended.</summary>
    public static string Line(MutationResult result) =>
        $"{Word(result.Verdict)} {result.Mutation.Name} ({Subject(result)}, {Durations.Words(result.Duration)}): {PlainText.Cut(Why(result), Width)}";

    /// <summary>The end of a run.</summary>
    public static string Summary(MutationScore score)
    {
        var text = new StringBuilder();
        var width = score.Results.Select(result => result.Mutation.Name.Length).DefaultIfEmpty().Max();
        foreach (var report in score.Reports)
        {
            if (score.Reports.Count > 1)
            {
                Append(text, $"{report.Variant}:");
            }

            foreach (var result in report.All)
            {
                var red = result.Red.Count == 0 ? string.Empty : $", {result.Red.Count} red";
                var reused = result.IsReused ? ", taken over" : string.Empty;
                Append(text, $"{Word(result.Verdict),-11} {result.Mutation.Name.PadRight(width)}  {Subject(result)}{red}{reused}: {PlainText.Cut(Why(result), Width)}");
            }
        }

        foreach (var result in score.Results.Where(result => result.Details.Count > 0))
        {
            Append(text, $"{result.Mutation.Name}: {result.Reason}");
            foreach (var line in result.Details.TakeLast(DetailLines))
            {
                Append(text, $"    {PlainText.Cut(line, Width)}");
            }
        }

        foreach (var report in score.Reports)
        {
            if (report.NeverRed is { } never)
            {
                var on = score.Reports.Count > 1 ? $" on {report.Variant}" : string.Empty;
                Append(text, never.Count == 0 ? $"every test was turned red by a mutation{on}" : $"tests that no mutation turned red{on} ({never.Count}):");
                foreach (var test in never)
                {
                    Append(text, $"    {test}");
                }
            }
        }

        if (score.LeftOut.Count > 0)
        {
            Append(text, $"left out, as no selected variant can show them: {LeftOut(score, name => name)}");
        }

        foreach (var report in score.Reports.Where(_ => score.Reports.Count > 1))
        {
            Append(text, $"{report.Variant}: {Counts([.. report.All])}");
        }

        Append(text, $"{Counts(score.Results)} of {score.Selected}, in {Durations.Words(score.Duration)}");
        foreach (var line in Remarks(score))
        {
            Append(text, line);
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The text of <c>mutations.md</c>.</summary>
    public static string Markdown(MutationScore score)
    {
        var text = new StringBuilder();
        Append(text, "# Mutations");
        Append(text, string.Empty);
        Append(text, $"{Cell(Counts(score.Results))} of {score.Selected}, in {Durations.Words(score.Duration)}{(score.Machine.Length == 0 ? string.Empty : $" on {Cell(score.Machine)}")}.");
        foreach (var line in Remarks(score))
        {
            Append(text, string.Empty);
            Append(text, Cell(line));
        }

        Append(text, string.Empty);
        Append(text, "| variant | score | caught | by another test | missed | invalid | kept green | false alarms |");
        Append(text, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var report in score.Reports)
        {
            Append(text, Row(report.Variant, [.. report.All]));
        }

        if (score.Reports.Count > 1)
        {
            Append(text, Row("all", score.Results));
        }

        AppendTable(text, "Defects", "what is broken", score.Defects);
        AppendTable(text, "Changes that do no harm", "what is different", score.Harmless);
        if (score.LeftOut.Count > 0)
        {
            Append(text, string.Empty);
            Append(text, $"Left out, as no selected variant can show them: {LeftOut(score, name => $"`{Code(name)}`")}.");
        }

        foreach (var report in score.Reports.Where(report => report.NeverRed is { Count: > 0 }))
        {
            Append(text, string.Empty);
            Append(text, $"## Tests that no mutation turned red on {Cell(report.Variant)}");
            Append(text, string.Empty);
            foreach (var test in report.NeverRed!)
            {
                Append(text, $"- `{Code(test)}`");
            }
        }

        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, string title, string what, IReadOnlyList<MutationResult> results)
    {
        if (results.Count == 0)
        {
            return;
        }

        Append(text, string.Empty);
        Append(text, $"## {title}");
        Append(text, string.Empty);
        Append(text, $"| mutation | of | variant | {what} | seen in | must be caught by | result | by | time |");
        Append(text, "| --- | --- | --- | --- | --- | --- | --- | --- | ---: |");
        foreach (var result in results)
        {
            var mutation = result.Mutation;
            string[] by =
            [
                .. result.Reason.Length > 0 ? (string[])[Cell(result.Reason)] : [],
                .. result.Catching.Concat(result.Others).Select(item => $"{item.Check}: `{Code(item.Test)}`: {Cell(item.Message)}"),
            ];
            string[] cells =
            [
                $"`{Code(mutation.Name)}`", Cell(mutation.Content.Target), Cell(result.Variant), Cell(mutation.Description), Cell(mutation.Source), string.Join(", ", mutation.CaughtBy),
                result.Verdict is MutationVerdict.Caught or MutationVerdict.Green ? Word(result.Verdict) : $"**{Word(result.Verdict)}**",
                string.Join("<br>", by), Durations.Words(result.Duration),
            ];
            Append(text, $"| {string.Join(" | ", cells)} |");
        }
    }

    private static string Row(string name, IReadOnlyList<MutationResult> results)
    {
        MutationVerdict[] columns =
            [MutationVerdict.Caught, MutationVerdict.Other, MutationVerdict.Missed, MutationVerdict.Invalid, MutationVerdict.Green, MutationVerdict.Alarm];
        return $"| {Cell(name)} | {MutationScore.PercentWords(results)} | {string.Join(" | ", columns.Select(verdict => MutationScore.Count(results, verdict)))} |";
    }

    private static IEnumerable<string> Remarks(MutationScore score)
    {
        foreach (var problem in score.Problems)
        {
            yield return problem;
        }

        var reused = score.Results.Where(result => result.IsReused).ToList();
        if (reused.Count > 0)
        {
            var open = reused.Count(result => !result.IsConfirmed);
            yield return $"taken over from an earlier run: {reused.Count}"
                + (open == 0 ? string.Empty : $", {open} of them from one that ended before its tests ran again without mutations");
        }
    }

    private static string LeftOut(MutationScore score, Func<string, string> name) =>
        string.Join(", ", score.LeftOut.Select(mutation => $"{name(mutation.Name)} (of {Home(mutation)})"));

    private static string Home(Mutation mutation) => mutation is { Variants.Count: 0, Content: PatchMutation patch }
        ? $"the project {patch.Change.Project}"
        : string.Join(" and ", mutation.Variants);

    private static string Counts(IReadOnlyList<MutationResult> results)
    {
        var defects = results.Where(result => !result.Mutation.IsHarmless).ToList();
        var harmless = results.Where(result => result.Mutation.IsHarmless).ToList();
        List<string> parts = [];
        if (defects.Count > 0 || harmless.Count == 0)
        {
            parts.Add($"score {MutationScore.PercentWords(defects)}");
            parts.Add($"{MutationScore.Count(defects, MutationVerdict.Caught)} caught");
            parts.Add($"{MutationScore.Count(defects, MutationVerdict.Other)} caught by another test");
            parts.Add($"{MutationScore.Count(defects, MutationVerdict.Missed)} missed");
        }

        if (harmless.Count > 0)
        {
            parts.Add($"{MutationScore.Count(harmless, MutationVerdict.Green)} kept green");
            parts.Add($"{MutationScore.Count(harmless, MutationVerdict.Alarm)} false alarms");
        }

        parts.Add($"{MutationScore.Count(results, MutationVerdict.Invalid)} invalid");
        return string.Join(", ", parts);
    }

    private static string Word(MutationVerdict verdict) => verdict switch
    {
        MutationVerdict.Caught => "caught",
        MutationVerdict.Other => "BY ANOTHER",
        MutationVerdict.Missed => "MISSED",
        MutationVerdict.Green => "kept green",
        MutationVerdict.Alarm => "FALSE ALARM",
        _ => "INVALID",
    };

    private static string Subject(MutationResult result) => $"{result.Mutation.Content.Target}, {string.Join("+", result.Mutation.CaughtBy)}";

    private static string Why(MutationResult result) => (result.Verdict, result.Catching, result.Others) switch
    {
        (MutationVerdict.Green, _, _) => result.Mutation.Description,
        (MutationVerdict.Caught or MutationVerdict.Alarm, [var first, ..], _) => $"{first.Test}: {first.Message}",
        (MutationVerdict.Other, _, [var first, ..]) => $"{result.Reason}, but {first.Check} is red: {first.Test}: {first.Message}",
        (MutationVerdict.Other, [var first, ..], _) => $"{result.Reason}, but {first.Check} is red: {first.Test}: {first.Message}",
        _ => $"{result.Reason}: {result.Mutation.Description}",
    };

    private static string Code(string text) => text.ReplaceLineEndings(" ").Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal);

    private static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (var letter in PlainText.Cut(text, 2 * Width))
        {
            cell = letter switch
            {
                '<' => cell.Append("&lt;"),
                '&' => cell.Append("&amp;"),
                '\\' or '|' or '`' or '*' or '_' or '[' or ']' => cell.Append('\\').Append(letter),
                _ => cell.Append(letter),
            };
        }

        return cell.ToString();
    }

    private static void Append(StringBuilder text, string line) => text.Append(line).Append('\n');
}
