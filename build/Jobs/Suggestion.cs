namespace GlanceGate.Jobs;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Suggestion
{
    /// <summary><c>did you mean 'x'?</c> for the nearest candidate that is near enough, else null.</summary>
    public static string? For(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"did you mean '{nearest}'?" : null;

    /// <summary><see cref="For"/>, or the list of all candidates when none is near.</summary>
    public static string? ForOrList(string word, IReadOnlyCollection<string> candidates) =>
        For(word, candidates) ?? (candidates.Count == 0 ? null : "there is " + string.Join(", ", candidates.Order(StringComparer.Ordinal)));

    /// <summary>The nearest candidate, or null when all are too far away; the first in ordinal order of equally near ones. One in another case is the nearest.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var limit = Math.Clamp(word.Length / 3, 1, 3);
        string? best = null;
        var least = limit + 1;
        foreach (var candidate in candidates)
        {
            if (candidate != word && candidate.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }

            if (Math.Abs(candidate.Length - word.Length) > limit || candidate == word)
            {
                continue;
            }

            var distance = Distance(word, candidate);
            if (distance < least || (distance == least && best is not null && string.CompareOrdinal(candidate, best) < 0))
            {
                least = distance;
                best = candidate;
            }
        }

        return best;
    }

    // Insertions, deletions, substitutions and swapped neighbours count one each.
    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }
}
