using System.IO.Compression;
using System.Text;

namespace GlanceGate.Unit.Changes;

/// <summary>Puts around patches what mail programs, shells and review systems put around them.</summary>
internal static class PatchForms
{
    public static byte[] Gzip(byte[] text)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(text);
        }

        return packed.ToArray();
    }

    public static byte[] Zip(params byte[][] texts)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (index, text) in texts.Index())
            {
                using var stream = archive.CreateEntry($"{index}.patch").Open();
                stream.Write(text);
            }
        }

        return packed.ToArray();
    }

    public static byte[] Base64(byte[] text) => Encoding.ASCII.GetBytes(Convert.ToBase64String(text));

    /// <summary>As a shell writes it that knows lines alone: each ends with CR and LF, whatever it ended with.</summary>
    public static byte[] CarriageReturns(byte[] text) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));

    public static byte[] Utf16(byte[] text, bool bigEndian = false)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        return [.. encoding.Preamble, .. encoding.GetBytes(Encoding.UTF8.GetString(CarriageReturns(text)))];
    }

    /// <summary>A mail of <c>git format-patch</c> with its text encoded.</summary>
    public static byte[] Encoded(byte[] mail, string encoding)
    {
        var text = Encoding.Latin1.GetString(mail);
        var head = text.IndexOf("\n\n", StringComparison.Ordinal) + 1;
        var body = Encoding.Latin1.GetBytes(text[(head + 1)..]);
        var headers = string.Concat(text[..head].Split('\n').Where(line => !line.StartsWith("Content-Transfer", StringComparison.Ordinal) && line.Length > 0).Select(line => line + "\n"));
        return Encoding.Latin1.GetBytes($"{headers}Content-Transfer-Encoding: {encoding}\n\n{(encoding == "base64" ? Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks) : QuotedPrintable(body))}\n");
    }

    /// <summary>Every byte in as few characters as RFC 2045 lets it have, in lines of 76.</summary>
    public static string QuotedPrintable(byte[] text)
    {
        var (encoded, width) = (new StringBuilder(), 0);
        foreach (var octet in text)
        {
            var token = octet == '\n' ? "\n" : octet is > 32 and < 127 and not (byte)'=' ? ((char)octet).ToString() : $"={octet:X2}";
            if (octet != '\n' && width + token.Length > 75)
            {
                encoded.Append("=\n");
                width = 0;
            }

            encoded.Append(token);
            width = octet == '\n' ? 0 : width + token.Length;
        }

        return encoded.ToString();
    }
}
