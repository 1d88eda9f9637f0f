using System.Text.RegularExpressions;

namespace GlanceGate.TopDown.Connection;

/// <summary>Takes secrets out of what is shown. Tokens travel in headers only, and those are never written down.</summary>
internal static partial class Redaction
{
    /// <summary>By member name and not by value: a password may well be a word that stands everywhere.</summary>
    public static string Scrub(string text) => Secret().Replace(text, "$1\"<redacted>\"");

    [GeneratedRegex("""("(?:password|adminPass|secret|token_id)"\s*:\s*)"(?:[^"\\]|\\.)*"?""", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
