using System.Text;
using GlanceGate.Unit.Changes;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Patches in the forms that people have them in, well formed.</summary>
internal static class WrappedPatch
{
    private static readonly Func<Random, byte[], byte[]>[] Mails =
    [
        (_, text) => text,
        (_, text) => [.. "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nSubject: [PATCH 0/1] x\n\nwhy\n\n"u8, .. Head(string.Empty), .. text],
        (_, text) => [.. Head("Content-Transfer-Encoding: base64\n"), .. Encoding.ASCII.GetBytes(Convert.ToBase64String(text, Base64FormattingOptions.InsertLineBreaks))],
        (_, text) => [.. Head("Content-Transfer-Encoding: quoted-printable\n"), .. Encoding.ASCII.GetBytes(PatchForms.QuotedPrintable(text))],
        (random, text) => Multipart(random, "Content-Transfer-Encoding: base64\n\n" + Convert.ToBase64String(text)),
        (random, text) => Multipart(random, "Content-Transfer-Encoding: quoted-printable\n\n" + PatchForms.QuotedPrintable(text)),
    ];

    private static readonly Func<Random, byte[], byte[]>[] Encodings =
    [
        (_, text) => text,
        (_, text) => [.. Encoding.UTF8.Preamble, .. text],
        (random, text) => Utf16(text, bigEndian: random.Next(2) == 0),
    ];

    private static readonly Func<Random, byte[], byte[]>[] Packings =
    [
        (_, content) => PatchForms.Gzip(content),
        (_, content) => PatchForms.Zip(content),
        (_, content) => PatchForms.Base64(content),
    ];

    /// <summary>A mail or none, an encoding or none, and each packing once or not, in any order.</summary>
    public static byte[] Wrap(Random random, byte[] text)
    {
        var wrapped = Encodings[random.Next(Encodings.Length)](random, Mails[random.Next(Mails.Length)](random, text));
        var packings = Packings.ToArray();
        random.Shuffle(packings);
        return packings.Take(random.Next(packings.Length + 1)).Aggregate(wrapped, (content, pack) => pack(random, content));
    }

    /// <summary>A wrapped patch, damaged at some places.</summary>
    public static byte[] Damage(Random random, byte[] wrapped)
    {
        var damaged = wrapped.ToList();
        for (var i = random.Next(1, 6); i > 0 && damaged.Count > 0; i--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(at, random.Next(Math.Min(100, damaged.Count - at) + 1));
                    break;
                case 2:
                    damaged.InsertRange(at, damaged.Skip(random.Next(damaged.Count)).Take(random.Next(100)).ToList());
                    break;
                default:
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(Header(random)));
                    break;
            }
        }

        return [.. damaged];
    }

    // text that lost characters is refused in UTF-16 alone
    private static byte[] Utf16(byte[] text, bool bigEndian)
    {
        if (Encoding.UTF8.GetString(text).Contains('\ufffd', StringComparison.Ordinal))
        {
            return text;
        }

        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        return [.. encoding.Preamble, .. encoding.GetBytes(Encoding.UTF8.GetString(text))];
    }

    private static byte[] Head(string more) => Encoding.UTF8.GetBytes(
        $"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: =?UTF-8?q?Zo=C3=AB?= <z@example.org>\nSubject: [PATCH 1/1] x\nMIME-Version: 1.0\n{more}\n");

    private static byte[] Multipart(Random random, string part)
    {
        var boundary = $"------------{random.Next():x8}";
        return [.. Head($"Content-Type: multipart/mixed; boundary=\"{boundary}\"\n"), .. Encoding.UTF8.GetBytes($"--{boundary}\nContent-Type: text/plain\n\nwhy\n\n--{boundary}\nContent-Type: text/x-patch; name=\"x.patch\"\nContent-Disposition: attachment; filename=\"x.patch\"\n{part}\n--{boundary}--\n")];
    }

    private static string Header(Random random) => random.Next(8) switch
    {
        0 => "\nContent-Type: multipart/mixed; boundary=\n\n",
        1 => $"\nContent-Type: multipart/{Material.Word(random)}; boundary=\"{Material.Word(random)}\"\n\n",
        2 => "\nContent-Transfer-Encoding: base64\n\n",
        3 => "\nContent-Type: message/rfc822\n\n",
        4 => "\nContent-Type: text/plain; format=flowed; charset*0*=x''%41\n",
        5 => "\nContent-Disposition: attachment; filename*=UTF-8''%e2%82%ac.patch.gz\n",
        6 => "\nFrom x 1:11:11 2026\nSubject: =?UTF-8?b?" + Material.Word(random) + "?=\n",
        _ => Material.Line(random),
    };
}
