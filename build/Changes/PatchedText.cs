using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>Applies the hunks of one file; pure.</summary>
/// <remarks>
/// A hunk may have moved, and is found at the nearest place that has all its old lines; nothing less than all of them is taken.
/// As with <c>git apply</c>, one that begins at the first line fits only there, and one without context at its end only at the
/// end of the file: there was no more to show when it was made.
/// </remarks>
internal static class PatchedText
{
    /// <summary>Applies hunks in order.</summary>
    /// <param name="text">The old file.</param>
    /// <param name="hunks">The hunks.</param>
    /// <param name="rejected">0-based index of the first hunk that does not fit, or -1.</param>
    /// <returns>The new file, or null when a hunk does not fit.</returns>
    public static string? Apply(string text, IReadOnlyList<Hunk> hunks, out int rejected) => Apply(text, hunks, InputLimits.PatchComparisons, out rejected, out _);

    /// <inheritdoc cref="Apply(string, IReadOnlyList{Hunk}, out int)"/>
    /// <param name="text">The old file.</param>
    /// <param name="hunks">The hunks.</param>
    /// <param name="most">Lines that are compared at most, in all places of all hunks.</param>
    /// <param name="rejected">0-based index of the first hunk that does not fit, or -1.</param>
    /// <param name="isGivenUp">Whether it might have a place still where nobody looked.</param>
    public static string? Apply(string text, IReadOnlyList<Hunk> hunks, long most, out int rejected, out bool isGivenUp)
    {
        var left = most;
        isGivenUp = false;
        var lines = Lines(text);
        var result = new List<string>();
        var (done, offset) = (0, 0);
        for (rejected = 0; rejected < hunks.Count; rejected++)
        {
            var hunk = hunks[rejected];
            var wanted = (hunk.OldLines.Count == 0 ? hunk.OldStart : hunk.OldStart - 1) + offset;
            var place = Places(hunk, wanted, done, lines.Count).TakeWhile(_ => left > 0).FirstOrDefault(at => Fits(lines, at, hunk.OldLines, ref left), -1);
            if (place < 0)
            {
                isGivenUp = left <= 0;
                return null;
            }

            result.AddRange(lines[done..place]);
            result.AddRange(hunk.NewLines);
            done = place + hunk.OldLines.Count;
            offset += place - wanted;
        }

        rejected = -1;
        result.AddRange(lines[done..]);
        return string.Concat(result);
    }

    /// <summary>The lines of a text, each with its line end.</summary>
    public static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    // Where a hunk may begin, the nearest place first.
    private static IEnumerable<int> Places(Hunk hunk, int wanted, int first, int count)
    {
        var last = count - hunk.OldLines.Count;
        var (leading, trailing) = (hunk.Leading, hunk.Trailing);
        if (hunk.OldLines.Count == 0)
        {
            // without a line to find it by, a hunk can only be where it says
            return wanted >= first && wanted <= last ? [wanted] : [];
        }

        var isAtStart = hunk.OldStart <= 1 && leading < trailing;
        if (isAtStart || (trailing == 0 && leading > 0))
        {
            var only = isAtStart ? 0 : last;
            return only >= first && only <= last ? [only] : [];
        }

        return Enumerable.Range(0, Math.Max(count, 1) + Math.Abs(wanted) + 1)
            .SelectMany(distance => distance == 0 ? [wanted] : new[] { wanted + distance, wanted - distance })
            .Where(at => at >= first && at <= last);
    }

    private static bool Fits(List<string> lines, int at, IReadOnlyList<string> old, ref long left)
    {
        left--;
        for (var i = 0; i < old.Count; i++)
        {
            left--;
            if (lines[at + i] != old[i])
            {
                return false;
            }
        }

        return true;
    }
}
