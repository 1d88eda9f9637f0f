using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Encodings;

namespace GlanceGate.Changes;

/// <summary>Takes mails apart, as <c>git format-patch</c> and mail programs write them: one or many in a file, with encoded and attached texts. Pure.</summary>
internal static partial class MailParts
{
    /// <summary>What is wrong with a mail that has no text but HTML.</summary>
    public static readonly (string Message, string Suggestion)? Html = ("the mail's text is HTML, in which a diff is damaged", "have it attached, or sent by 'git send-email'");

    private static readonly (string Message, string Suggestion)? Flowed =
        ("the mail is format=flowed, in which ends of lines and spaces before them are lost", "have it attached, or sent by 'git send-email'");

    // A patch has a handful; each of a million would take more memory than its text.
    private const int MostParts = 1_000;
    private const int MostDepth = 8;

    // an address and a time
    private const int LongestFrom = 200;

    /// <summary>The texts in a file that may have a diff; a file that is no mail is one text.</summary>
    /// <param name="text">The file.</param>
    /// <param name="decoding">What the file was decoded from.</param>
    /// <exception cref="ChangeFormatException">A mail has what cannot be read; with the line of the file.</exception>
    public static IReadOnlyList<PatchPiece> Of(ReadOnlyMemory<byte> text, IReadOnlyList<string> decoding)
    {
        var pieces = new List<PatchPiece>();
        foreach (var (mail, line) in Split(text))
        {
            var head = HeadOf(mail.Span);
            if (ContentHeader().IsMatch(Encoding.Latin1.GetString(mail.Span[..head])))
            {
                pieces.AddRange(Decode(mail, line, decoding));
            }
            else
            {
                pieces.Add(new PatchPiece(mail, line, decoding));
            }

            if (pieces.Count > MostParts)
            {
                throw TooMany();
            }
        }

        return pieces;
    }

    // A mailbox has a line 'From somebody, some time' before each mail. No line of a diff begins so, and hardly one of a message.
    private static List<(ReadOnlyMemory<byte> Mail, int Line)> Split(ReadOnlyMemory<byte> text)
    {
        var mails = new List<(ReadOnlyMemory<byte>, int)>();
        var (begin, first, line) = (0, 1, 1);
        for (var at = 0; at < text.Length; line++)
        {
            var length = text.Span[at..].IndexOf((byte)'\n') is >= 0 and var found ? found + 1 : text.Length - at;
            if (at > begin && IsFrom(text.Span.Slice(at, length)))
            {
                mails.Add((text[begin..at], first));
                (begin, first) = (at, line);
            }

            at += length;
        }

        mails.Add((text[begin..], first));
        return mails;
    }

    private static bool IsFrom(ReadOnlySpan<byte> line) => line.StartsWith("From "u8) && line.Length < LongestFrom && FromLine().IsMatch(Encoding.Latin1.GetString(line));

