using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>Reads patches in the forms that people have them in: diffs, mails and mailboxes, packed and encoded. Pure.</summary>
/// <remarks>Each form is decoded at most once, and what comes out of it is bound as the file is.</remarks>
internal static class PatchReader
{
    /// <summary>Reads a patch.</summary>
    /// <param name="given">The file's content.</param>
    /// <param name="isHeld">Whether some image holds a file of the project; links, submodules and binary files matter only there.</param>
    /// <exception cref="ChangeFormatException">It is no patch that can be applied; with the line of the file, unless it had to be decoded.</exception>
    public static PatchContent Read(ReadOnlyMemory<byte> given, Func<string, bool> isHeld)
    {
        var (text, decoding) = PatchWrapping.Open(given);
        var whole = new PatchPiece(text, 1, decoding);
        var files = new List<FilePatch>();
        IReadOnlyList<PatchPiece> pieces;
        try
        {
            Check(text.Span);
            pieces = MailParts.Of(text, decoding);
        }
        catch (ChangeFormatException problem)
        {
            throw whole.Locate(problem);
        }

        if (pieces.Sum(piece => (long)piece.Text.Length) > InputLimits.Patch || pieces.Sum(piece => piece.Text.Span.Count((byte)'\n')) > InputLimits.PatchLines)
        {
            throw whole.Locate(TooLarge("the text of its mails is"));
        }

        foreach (var piece in pieces)
        {
            try
            {
                var commit = files.Count == 0 ? 0 : files[^1].Commit + 1;
                var read = UnifiedDiff.Parse(piece.Text.Span, commit, isHeld);
                if (piece.Flaw is var (message, suggestion) && read.Count > 0)
                {
                    throw new ChangeFormatException(1, message, suggestion);
                }

                files.AddRange(read);
            }
            catch (ChangeFormatException problem)
            {
                // what is damaged, is so because of its form
                throw piece.Locate(piece.Flaw is var (message, suggestion) ? new ChangeFormatException(1, message, suggestion) : problem);
            }
        }

        if (files.Count == 0)
        {
            throw whole.Locate(ForeignForms.OfText(text.Span, pieces.FirstOrDefault(piece => piece.Flaw == MailParts.Html)?.Flaw));
        }

        return new PatchContent(files, ContentDigest.Of(given.Span)) { Text = pieces.Count == 1 ? pieces[0].Text : Join(pieces) };
    }

    /// <summary>The refusal of what is larger than a patch may be.</summary>
    /// <param name="what">What is, with its verb.</param>
    public static ChangeFormatException TooLarge(string what) => new(
        0, $"{what} larger than {InputFile.Words(InputLimits.Patch)}, or longer than {InputLimits.PatchLines} lines", "give the source tree instead of a diff");

    private static void Check(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new ChangeFormatException(0, "the file is empty", ForeignForms.SeeGit);
        }

        if (text.Count((byte)'\n') > InputLimits.PatchLines)
        {
            throw new ChangeFormatException(0, $"the patch has more than {InputLimits.PatchLines} lines", "give the source tree instead of a diff");
        }

        if (ForeignForms.OfContent(text) is { } problem)
        {
            throw problem;
        }
    }

    private static byte[] Join(IReadOnlyList<PatchPiece> pieces)
    {
        var text = new MemoryStream(pieces.Sum(piece => piece.Text.Length + 1));
        foreach (var piece in pieces)
        {
            text.Write(piece.Text.Span);
            if (!piece.Text.Span.EndsWith("\n"u8))
            {
                text.WriteByte((byte)'\n');
            }
        }

        return text.ToArray();
    }
}
