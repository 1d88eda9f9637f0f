using System.Globalization;

namespace GlanceGate.Evidence;

/// <summary>
/// What a text says: without line ends and the spaces after them, without escape sequences, and with <c>%41</c>, <c>\x41</c> and <c>\u0041</c> as the
/// characters that they stand for. It knows where each character comes from, in memory for what it leaves out and not for what it says.
/// </summary>
/// <remarks>
/// The letter that ends an escape sequence may be meant as the first one of what comes after a sequence that somebody began and did not end, so
/// there are several views of a text.
/// </remarks>
internal sealed class TextView
{
    private readonly string _text;
    private readonly char[] _said;
    private readonly int _length;

    // Each character that is said and does not stand right behind the one before it.
    private readonly List<(int Said, int Text)> _jumps = [];

    /// <summary>Makes a view.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endings">Which letters count that end escape sequences.</param>
    public TextView(string text, Endings endings)
    {
        _text = text;
        _said = new char[text.Length];
        var next = -1;
        for (var i = 0; i < text.Length;)
        {
            var skipped = Skipped(text, i, endings);
            if (skipped > 0)
            {
                i += skipped;
                continue;
            }

            if (i != next)
            {
                _jumps.Add((_length, i));
            }

            next = i + 1;
            i += Encoded(text, i, out _said[_length]);
            _length++;
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
    public ReadOnlySpan<char> Said => _said.AsSpan(0, _length);

    /// <summary>The views in which a text may say more than it shows.</summary>
    public static IReadOnlyList<Endings> Of(string text) =>
        text.Contains('\u001b', StringComparison.Ordinal) ? Enum.GetValues<Endings>()
        : text.AsSpan().IndexOfAny("\n%\\") < 0 ? []
        : [Endings.None];

    /// <summary>Where some characters of it come from.</summary>
    public (int Start, int End) Origin(int at, int length)
    {
        var last = OriginOf(at + length - 1);
        return (OriginOf(at), last + Encoded(_text, last, out _));
    }

    private int OriginOf(int said)
    {
        var jump = _jumps.BinarySearch((said, int.MaxValue));
        var (from, text) = _jumps[jump >= 0 ? jump : ~jump - 1];
        return text + said - from;
    }

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
