using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GlanceGate.Evidence;

/// <summary>Takes secrets out of text before it becomes evidence; thread safe.</summary>
/// <remarks>
/// A secret is found as it is, in hexadecimal digits and in Base64, there also inside a longer text that was encoded as a whole, as in basic
/// authentication; all of these also where characters are URL-encoded or escaped, where escape sequences stand among them, and over the ends of
/// lines, which stay. Tokens that services make among themselves are nobody's configured secret and are found by their shape: Fernet
/// tokens (<c>gAAAA…</c>, the version byte and the high bytes of the time), the values of token headers, passwords in URLs.
/// It works on one line or on a text of lines; a text has as many lines after it as before.
/// </remarks>
internal sealed partial class Redactor
{
    private const string Secret = "***secret***";
    private const string Token = "***token***";

    // Fewer characters of Base64 than this say so little that they would be found by accident.
    private const int ShortestFragment = 8;

    private readonly string[] _needles;
    private readonly SearchValues<string> _search;

    /// <summary>Creates a redactor for secret values.</summary>
    public Redactor(IEnumerable<string> secrets)
    {
        _needles = [.. secrets.Where(secret => secret.Length > 0).SelectMany(Forms).Distinct().OrderByDescending(form => form.Length)];
        _search = SearchValues.Create(_needles, StringComparison.Ordinal);
    }

    /// <summary>Characters of the longest form of a secret.</summary>
    public int Longest => _needles.Length == 0 ? 0 : _needles[0].Length;

    /// <summary>The text without secrets.</summary>
    public string Redact(string text)
    {
        var result = Literally(text);
        if (_needles.Length > 0)
        {
            foreach (var endings in TextView.Of(result))
            {
                result = Said(result, new TextView(result, endings));
            }
        }

        result = FernetToken().Replace(result, Token);
        result = TokenHeader().Replace(result, $"${{name}}{Token}");
        return UrlPassword().Replace(result, Secret);
    }

    private string Literally(string text)
    {
        var at = text.AsSpan().IndexOfAny(_search);
        if (at < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var from = 0;
        while (at >= 0)
        {
            var start = from + at;
            result.Append(text, from, at).Append(Secret);
            from = start + LengthAt(text.AsSpan(start));
            at = text.AsSpan(from).IndexOfAny(_search);
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private string Said(string text, TextView view)
    {
        var said = view.Said;
        var at = said.IndexOfAny(_search);
        if (at < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var (from, written) = (0, 0);
        while (at >= 0)
        {
            var length = LengthAt(said[(from + at)..]);
            var (start, end) = view.Origin(from + at, length);
            result.Append(text, written, start - written).Append(Secret).Append('\n', text.AsSpan(start, end - start).Count('\n'));
            from += at + length;
            written = end;
            at = said[from..].IndexOfAny(_search);
        }

        return result.Append(text, written, text.Length - written).ToString();
    }

    // The longest that stands there: of a secret that begins like another one nothing is left.
    private int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var needle in _needles)
        {
            if (text.StartsWith(needle, StringComparison.Ordinal))
            {
                return needle.Length;
            }
        }

        throw new ArgumentException("no secret stands there", nameof(text));
    }

    private static IEnumerable<string> Forms(string secret)
    {
        var escaped = Uri.EscapeDataString(secret);
        var json = JsonEncodedText.Encode(secret).Value;
        var bytes = Encoding.UTF8.GetBytes(secret);
        return
        [
            secret, escaped, LowerCaseEscapes().Replace(escaped, match => match.Value.ToLowerInvariant()), json, .. Base64(bytes),
            .. bytes.Length < ShortestFragment / 2 ? (string[])[] : [Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes)],
        ];
    }

    /// <summary>What stands in the Base64 of any text that holds the secret: three, for the three ways in which it can lie on the groups.</summary>
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            // characters that hold bits of a neighbour differ from text to text
            var first = shift == 0 ? 0 : shift + 1;
            var last = (shift + bytes.Length) * 8 / 6;
            var core = encoded[first..Math.Max(first, last)];
            if (core.Length >= ShortestFragment)
            {
                yield return core;
                yield return core.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    [GeneratedRegex("gAAAA[A-Za-z0-9_-]{16,}(?:=|%3D){0,2}")]
    private static partial Regex FernetToken();

    [GeneratedRegex("""(?<name>(?:\bX-(?:Auth|Subject|Service)-Token\b["']?\s*[:=,]\s*b?["']?|\bAuthorization["']?\s*[:=,]\s*b?["']?(?:Bearer|Basic)\s+))(?!\*\*\*)[^\s"',;}\]]+""", RegexOptions.IgnoreCase)]
    private static partial Regex TokenHeader();

    [GeneratedRegex("""(?<=://[^\s:/@"']*:)(?!\*\*\*)[^\s/@"']+(?=@)""")]
    private static partial Regex UrlPassword();

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex LowerCaseEscapes();
}
