using System.Text.RegularExpressions;

namespace GlanceGate.Reports;

/// <summary>Text of others made fit to show.</summary>
internal static partial class PlainText
{
    /// <summary>Without the escape sequences by which programs colour their lines, and without whatever else a terminal would obey or hide.</summary>
    /// <param name="text">Text of any number of lines.</param>
    public static string WithoutEscapes(string text) => Obeyed().IsMatch(text) ? Obeyed().Replace(Escape().Replace(text, string.Empty), "\uFFFD") : text;

    /// <summary>One line of it.</summary>
    public static string Line(string text) => WithoutEscapes(text.ReplaceLineEndings(" ")).TrimEnd();

    /// <summary>One line of it, no longer than the limit.</summary>
    public static string Cut(string line, int limit)
    {
        var plain = Line(line);
        return plain.Length <= limit ? plain : plain[..(limit - 3)] + "...";
    }

    [GeneratedRegex(@"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\a\x1b]*(?:\a|\x1b\\)?|[ -/]*[0-~])")]
    private static partial Regex Escape();

    // control characters but for tabs and line ends, and those that turn the direction of the text around
    [GeneratedRegex(@"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")]
    private static partial Regex Obeyed();
}
