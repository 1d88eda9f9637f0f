using System.Text;
using System.Text.RegularExpressions;

namespace GlanceGate.Changes;

/// <summary>What people take for a patch and is none, by its name and with the way to one. Pure.</summary>
internal static partial class ForeignForms
{
    /// <summary>How a patch is made.</summary>
    public const string SeeGit = "write it with 'git diff' or 'git format-patch'";

    private const int TarMagic = 257;

    // A diff has begun by then, in whatever form it is.
    private const int LookedAt = 64 << 10;

    private static readonly (string Name, byte[] Magic)[] Compressions =
    [
        ("xz", [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]), ("bzip2", "BZh"u8.ToArray()), ("zstd", [0x28, 0xb5, 0x2f, 0xfd]), ("7-Zip", [(byte)'7', (byte)'z', 0xbc, 0xaf]), ("compress", [0x1f, 0x9d]),
    ];

    private static readonly (Regex Mark, string Message, string Suggestion)[] Texts =
    [
        (ContextDiff(), "it is a context diff", "make it with 'diff -u' (unified), not 'diff -c'"),
        (NormalDiff(), "it is a diff without names and context", "make it with 'diff -u' (unified)"),
        (EdScript(), "it is an ed script", "make it with 'diff -u' (unified), not 'diff -e'"),
        (Quoted(), "it is a diff that is quoted in an answer to a mail", "give the mail that it is quoted from"),
        (Indented(), "it is a diff that is indented", "take the spaces off, or write it with 'git diff' or 'git format-patch'"),
        (CoverLetter(), "it is the cover letter of a series", "give its patches, in one file or as a folder of nothing but '*.patch' files"),
        (Statistics(), "it is the statistics of a diff without the diff", "make it without --stat"),
        (Raw(), "it is a list of changed files without the diff", "make it with 'git diff' or 'git format-patch', without --raw, --name-only and --name-status"),
    ];

    /// <summary>The refusal of content that is certainly none, or null.</summary>
    public static ChangeFormatException? OfContent(ReadOnlySpan<byte> content)
    {
        foreach (var (name, magic) in Compressions)
        {
            if (content.StartsWith(magic))
            {
                return new ChangeFormatException(0, $"it is compressed by {name}", "unpack it, or compress it with gzip");
            }
        }

        if (content.Length > TarMagic && content[TarMagic..].StartsWith("ustar"u8))
        {
            return new ChangeFormatException(0, "it is a tar archive", "unpack it, and give the folder of the source tree, or a patch");
        }

        if (content.StartsWith("# v2 git bundle\n"u8) || content.StartsWith("# v3 git bundle\n"u8))
        {
            return new ChangeFormatException(0, "it is a bundle of git", "clone it, and give the clone with a range: PROJECT=clone@OLD..NEW");
        }

        var text = content.TrimStart(" \t\r\n"u8);
        if (text.StartsWith(")]}'"u8))
        {
            return new ChangeFormatException(1, "it is an answer of Gerrit in JSON", "load '/changes/NUMBER/revisions/current/patch?download' and give that file as it is");
        }

        return BeginsWith(text, "<!doctype html"u8) || BeginsWith(text, "<html"u8)
            ? new ChangeFormatException(0, "it is a page in HTML", "load the patch itself: 'Download' in Gerrit, the page's address with '.patch' after it in GitHub and GitLab")
            : null;
    }

    /// <summary>The refusal of a text in which there is no diff.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">What is known to be wrong with a part of it.</param>
    public static ChangeFormatException OfText(ReadOnlySpan<byte> text, (string Message, string Suggestion)? known)
    {
        if (known is var (flaw, mend))
        {
            return new ChangeFormatException(0, flaw, mend);
        }

        var begin = Encoding.Latin1.GetString(text[..Math.Min(text.Length, LookedAt)]);
        foreach (var (mark, message, suggestion) in Texts)
        {
            if (mark.Match(begin) is { Success: true } match)
            {
                return new ChangeFormatException(begin.AsSpan(0, match.Index).Count('\n') + 1, message, suggestion);
            }
        }

        return begin.TrimStart() is ['{' or '[', ..] && begin.TrimEnd() is [.., '}' or ']'] ? new ChangeFormatException(0, "it is JSON and no diff", SeeGit)
            : begin.Contains('\0', StringComparison.Ordinal) ? new ChangeFormatException(0, "it is no text, or text in UTF-16 without a byte order mark", "save it in UTF-8")
            : begin.Contains('\r', StringComparison.Ordinal) && !begin.Contains('\n', StringComparison.Ordinal) ? new ChangeFormatException(0, "its lines end with CR alone", "save it with LF at the ends of lines")
            : new ChangeFormatException(0, "it is no unified diff: no file is changed in it", SeeGit);
    }

    private static bool BeginsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> letters) =>
        text.Length >= letters.Length && Ascii.EqualsIgnoreCase(text[..letters.Length], letters);

    [GeneratedRegex(@"^\*\*\* .+\n--- .+\n\*{15}\r?$", RegexOptions.Multiline)]
    private static partial Regex ContextDiff();

    [GeneratedRegex(@"^[0-9]+(,[0-9]+)?[acd][0-9]+(,[0-9]+)?\r?\n[<>] ", RegexOptions.Multiline)]
    private static partial Regex NormalDiff();

    [GeneratedRegex(@"^[0-9]+(,[0-9]+)?[acd]\r?\n")]
    private static partial Regex EdScript();

    [GeneratedRegex(@"^> ?(diff --git |\+\+\+ |@@ -)", RegexOptions.Multiline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[ \t]+(diff --git .*\n|--- .*\n[ \t]+\+\+\+ )", RegexOptions.Multiline)]
    private static partial Regex Indented();

    [GeneratedRegex(@"^Subject: \[[^\]\r\n]{0,80}\b0{1,6}/[0-9]+\]", RegexOptions.Multiline)]
    private static partial Regex CoverLetter();

    [GeneratedRegex(@"^ [0-9]+ files? changed(, |\r?$)", RegexOptions.Multiline)]
    private static partial Regex Statistics();

    [GeneratedRegex(@"^(:[0-7]{6} [0-7]{6} [0-9a-f]+|[ACDMRT][0-9]*\t\S)", RegexOptions.Multiline)]
    private static partial Regex Raw();
}