    // Length of what is before the first empty line, when all of it looks like a header.
    private static int HeadOf(ReadOnlySpan<byte> mail)
    {
        for (var at = 0; at < mail.Length;)
        {
            var line = mail[at..];
            line = line.IndexOf((byte)'\n') is >= 0 and var found ? line[..(found + 1)] : line;
            if (line.TrimEnd("\r\n"u8).IsEmpty)
            {
                return at;
            }

            var isHeader = at == 0 && IsFrom(line);
            isHeader |= at > 0 && line[0] is (byte)' ' or (byte)'\t';
            isHeader |= line.IndexOf((byte)':') is > 0 and var colon && line[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
            if (!isHeader)
            {
                return 0;
            }

            at += line.Length;
        }

        return 0;
    }

    private static IEnumerable<PatchPiece> Decode(ReadOnlyMemory<byte> mail, int line, IReadOnlyList<string> decoding)
    {
        var from = mail.Span.StartsWith("From "u8) ? mail.Span.IndexOf((byte)'\n') + 1 : 0;
        var content = mail[from..];
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var reader = new PartReader(stream);
        try
        {
            reader.ReadEntity();
        }
        catch (FormatException problem)
        {
            throw new ChangeFormatException(line, $"the mail is damaged: {problem.Message}", "save it again, or save the patch from it and give that");
        }

        var isOnlyHtml = !reader.Parts.Exists(part => part.IsText && !part.IsHtml);
        return
        [
            .. reader.Parts.Where(part => !part.IsHtml || isOnlyHtml)
                .Select(part => Decode(part, content[part.Begin..part.End], line + (from > 0 ? 1 : 0) + part.Line - 1, decoding)),
        ];
    }

    private static PatchPiece Decode(Part part, ReadOnlyMemory<byte> raw, int line, IReadOnlyList<string> decoding)
    {
        var decoder = Decoder(part, line);
        var text = decoder is null ? raw : Decode(decoder, raw);
        if (PatchWrapping.IsPacked(text.Span) && PatchName().IsMatch(part.FileName))
        {
            throw new ChangeFormatException(line, $"the mail's attachment '{part.FileName}' is packed", "save it from the mail, and give it itself");
        }

        text = PatchWrapping.ToUtf8(text);
        var flaw = part.IsHtml ? Html : part.IsFlowed ? Flowed : null;
        return decoder is null
            ? new PatchPiece(text, line, decoding) { Flaw = flaw }
            : new PatchPiece(text, 1, [.. decoding, $"{part.Encoding} (from line {line} on)"]) { Flaw = flaw };
    }

    private static IMimeDecoder? Decoder(Part part, int line) => part.Encoding switch
    {
        "" or "7bit" or "8bit" or "binary" => null,
        "base64" => new Base64Decoder(),
        "quoted-printable" => new QuotedPrintableDecoder(),
        "x-uuencode" or "uuencode" or "x-uue" => new UUDecoder(),
        var other => throw new ChangeFormatException(line, $"a part of the mail has an encoding '{other}', which nobody knows", "save the patch from the mail, and give it itself"),
    };

    private static byte[] Decode(IMimeDecoder decoder, ReadOnlyMemory<byte> raw)
    {
        var text = new byte[decoder.EstimateOutputLength(raw.Length)];
        var length = decoder.Decode(raw.ToArray(), 0, raw.Length, text);
        return text[..length];
    }

    private static ChangeFormatException TooMany() => new(0, $"it has more than {MostParts} mails and parts of mails", "give the patches alone");

    [GeneratedRegex(@"^From \S.* [0-9]{1,2}:[0-9]{2}(:[0-9]{2})? .*[0-9]{4}")]
    private static partial Regex FromLine();

    [GeneratedRegex(@"^content-(type|transfer-encoding)[ \t]*:", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ContentHeader();

    [GeneratedRegex(@"\.(patch|diff|mbox|eml)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PatchName();

    /// <summary>A part of a mail that has no parts itself.</summary>
    private sealed record Part(ContentType Type, string Encoding, string FileName)
    {
        /// <summary>Where its content begins and ends in the mail, and its line there.</summary>
        public int Begin { get; init; }

        /// <inheritdoc cref="Begin"/>
        public int End { get; init; }

        /// <inheritdoc cref="Begin"/>
        public int Line { get; init; }

        public bool IsText => Type.MediaType.Equals("text", StringComparison.OrdinalIgnoreCase);

        public bool IsHtml => Type.IsMimeType("text", "html");

        public bool IsFlowed => Type.IsMimeType("text", "plain") && Type.Parameters["format"]?.Equals("flowed", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>Notes where the parts of a mail are.</summary>
    private sealed class PartReader(Stream mail) : MimeReader(new ParserOptions { MaxMimeDepth = MostDepth }, mail, MimeFormat.Entity)
    {
        private string _encoding = string.Empty;
        private string _fileName = string.Empty;
        private ContentType? _type;

        public List<Part> Parts { get; } = [];

        protected override void OnHeadersBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => (_encoding, _fileName) = (string.Empty, string.Empty);

        protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
        {
            switch (header.Id)
            {
                case HeaderId.ContentTransferEncoding:
                    _encoding = header.Value.Trim().ToLowerInvariant();
                    break;
                case HeaderId.ContentDisposition when ContentDisposition.TryParse(header.Value, out var disposition):
                    _fileName = disposition.FileName ?? string.Empty;
                    break;
                default:
                    break;
            }
        }

        protected override void OnMimePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
        {
            _type = contentType;
            if (Parts.Count == MostParts)
            {
                throw TooMany();
            }
        }

        protected override void OnMimePartContentEnd(
            long beginOffset, int beginLineNumber, long endOffset, int lines, NewLineFormat? newLineFormat, CancellationToken cancellationToken) =>
            Parts.Add(new Part(_type!, _encoding, _fileName.Length > 0 ? _fileName : _type!.Name ?? string.Empty)
            {
                Begin = (int)beginOffset,
                End = (int)endOffset,
                Line = beginLineNumber,
            });
    }
}
