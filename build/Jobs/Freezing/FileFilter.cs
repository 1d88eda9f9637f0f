using System.Text.RegularExpressions;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Decides by <c>files</c> and <c>irrelevant-files</c>, with the meaning that Zuul gives them, whether a job runs for a change.</summary>
internal static class FileFilter
{
    // A pattern that takes longer on a path decides nothing, and the job runs.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Decides.</summary>
    /// <param name="job">The job's name.</param>
    /// <param name="merged">The job merged with its parents.</param>
    /// <param name="changed">Paths of the files that the change touches; none when that is not known.</param>
    public static JobDecision Decide(string job, MappingNode merged, IReadOnlyList<string> changed)
    {
        var (files, irrelevant) = (merged["files"], merged["irrelevant-files"]);
        var (wanted, unwanted) = (Patterns(files), Patterns(irrelevant));
        if (changed.Count == 0 || wanted.Count + unwanted.Count == 0)
        {
            return new JobDecision(job, true, changed.Count == 0 ? "which files are changed is not said" : "it says nothing of files", null);
        }

        var hits = changed.SelectMany(file => wanted.Where(pattern => Matches(pattern, file, undecided: true)), (file, pattern) => (File: file, Pattern: pattern)).ToList();
        if (wanted.Count > 0 && hits.Count == 0)
        {
            return new JobDecision(job, false, "no changed file matches its 'files'", files!.Span);
        }

        var relevant = changed.Where(file => !unwanted.Any(pattern => Matches(pattern, file, undecided: false))).ToList();
        return relevant.Count == 0 ? new JobDecision(job, false, "every changed file matches its 'irrelevant-files'", irrelevant!.Span)
            : hits is [var (file, pattern), ..] ? new JobDecision(job, true, $"'{file}' matches '{pattern.Value}' of its 'files'", pattern.Span)
            : new JobDecision(job, true, $"'{relevant[0]}' matches none of its 'irrelevant-files'", irrelevant!.Span);
    }

    private static IReadOnlyList<ScalarNode> Patterns(Node? node) =>
        [.. (node is SequenceNode list ? list.Items : node is null ? [] : [node]).OfType<ScalarNode>().Where(pattern => pattern.Kind != ScalarKind.Null)];

    private static bool Matches(ScalarNode pattern, string file, bool undecided)
    {
        try
        {
            return Regex.IsMatch(file, pattern.Value, RegexOptions.CultureInvariant, Limit);
        }
        catch (RegexMatchTimeoutException)
        {
            return undecided;
        }
    }
}
