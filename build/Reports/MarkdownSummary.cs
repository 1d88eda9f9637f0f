using System.Globalization;
using System.Text;
using GlanceGate.Changes;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Suites;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary><c>summary.md</c>: the first screen says what came of the run, why, where to look and how to repeat it; tables follow.</summary>
/// <remarks>The same text is a CI system's step summary, which is cut off or refused above 1 MiB; sections that do not fit are left out whole.</remarks>
internal static class MarkdownSummary
{
    /// <summary>Bytes of UTF-8 that every known CI system takes.</summary>
    public const int Limit = 1_000_000;

    private const int DetailLines = 20;
    private const int DetailWidth = 240;
    private const int ShownCauses = 10;
    private const int ShownOperations = 5;
    private const int ShownFiles = 10;

    /// <summary>The text.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="context">Where things are.</param>
    /// <param name="session">Folder of the artifacts that the text will lie in, for its links; empty for the artifacts' own.</param>
    /// <param name="limit">Most bytes of UTF-8.</param>
    public static string Render(GateVerdict verdict, ReportContext context, string session = "", int limit = Limit)
    {
        var text = new StringBuilder(Head(verdict, context, session));
        const string leftOut = "\n*More is in `verdict.json`; this summary is limited in size.*\n";
        var left = limit - Bytes(text.ToString()) - Bytes(leftOut);
        foreach (var section in verdict.Variants.SelectMany(variant => Sections(variant, verdict.Variants.Count > 1)))
        {
            left -= Bytes(section);
            if (left < 0)
            {
                return text.Append(leftOut).ToString();
            }

            text.Append(section);
        }

        return text.ToString();
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Head(GateVerdict verdict, ReportContext context, string session)
    {
        var text = new StringBuilder();
        var sign = verdict.Outcome switch { Outcome.Success => "✅", Outcome.Failure or Outcome.ConfigError => "❌", _ => "⚠️" };
        Line(text, $"# {sign} Gate: {verdict.Outcome.Word()}");
        Line(text);
        Line(text, $"{Sentence(verdict.Outcome)} Exit code {(int)verdict.Outcome}, {EventLines.Seconds(verdict.Duration)}.");
        if (context.HostNote is { } note)
        {
            Line(text);
            Line(text, $"> {Escape(note)}");
        }

        if (verdict.Variants.Count > 0)
        {
            Line(text);
            Line(text, "| variant | outcome | tests | image API audit | logs | time |");
            Line(text, "| --- | --- | --- | --- | --- | ---: |");
            foreach (var variant in verdict.Variants)
            {
                var time = variant.Run.Phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Duration);
                Line(text, $"| {Named(variant.Run.Variant)} | {VerdictWords.State(variant)} | {VerdictWords.Counts(variant.Run.Suite)} | {VerdictWords.Audit(variant)} | {VerdictWords.Logs(variant)} | {EventLines.Seconds(time)} |");
            }
        }

        foreach (var variant in verdict.Variants.Where(variant => variant.Outcome != Outcome.Success))
        {
            Line(text);
            Line(text, $"## What failed: {Escape(variant.Run.Variant.Name)}{(variant.Run.Variant.Voting ? string.Empty : " (not voting)")}");
            Causes(text, variant.Causes);
            Line(text);
            Line(text, $"Evidence: {Links(variant, context, session)}");
        }

        foreach (var variant in verdict.Variants.Where(variant => variant.Run.Variant.Expect is null))
        {
            var name = Escape(variant.Run.Variant.Name);
            Remarks(text, $"What {name} observed:", ObservedLines.Of(variant.Run.Suite));
            Remarks(text, $"Defects that {name} expects:", DefectLines.Of(variant.Run.Suite));
            Remarks(text, $"Tests that {name} may skip:", SkipLines.Of(variant.Run));
        }

        var own = verdict.Causes.Except(verdict.Variants.SelectMany(variant => variant.Causes)).ToList();
        if (own.Count > 0)
        {
            Line(text);
            Line(text, "## What failed");
            Causes(text, own);
        }

        Line(text);
        Line(text, "Reproduce:");
        Fence(text, [verdict.Command], "sh");
        return text.ToString();
    }

