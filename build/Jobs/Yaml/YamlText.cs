using System.Globalization;
using System.Text;

namespace GlanceGate.Jobs.Yaml;

/// <summary>Texts as YAML scalars that read back as the same text.</summary>
internal static class YamlText
{
    // Characters that mean something to YAML at the start of a plain scalar.
    private const string Indicators = "-?:,[]{}#&*!|>'\"%@`=<~";

    // Truth values of YAML 1.1, which other readers of the text may still follow.
    private static readonly string[] OldTruths = ["y", "n", "yes", "no", "on", "off"];

    /// <summary>Whether a text is best written as a literal block: several lines, and none that a block would change.</summary>
    public static bool IsBlock(string value) =>
        value.AsSpan().TrimEnd('\n').Contains('\n')
        && value[0] is not (' ' or '\n' or '\t')
        && !value.Contains(" \n", StringComparison.Ordinal)
        && !value.EndsWith(' ')
        && !value.EndsWith("\n\n", StringComparison.Ordinal)
        && !value.Any(letter => letter != '\n' && letter != '\t' && IsSpecial(letter));

    /// <summary>The header of a literal block, which says whether a line end follows the last line.</summary>
    public static string BlockHeader(string value) => value.EndsWith('\n') ? "|" : "|-";

    /// <summary>A text in one line: plain where that reads back as the same text, else quoted.</summary>
    /// <param name="value">The text.</param>
    /// <param name="isInFlow">Whether it stands in brackets.</param>
    /// <param name="isAnyScalar">Whether numbers and truth values are read as they are written there, so that they need no quotes.</param>
    public static string Quote(string value, bool isInFlow = false, bool isAnyScalar = false) =>
        isAnyScalar && ScalarNode.Resolve(value) is ScalarKind.Boolean or ScalarKind.Integer or ScalarKind.Float || IsPlain(value, isInFlow)
            ? value
            : DoubleQuote(value);

    private static bool IsPlain(string value, bool isInFlow) =>
        value.Length > 0
        && ScalarNode.Resolve(value) == ScalarKind.Text
        && !Indicators.Contains(value[0], StringComparison.Ordinal)
        && value[0] != ' ' && value[^1] is not (' ' or ':')
        && !value.Contains(": ", StringComparison.Ordinal)
        && !value.Contains('#', StringComparison.Ordinal) // YamlDotNet does not take every key with one that YAML does
        && !(isInFlow && value.AsSpan().ContainsAny("[]{},"))
        && !OldTruths.Contains(value, StringComparer.OrdinalIgnoreCase)
        && !value.StartsWith("---", StringComparison.Ordinal) && !value.StartsWith("...", StringComparison.Ordinal)
        && !value.Any(IsSpecial);

    private static bool IsSpecial(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(letter);

    private static string DoubleQuote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var letter in value)
        {
            text = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                _ when char.IsSurrogate(letter) => text.Append(letter),
                _ when IsSpecial(letter) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        return text.Append('"').ToString();
    }
}
