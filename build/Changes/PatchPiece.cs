namespace GlanceGate.Changes;

/// <summary>A part of a patch file that is a text of its own: all of it, a mail of an mbox, or a part of a mail.</summary>
/// <param name="Text">The text, decoded.</param>
/// <param name="FirstLine">1-based line of its first one in what it was taken from; 1 for what was decoded by itself.</param>
/// <param name="Decoding">What it was decoded from, outermost first; empty for text as the file has it.</param>
internal sealed record PatchPiece(ReadOnlyMemory<byte> Text, int FirstLine, IReadOnlyList<string> Decoding)
{
    /// <summary>What is wrong if there is a diff in it, or null.</summary>
    public (string Message, string Suggestion)? Flaw { get; init; }

    /// <summary>The same mistake with its place in the file, or in what was decoded from it, which no editor shows.</summary>
    public ChangeFormatException Locate(ChangeFormatException problem)
    {
        var line = problem.Line == 0 ? 0 : problem.Line + FirstLine - 1;
        return Decoding.Count == 0
            ? new ChangeFormatException(line, problem.Message, problem.Suggestion)
            : new ChangeFormatException(0, $"{(line == 0 ? string.Empty : $"line {line} of ")}the text decoded from {string.Join(", ", Decoding)}: {problem.Message}", problem.Suggestion);
    }
}
