using System.Text;

namespace GlanceGate.Reports.Markdown;

/// <summary>Lines of Markdown, and words that stay what they are in it.</summary>
internal static class MarkdownText
{
    private const int Width = 240;

    /// <summary>Appends a line.</summary>
    public static void Line(this StringBuilder text, string line = "") => text.Append(line).Append('\n');

    /// <summary>Appends lines that are shown as they are.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">The lines; all but those of a shell are cut when they are long.</param>
    /// <param name="language">What they are written in.</param>
    public static void Fence(this StringBuilder text, IReadOnlyList<string> lines, string language)
    {
        // a fence ends at the first run of backticks that is as long as itself, also one that had escape sequences in it
        List<string> shown = [.. lines.Select(line => language == "sh" ? line : PlainText.Cut(line, Width))];
        var fence = new string('`', Math.Max(3, shown.Select(LongestRun).DefaultIfEmpty().Max() + 1));
        text.Line();
        text.Line(fence + language);
        foreach (var line in shown)
        {
            text.Line(line);
        }

        text.Line(fence);
    }

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in line)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>A name, also in a table, where a pipe ends the cell even in code.</summary>
    public static string Code(string name) =>
        $"`{PlainText.Cut(name, 2 * Width).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    /// <summary>Text that Markdown and HTML leave as it is, also in a table.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder();
        foreach (var letter in PlainText.Cut(text, 2 * Width))
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
}
