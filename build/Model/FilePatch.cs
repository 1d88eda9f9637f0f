using System.Globalization;

namespace GlanceGate.Model;

/// <summary>What a diff does to one file.</summary>
/// <remarks>Contents are texts of one character a byte (Latin-1), so that every encoding and line end survives.</remarks>
/// <param name="Old">Path of the file that it is made from, or null for a new file.</param>
/// <param name="New">Path of the result, or null when the file is deleted.</param>
/// <param name="Hunks">What changes in it; none when it is only moved, or when its mode alone changes.</param>
internal sealed record FilePatch(string? Old, string? New, IReadOnlyList<Hunk> Hunks)
{
    /// <summary>Whether the result may be executed, or null when that stays as it was.</summary>
    public bool? IsExecutable { get; init; }

    /// <summary>Whether the old file stays where it is beside the new one.</summary>
    public bool IsCopy { get; init; }

    /// <summary>0-based number of the commit that it is part of; a copy is of the old file as it was before that commit.</summary>
    public int Commit { get; init; }

    /// <summary>Whether the ends of its lines are the diff's, so that a file whose lines all end with CR and LF has these.</summary>
    public bool HasLostEnds { get; init; }

    /// <summary>The path that people know it by.</summary>
    public string Path => New ?? Old!;

    /// <summary>Everything that it says, for a hash.</summary>
    public IEnumerable<string> Texts() =>
    [
        Old ?? string.Empty, New ?? string.Empty, $"{IsExecutable} {IsCopy} {Commit} {HasLostEnds}",
        .. Hunks.SelectMany(hunk => hunk.Lines.Select(line => line.Sign + line.Text).Prepend(hunk.Range)),
    ];
}

/// <summary>One place of a file that changes.</summary>
/// <param name="OldStart">1-based line of the old file that it begins at; with no old lines, the line that it comes after.</param>
/// <param name="NewStart">The same of the new file.</param>
/// <param name="Section">What the diff says after the range, for people.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record Hunk(int OldStart, int NewStart, string Section, IReadOnlyList<HunkLine> Lines)
{
    /// <summary>Lines that the old file must have.</summary>
    public IReadOnlyList<string> OldLines { get; } = [.. Lines.Where(line => line.Sign != '+').Select(line => line.Text)];

    /// <summary>Lines that the new file has there.</summary>
    public IReadOnlyList<string> NewLines { get; } = [.. Lines.Where(line => line.Sign != '-').Select(line => line.Text)];

    /// <summary>Context lines before the first line that changes.</summary>
    public int Leading => Lines.TakeWhile(line => line.Sign == ' ').Count();

    /// <summary>Context lines after the last line that changes.</summary>
    public int Trailing => Lines.Reverse().TakeWhile(line => line.Sign == ' ').Count();

    /// <summary>The same hunk of a file whose lines end with CR and LF.</summary>
    public Hunk WithCarriageReturns() => new(
        OldStart,
        NewStart,
        Section,
        [.. Lines.Select(line => line.Text.EndsWith('\n') ? line with { Text = $"{line.Text[..^1]}\r\n" } : line)]);

    /// <summary>Its range, as a diff writes it.</summary>
    public string Range => string.Create(
        CultureInfo.InvariantCulture, $"@@ -{OldStart},{OldLines.Count} +{NewStart},{NewLines.Count} @@{Section}");
}

/// <summary>One line of a hunk.</summary>
/// <param name="Sign">Space, minus or plus.</param>
/// <param name="Text">The line with its line end; without one where the file ends without.</param>
internal readonly record struct HunkLine(char Sign, string Text);
