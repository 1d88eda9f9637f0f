using System.Globalization;
using System.Text;

namespace GlanceGate.Evidence;

/// <summary>
/// What a text says: without line ends and the spaces after them, without escape sequences, and with <c>%41</c>, <c>\x41</c> and <c>\u0041</c> as the
/// characters that they stand for. Each character knows where it comes from.
/// </summary>
/// <remarks>
/// The letter that ends an escape sequence may be meant as the first one of what comes after a sequence that somebody began and did not end, so
/// there are several views of a text.
/// </remarks>
internal sealed class TextView
{
    private readonly StringBuilder _said = new();
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];

    /// <summary>Makes a view.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endings">Which letters count that end escape sequences.</param>
    public TextView(string text, Endings endings)
    {
        for (var i = 0; i < text.Length;)
        {
            var length = Skipped(text, i, endings);
            if (length > 0)
            {
                i += length;
                continue;
            }

            length = Encoded(text, i, out var letter);
            _said.Append(letter);
            _starts.Add(i);
            _ends.Add(i += length);
        }
    }

    /// <summary>Which letters that end escape sequences count as said.</summary>
    public enum Endings
    {
        /// <summary>None.</summary>
        None,

        /// <summary>All but those of colours.</summary>
        AllButOfColours,

        /// <summary>All.</summary>
        All,
    }

    /// <summary>What it says.</summary>
    public string Said => _said.ToString();

    /// <summary>The views in which a text may say more than it shows.</summary>
    public static IReadOnlyList<Endings> Of(string text) =>
        text.Contains('\u001b', StringComparison.Ordinal) ? Enum.GetValues<Endings>()
        : text.AsSpan().IndexOfAny("\n%\\") < 0 ? []
        : [Endings.None];

    /// <summary>Where some characters of it come from.</summary>
    public (int Start, int End) Origin(int at, int length) => (_starts[at], _ends[at + length - 1]);

    private static int Skipped(string text, int at, Endings endings)
    {
        var i = at;
        switch (text[at])
        {
            case '\r' when at + 1 < text.Length && text[at + 1] == '\n':
                return 1;
            case '\n':
                for (i++; i < text.Length && text[i] is ' ' or '\t'; i++)
                {
                }

                return i - at;
            case '\u001b' when at + 1 < text.Length && text[at + 1] == '[':
                for (i += 2; i < text.Length && text[i] is >= ' ' and < '@'; i++)
                {
                }

                return (i == text.Length || IsSaid(text[i], endings) ? i : i + 1) - at;
            case '\u001b':
                return endings == Endings.None ? Math.Min(2, text.Length - at) : 1;
            default:
                return 0;
        }
    }

    private static bool IsSaid(char ending, Endings endings) => endings == Endings.All || (endings == Endings.AllButOfColours && ending != 'm');

    private static int Encoded(string text, int at, out char letter)
    {
        var (prefix, digits) = text[at] switch
        {
            '%' => (1, 2),
            '\\' when at + 1 < text.Length && text[at + 1] is 'x' => (2, 2),
            '\\' when at + 1 < text.Length && text[at + 1] is 'u' => (2, 4),
            _ => (0, 0),
        };
        if (digits > 0 && at + prefix + digits <= text.Length
            && int.TryParse(text.AsSpan(at + prefix, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            letter = (char)code;
            return prefix + digits;
        }

        letter = text[at];
        return 1;
    }
}
