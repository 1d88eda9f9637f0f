using System.Text.RegularExpressions;

namespace GlanceGate.Reports;

/// <summary>Text of others made fit to show.</summary>
internal static partial class PlainText
{
    /// <summary>Without the escape sequences by which programs colour their lines.</summary>
    public static string WithoutEscapes(string text) => text.Contains('\u001b', StringComparison.Ordinal) ? Escape().Replace(text, string.Empty) : text;

    /// <summary>One line, no longer than the limit.</summary>
    public static string Cut(string line, int limit)
    {
        var plain = WithoutEscapes(line).TrimEnd();
        return plain.Length <= limit ? plain : plain[..(limit - 3)] + "...";
    }

    [GeneratedRegex(@"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\a\x1b]*(?:\a|\x1b\\))")]
    private static partial Regex Escape();
}