    private static void Remarks(StringBuilder text, string title, IReadOnlyList<SummaryLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        Line(text);
        Line(text, title);
        Line(text);
        foreach (var line in lines)
        {
            Line(text, $"- {(line.Role == LineRole.Warning ? $"**News**: {Escape(line.Text)}" : Escape(line.Text))}");
        }
    }

    private static string Named(JobVariant variant) => variant.Host is { } host ? $"{Escape(variant.Name)}<br>**host: {Escape(host)}**" : Escape(variant.Name);

    private static void Causes(StringBuilder text, IReadOnlyList<Cause> causes)
    {
        for (var i = 0; i < Math.Min(causes.Count, ShownCauses); i++)
        {
            Line(text);
            var subject = causes[i].Subject.Length == 0 ? string.Empty : $" {Code(causes[i].Subject)}";
            Line(text, $"{(i == 0 ? string.Empty : "Also ")}**{causes[i].Kind}**{subject}: {Escape(causes[i].Message)}");

            // only the first needs no click to be read
            if (i == 0 && causes[i].Details.Count > 0)
            {
                Fence(text, Details(causes[i].Details), "text");
            }
        }

        if (causes.Count > ShownCauses)
        {
            Line(text);
            Line(text, $"and {causes.Count - ShownCauses} more.");
        }
    }

    private static IReadOnlyList<string> Details(IReadOnlyList<string> details) =>
        [.. details.Count > DetailLines ? [$"... {details.Count - DetailLines} lines before"] : (string[])[], .. details.TakeLast(DetailLines)];

    private static string Links(VariantVerdict variant, ReportContext context, string session)
    {
        var folder = variant.Run.Session == session ? string.Empty : $"{variant.Run.Session}/";
        var first = variant.Causes.Select(VerdictWords.FirstEvidence).FirstOrDefault(path => path.Length > 0);
        string?[] files =
        [
            first, "logs/", variant.Run.Suite is null ? null : "suite.log", context.Plans.ContainsKey(variant.Run.Session) ? "plan.yaml" : null, "verdict.json",
        ];
        return string.Join(" · ", files.OfType<string>().Distinct().Select(file => $"[{file}]({folder}{file})"));
    }

    private static IEnumerable<string> Sections(VariantVerdict variant, bool many)
    {
        var of = many ? $" of {Escape(variant.Run.Variant.Name)}" : string.Empty;
        if (variant.Run.Suite is { Tests.Count: > 0 } suite)
        {
            yield return Tests(suite, $"\n## Tests{of}\n\n");
        }

        if (variant.Run.Audit is { } audit)
        {
            var text = new StringBuilder($"\n## Image API audit{of}\n\n");
            Line(text, $"{audit.Requests} requests in the access log of {Escape(audit.Service)}.");
            foreach (var remark in audit.Violations.Concat(audit.Gaps))
            {
                Line(text);
                Line(text, $"- {Escape(remark)}");
            }

            Line(text);
            Line(text, "| client | v1 | v2 | most frequent v2 operations |");
            Line(text, "| --- | ---: | ---: | --- |");
            foreach (var client in audit.Clients)
            {
                var operations = string.Join(", ", client.V2Operations.Take(ShownOperations).Select(pair => $"{pair.Key} ×{pair.Value}"));
                Line(text, $"| {(client.Audited ? "**" + Escape(client.Name) + "**" : Escape(client.Name))} | {client.V1Requests} | {client.V2Requests} | {Escape(operations)} |");
            }

            yield return text.ToString();
        }

        if (variant.Run.Changes.Count > 0)
        {
            yield return Changes(variant.Run.Changes, $"\n## Changes{of}\n\n");
        }

        if (variant.Run.Logs is { } logs)
        {
            yield return Logs(variant, logs, $"\n## Log scan{of}\n\n");
        }

        if (variant.Run.Phases.Count > 0)
        {
            var text = new StringBuilder($"\n## Phases{of}\n\n| phase | time |\n| --- | ---: |\n");
            foreach (var phase in variant.Run.Phases)
            {
                Line(text, $"| {Escape(phase.Name)} | {EventLines.Seconds(phase.Duration)} |");
            }

            yield return text.ToString();
        }
    }

