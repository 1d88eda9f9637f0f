using System.Text.RegularExpressions;

namespace GlanceGate.Logs;

/// <summary>What differs in a text from one occurrence to the next: ids, addresses, numbers, times.</summary>
internal static partial class ChangingText
{
    /// <summary>The text with a mark for each, so that two occurrences of one event are the same.</summary>
    public static string Mask(string text) => Changing().Replace(text, "#");

    [GeneratedRegex("[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|0x[0-9a-fA-F]+|\\b(?=[0-9a-f]*[0-9])[0-9a-f]{8,}\\b|[0-9]+")]
    private static partial Regex Changing();
}
