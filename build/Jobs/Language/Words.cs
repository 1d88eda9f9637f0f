namespace GlanceGate.Jobs.Language;

/// <summary>
/// The forms of names, paths and references. Written out, because regular expressions cost more to build than all files to read.
/// </summary>
internal static class Words
{
    /// <summary>Names for the schema.</summary>
    public const string NamePattern = "^[a-z][a-z0-9]*(-+[a-z0-9]+)*$";

    /// <summary>Matrix values for the schema.</summary>
    public const string ValuePattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

    /// <summary>Absolute paths for the schema.</summary>
    public const string PathPattern = "^(/[^/]+)+$";

    /// <summary>INI sections for the schema.</summary>
    public const string SectionPattern = "^[^\\[\\]\\n\\r]+$";

    /// <summary>INI keys for the schema.</summary>
    public const string IniKeyPattern = "^[^=\\[\\]\\n\\r#;\\s]([^=\\n\\r]*[^=\\n\\r\\s])?$";

    /// <summary>Text without line breaks for the schema.</summary>
    public const string LinePattern = "^[^\\n\\r]*$";

    /// <summary>Images for the schema.</summary>
    public const string ImagePattern = "^[A-Za-z0-9][A-Za-z0-9._/:@-]*$";

    /// <summary>Environment variables for the schema.</summary>
    public const string VariablePattern = "^[A-Za-z_][A-Za-z0-9_]*$";

    /// <summary>Lower-case letters, digits and hyphens, from a letter to no hyphen: also a DNS label.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 63
            && char.IsAsciiLetterLower(text[0])
            && text[^1] != '-'
            && Only(text, letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>Letters, digits, dots, hyphens and underscores, from a letter or digit on.</summary>
    public static bool IsValue(string text) =>
        text.Length is > 0 and <= 63
            && char.IsAsciiLetterOrDigit(text[0])
            && Only(text, letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    /// <summary>An absolute path without an empty, <c>.</c> or <c>..</c> part.</summary>
    public static bool IsPath(string text) =>
        text.Length > 1 && text[0] == '/' && text[1..].Split('/').All(part => part is not ("" or "." or "..")) && IsLine(text);

    /// <summary>An INI section: no brackets, no line breaks.</summary>
    public static bool IsSection(string text) => text.Length > 0 && text.AsSpan().IndexOfAny("[]\n\r") < 0;

    /// <summary>An INI key: no equals sign or line break, and nothing at its start that makes the line something else.</summary>
    public static bool IsIniKey(string text) =>
        text.Length > 0
            && text.AsSpan().IndexOfAny("=\n\r") < 0
            && text.AsSpan().Trim().Length == text.Length
            && "[];#".AsSpan().IndexOf(text[0]) < 0;

    /// <summary>No line breaks.</summary>
    public static bool IsLine(string text) => text.AsSpan().IndexOfAny('\n', '\r') < 0;

    /// <summary>A folder's name or a registry reference.</summary>
    public static bool IsImage(string text) =>
        text.Length > 0
            && char.IsAsciiLetterOrDigit(text[0])
            && Only(text, letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '/' or ':' or '@' or '-');

    /// <summary>The name of an environment variable.</summary>
    public static bool IsVariable(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && Only(text, letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    // A loop, because vectorised searches cost more to compile at start than they save on some hundred short words.
    private static bool Only(string text, Func<char, bool> allows)
    {
        foreach (var letter in text)
        {
            if (!allows(letter))
            {
                return false;
            }
        }

        return true;
    }
}
