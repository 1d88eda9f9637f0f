using System.Text;
using GlanceGate.Changes;
using GlanceGate.Model;
using GlanceGate.Verdicts;
using static GlanceGate.Reports.Markdown.MarkdownText;

namespace GlanceGate.Reports.Markdown;

/// <summary>The tables of a variant, each a section with its title.</summary>
internal static class MarkdownSections
{
    private const int ShownFiles = 10;

    /// <summary>The sections that the variant has, the most asked for first.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="many">Whether the run has several, so that the titles name it.</param>
    public static IEnumerable<string> Of(VariantVerdict variant, bool many)
    {
        var of = many ? $" of {Escape(variant.Run.Variant.Name)}" : string.Empty;
        if (variant.Run.Suite is { Tests.Count: > 0 } suite)
        {
            yield return Tests(suite, $"\n## Tests{of}\n\n");
        }

        if (variant.Run.Audit is { } audit)
        {
            yield return MarkdownAudit.Render(audit, $"\n## Image API audit{of}\n\n");
        }

        if (variant.Run.Changes.Count > 0)
        {
            yield return Changes(variant.Run.Changes, $"\n## Changes{of}\n\n");
        }

        if (variant.Run.Logs is { } logs)
        {
            yield return MarkdownLogs.Render(variant, logs, $"\n## Log scan{of}\n\n");
        }

        if (variant.Run.Phases.Count > 0)
        {
            yield return Phases(variant.Run.Phases, $"\n## Phases{of}\n\n");
        }
    }

    private static string Tests(SuiteResult suite, string title)
    {
        var text = new StringBuilder(title);
        text.Line("| test | outcome | time | |");
        text.Line("| --- | --- | ---: | --- |");
        foreach (var test in suite.Tests.OrderBy(test => test.Outcome switch { TestOutcome.Failed => 0, TestOutcome.Skipped => 1, _ => 2 }))
        {
            var word = test.Outcome == TestOutcome.Failed ? "**failed**" : VerdictWords.Word(test.Outcome);
            var remark = test.Outcome == TestOutcome.Passed ? string.Empty : Escape(TestCauses.Headline(TestCauses.Lines(test.Message)));
            text.Line($"| {Code(test.Name)} | {word} | {Durations.Words(test.Duration)} | {remark} |");
        }

        return text.ToString();
    }

    private static string Changes(IReadOnlyList<AppliedChange> changes, string title)
    {
        var text = new StringBuilder(title);
        text.Line("| project | change | digest | files | left out |");
        text.Line("| --- | --- | --- | --- | --- |");
        foreach (var change in changes)
        {
            text.Line($"| {Escape(change.Project)} | {Code(change.Source)} | {Code(ChangeWords.Short(change.Digest))} | {Files(change.Files)} | {Files(change.LeftOut)} |");
        }

        return text.ToString();
    }

    private static string Files(IReadOnlyList<string> files) => string.Join(", ", files.Take(ShownFiles).Select(Code))
        + (files.Count > ShownFiles ? $" and {files.Count - ShownFiles} more" : string.Empty);

    private static string Phases(IReadOnlyList<PhaseTiming> phases, string title)
    {
        var text = new StringBuilder(title);
        text.Line("| phase | time |");
        text.Line("| --- | ---: |");
        foreach (var phase in phases)
        {
            text.Line($"| {Escape(phase.Name)} | {Durations.Words(phase.Duration)} |");
        }

        return text.ToString();
    }
}