    private static string Changes(IReadOnlyList<AppliedChange> changes, string title)
    {
        var text = new StringBuilder(title);
        Line(text, "| project | change | digest | files | left out |");
        Line(text, "| --- | --- | --- | --- | --- |");
        foreach (var change in changes)
        {
            Line(text, $"| {Escape(change.Project)} | {Code(change.Source)} | {Code(ChangeWords.Short(change.Digest))} | {Files(change.Files)} | {Files(change.LeftOut)} |");
        }

        return text.ToString();
    }

    private static string Files(IReadOnlyList<string> files) => string.Join(", ", files.Take(ShownFiles).Select(Code))
        + (files.Count > ShownFiles ? $" and {files.Count - ShownFiles} more" : string.Empty);

    private static string Logs(VariantVerdict variant, LogScan logs, string title)
    {
        var text = new StringBuilder(title);
        if (logs.Findings.Count == 0)
        {
            Line(text, "No log holds an error that is not allowed.");
        }
        else
        {
            Line(text, "| service | line | times | error |");
            Line(text, "| --- | ---: | ---: | --- |");
            foreach (var finding in logs.Findings)
            {
                Line(text, $"| {Escape(finding.Service)} | {finding.FirstLine} | {finding.Count} | {Escape(finding.Headline)} |");
            }
        }

        if (logs.Allowed.Count > 0)
        {
            Line(text);
            Line(text, $"Allowed: {string.Join(", ", logs.Allowed.Select(entry => $"{Code(entry.Name)} of {Escape(entry.Service)} ×{entry.Count}"))}.");
        }

        foreach (var remark in logs.Gaps)
        {
            Line(text);
            Line(text, $"- {Escape(remark)}");
        }

        if (VerdictWords.UnusedErrors(variant) is { Count: > 0 } unused)
        {
            Line(text);
            Line(text, $"Allowed, but did not come: {string.Join(", ", unused.Select(Code))}.");
        }

        return text.ToString();
    }

    private static string Tests(SuiteResult suite, string title)
    {
        var text = new StringBuilder(title);
        Line(text, "| test | outcome | time | |");
        Line(text, "| --- | --- | ---: | --- |");
        foreach (var test in suite.Tests.OrderBy(test => test.Outcome switch { TestOutcome.Failed => 0, TestOutcome.Skipped => 1, _ => 2 }))
        {
            var word = test.Outcome == TestOutcome.Failed ? "**failed**" : VerdictWords.Word(test.Outcome);
            var remark = test.Outcome == TestOutcome.Passed ? string.Empty : Escape(TestCauses.Headline(TestCauses.Lines(test.Message)));
            Line(text, $"| {Code(test.Name)} | {word} | {EventLines.Seconds(test.Duration)} | {remark} |");
        }

        return text.ToString();
    }

    private static string Sentence(Outcome outcome) => string.Create(
        CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(VerdictWords.Meaning(outcome)[0])}{VerdictWords.Meaning(outcome)[1..]}.");

    private static void Fence(StringBuilder text, IReadOnlyList<string> lines, string language)
    {
        // a fence ends at the first run of backticks that is as long as itself
        var fence = lines.Any(line => line.Contains("```", StringComparison.Ordinal)) ? "``````" : "```";
        Line(text);
        Line(text, fence + language);
        foreach (var line in lines)
        {
            Line(text, language == "sh" ? line : PlainText.Cut(line, DetailWidth));
        }

        Line(text, fence);
    }

    /// <summary>A name, also in a table, where a pipe ends the cell even in code.</summary>
    private static string Code(string name) =>
        $"`{PlainText.Cut(name.ReplaceLineEndings(" "), 2 * DetailWidth).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    /// <summary>Text that Markdown and HTML leave as it is, also in a table.</summary>
    private static string Escape(string text)
    {
        var result = new StringBuilder();
        foreach (var letter in PlainText.Cut(text.ReplaceLineEndings(" "), 2 * DetailWidth))
        {
            result.Append(letter switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '\\' or '|' or '`' or '*' or '_' or '[' or ']' => $"\\{letter}",
                _ => letter.ToString(),
            });
        }

        return result.ToString();
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
