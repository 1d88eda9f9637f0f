using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using GlanceGate.Inputs;

namespace GlanceGate.Changes;

/// <summary>Takes off what programs put around a whole patch: compression, base64, another encoding of text. Pure.</summary>
internal static class PatchWrapping
{
    // Shorter texts may be base64 by accident: 'none' is.
    private const int LeastBase64 = 32;

    // As a text of other encodings has it where a character was lost.
    private const char Lost = '\ufffd';

    private static readonly Wrapping[] All =
    [
        new("gzip", true, text => text is [0x1f, 0x8b, ..], Gunzip),
        new("zip", true, text => text.StartsWith("PK\u0003\u0004"u8) || text.StartsWith("PK\u0005\u0006"u8), Unzip),
        new("UTF-8", false, text => text.StartsWith(Encoding.UTF8.Preamble), text => text[Encoding.UTF8.Preamble.Length..]),
        new("UTF-16", false, text => text is [0xff, 0xfe, ..] or [0xfe, 0xff, ..], FromUtf16),
        new("base64", true, text => text.Length >= LeastBase64 && Base64.IsValid(text), FromBase64),
    ];

    /// <summary>What is in it.</summary>
    /// <param name="given">The file's content.</param>
    /// <returns>The text, and what hides its lines from whoever looks into the file, outermost first.</returns>
    /// <exception cref="ChangeFormatException">It is damaged, too large, or wrapped twice in the same way.</exception>
    public static (ReadOnlyMemory<byte> Text, IReadOnlyList<string> Decoding) Open(ReadOnlyMemory<byte> given)
    {
        var (text, opened, decoding) = (given, new List<string>(), new List<string>());
        while (All.FirstOrDefault(wrapping => wrapping.IsOf(text.Span)) is { } found)
        {
            if (opened.Contains(found.Name))
            {
                throw new ChangeFormatException(0, $"it is {found.Name} in {found.Name}", "unpack it, and give the patch that is in it");
            }

            text = found.Open(text);
            opened.Add(found.Name);
            if (found.HidesLines)
            {
                decoding.Add(found.Name);
            }
        }

        return (text, decoding);
    }

    /// <summary>A text without its byte order mark, in UTF-8 if it was in UTF-16.</summary>
    /// <exception cref="ChangeFormatException">It is no text in UTF-16.</exception>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> text) =>
        All.FirstOrDefault(wrapping => !wrapping.HidesLines && wrapping.IsOf(text.Span)) is { } found ? found.Open(text) : text;

    /// <summary>Whether it is packed, so that nobody reads it as it is.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> content)
    {
        foreach (var wrapping in All.AsSpan(0, 2))
        {
            if (wrapping.IsOf(content))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlyMemory<byte> Gunzip(ReadOnlyMemory<byte> packed)
    {
        var text = Inflate("gzip", packed, stream => new GZipStream(stream, CompressionMode.Decompress));

        // The decoder takes a file that was cut off for one that ends there; its last four bytes are the length of what it holds.
        return packed.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(packed.Span[^4..]) == (uint)text.Length
            ? text
            : throw new ChangeFormatException(0, "the gzip file is cut off, or has something after its end", "load it again, or give the patch that is in it");
    }

    private static ReadOnlyMemory<byte> Unzip(ReadOnlyMemory<byte> packed) => Inflate("zip", packed, stream =>
    {
        var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        return archive.Entries is [var only]
            ? only.Open()
            : throw new ChangeFormatException(0, $"it is a zip archive of {archive.Entries.Count} files", "unpack it, and give one patch, or a folder of nothing but '*.patch' files");
    });

    private static ReadOnlyMemory<byte> Inflate(string name, ReadOnlyMemory<byte> packed, Func<Stream, Stream> open)
    {
        try
        {
            using var source = new MemoryStream(packed.ToArray(), writable: false);
            using var stream = open(source);
            using var text = new MemoryStream();
            var piece = new byte[64 << 10];
            while (stream.Read(piece) is > 0 and var count)
            {
                text.Write(piece, 0, count);
                if (text.Length > InputLimits.Patch)
                {
                    throw PatchReader.TooLarge($"what the {name} file holds is");
                }
            }

            return text.GetBuffer().AsMemory(0, (int)text.Length);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new ChangeFormatException(0, $"the {name} file is damaged: {problem.Message}", "load it again, or give the patch that is in it");
        }
    }

    private static ReadOnlyMemory<byte> FromUtf16(ReadOnlyMemory<byte> text)
    {
        var encoding = new UnicodeEncoding(bigEndian: text.Span[0] == 0xfe, byteOrderMark: true, throwOnInvalidBytes: true);
        string characters;
        try
        {
            characters = encoding.GetString(text.Span[2..]);
        }
        catch (ArgumentException)
        {
            throw new ChangeFormatException(0, "it begins as text in UTF-16 and is none", "save it in UTF-8");
        }

        if (characters.Contains(Lost, StringComparison.Ordinal))
        {
            throw new ChangeFormatException(
                1 + characters.AsSpan(0, characters.IndexOf(Lost, StringComparison.Ordinal)).Count('\n'),
                "characters were lost when it was written in UTF-16",
                "let git write the file itself: 'git diff --output=my.patch', or 'git format-patch'");
        }

        return Encoding.UTF8.GetByteCount(characters) <= InputLimits.Patch ? Encoding.UTF8.GetBytes(characters) : throw PatchReader.TooLarge("its text in UTF-8 is");
    }

    private static ReadOnlyMemory<byte> FromBase64(ReadOnlyMemory<byte> text)
    {
        var content = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text.Span, content, out _, out var written) == OperationStatus.Done
            ? content.AsMemory(0, written)
            : throw new ChangeFormatException(0, "its base64 is damaged", "load it again");
    }

    private delegate bool Recognition(ReadOnlySpan<byte> text);

    private sealed record Wrapping(string Name, bool HidesLines, Recognition IsOf, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Open);
}
