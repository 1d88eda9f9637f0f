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
    public static string Summary(MutationReport report)
    {
        var text = new StringBuilder();
        var width = report.Results.Select(result => result.Mutation.Name.Length).DefaultIfEmpty().Max();
        foreach (var result in report.Results)
        {
            var red = result.Red.Count == 0 ? string.Empty : $", {result.Red.Count} red";
            Append(text, $"{Word(result.Verdict),-7} {result.Mutation.Name.PadRight(width)}  {Subject(result)}{red}: {PlainText.Cut(Why(result), Width)}");
        }

        foreach (var result in report.Results.Where(result => result.Details.Count > 0))
        {
            Append(text, $"{result.Mutation.Name}: {result.Reason}");
            foreach (var line in result.Details.TakeLast(DetailLines))
            {
                Append(text, $"    {PlainText.Cut(line, Width)}");
            }
        }

        if (report.NeverRed is { } never)
        {
            Append(text, never.Count == 0 ? "every test was turned red by a mutation" : $"tests that no mutation turned red ({never.Count}):");
            foreach (var test in never)
            {
                Append(text, $"    {test}");
            }
        }

        if (report.LeftOut.Count > 0)
        {
            Append(text, $"left out, as this variant cannot show them: {LeftOut(report, name => name)}");
        }

        Append(text, Counts(report));
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The text of <c>mutations.md</c>.</summary>
    public static string Markdown(MutationReport report)
    {
        var text = new StringBuilder();
        Append(text, $"# Mutations of {Cell(report.Variant)}");
        Append(text, string.Empty);
        Append(text, $"{Cell(Counts(report))}");
        Append(text, string.Empty);
        Append(text, "| mutation | of | what is broken | seen in | must be caught by | result | by | time |");
        Append(text, "| --- | --- | --- | --- | --- | --- | --- | ---: |");
        foreach (var result in report.Results)
        {
            var mutation = result.Mutation;
            var by = result.Catching.Count == 0 ? Cell(result.Reason) : string.Join("<br>", result.Catching.Select(item => $"{item.Check}: `{Code(item.Test)}`: {Cell(item.Message)}"));
            string[] cells =
            [
                $"`{Code(mutation.Name)}`", Cell(mutation.Content.Target), Cell(mutation.Description), Cell(mutation.Source), string.Join(", ", mutation.CaughtBy),
                result.Verdict == MutationVerdict.Caught ? "caught" : $"**{Word(result.Verdict)}**", by, Durations.Words(result.Duration),
            ];
            Append(text, $"| {string.Join(" | ", cells)} |");
        }

        if (report.LeftOut.Count > 0)
        {
            Append(text, string.Empty);
            Append(text, $"Left out, as this variant cannot show them: {LeftOut(report, name => $"`{Code(name)}`")}.");
        }

        if (report.NeverRed is { Count: > 0 } never)
        {
            Append(text, string.Empty);
            Append(text, "## Tests that no mutation turned red");
            Append(text, string.Empty);
            foreach (var test in never)
            {
                Append(text, $"- `{Code(test)}`");
            }
        }

        return text.ToString();
    }

    private static string LeftOut(MutationReport report, Func<string, string> name) =>
        string.Join(", ", report.LeftOut.Select(mutation => $"{name(mutation.Name)} (of {Home(mutation)})"));

    private static string Home(Mutation mutation) => mutation is { Variants.Count: 0, Content: PatchMutation patch }
        ? $"the project {patch.Change.Project}"
        : string.Join(" and ", mutation.Variants);

    private static string Counts(MutationReport report)
    {
        var counts = $"{report.Count(MutationVerdict.Caught)} caught, {report.Count(MutationVerdict.Missed)} missed, {report.Count(MutationVerdict.Invalid)} invalid of {report.Selected}";
        return report.Problem is { } problem ? $"{counts}; {problem}" : counts;
    }

    private static string Word(MutationVerdict verdict) => verdict switch
    {
        MutationVerdict.Caught => "caught",
        MutationVerdict.Missed => "MISSED",
        _ => "INVALID",
    };

    private static string Subject(MutationResult result) => $"{result.Mutation.Content.Target}, {string.Join("+", result.Mutation.CaughtBy)}";

    private static string Why(MutationResult result) =>
        result.Verdict == MutationVerdict.Caught && result.Catching is [var first, ..] ? $"{first.Test}: {first.Message}" : $"{result.Reason}: {result.Mutation.Description}";

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
