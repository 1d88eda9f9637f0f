using System.Text.RegularExpressions;

namespace GlanceGate.ImageMaking;

/// <summary>Finds and replaces the images that a Dockerfile is made from.</summary>
internal static partial class Dockerfile
{
    private const string NoImage = "scratch";

    /// <summary>An image in a Dockerfile.</summary>
    /// <param name="Name">The image as it is written.</param>
    /// <param name="Line">1-based line.</param>
    /// <param name="Column">1-based column.</param>
    internal readonly record struct Source(string Name, int Line, int Column);

    /// <summary>The images that <c>FROM</c> and <c>COPY --from</c> name, in file order. Stages, <c>scratch</c> and what a variable decides are not among them.</summary>
    public static IReadOnlyList<Source> FindSources(string text)
    {
        var stages = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var sources = new List<Source>();
        foreach (var (number, line) in Instructions(text))
        {
            if (From().Match(line) is { Success: true } from)
            {
                Add(from.Groups["image"], number);
                if (from.Groups["stage"] is { Success: true } stage)
                {
                    stages.Add(stage.Value);
                }
            }
            else if (CopyFrom().Match(line) is { Success: true } copy && !copy.Groups["image"].Value.All(char.IsAsciiDigit))
            {
                Add(copy.Groups["image"], number);
            }
        }

        return sources;

        void Add(Group image, int number)
        {
            if (image.Value != NoImage && !image.Value.Contains('$', StringComparison.Ordinal) && !stages.Contains(image.Value))
            {
                sources.Add(new Source(image.Value, number, image.Index + 1));
            }
        }
    }

    /// <summary>Those of its sources that a stage is made on top of, not those that it takes files out of.</summary>
    public static IEnumerable<Source> FindBases(string text)
    {
        var lines = text.Split('\n');
        return FindSources(text).Where(source => From().IsMatch(lines[source.Line - 1]));
    }

    /// <summary>The text with its images under other names.</summary>
    /// <param name="text">A Dockerfile.</param>
    /// <param name="references">Image as it is written to its reference; others stay.</param>
    public static string Replace(string text, IReadOnlyDictionary<string, string> references)
    {
        var lines = text.Split('\n');
        foreach (var source in FindSources(text).Reverse())
        {
            if (references.TryGetValue(source.Name, out var reference))
            {
                var line = lines[source.Line - 1];
                lines[source.Line - 1] = string.Concat(line.AsSpan(0, source.Column - 1), reference, line.AsSpan(source.Column - 1 + source.Name.Length));
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>First lines of instructions: a word <c>FROM</c> that begins a continued line of a shell command is none.</summary>
    private static IEnumerable<(int Number, string Line)> Instructions(string text)
    {
        var isContinued = false;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r', ' ', '\t');
            var isComment = line.TrimStart().StartsWith('#');
            if (!isContinued && !isComment)
            {
                yield return (number, line);
            }

            // Comments and empty lines between continued ones do not end them.
            isContinued = isComment || line.Length == 0 ? isContinued : line.EndsWith('\\');
        }
    }

    [GeneratedRegex(@"^\s*FROM\s+(--\S+\s+)*(?<image>\S+)(\s+AS\s+(?<stage>\S+))?", RegexOptions.IgnoreCase)]
    private static partial Regex From();

    [GeneratedRegex(@"^\s*COPY\s+(--\S+\s+)*?--from=(?<image>\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex CopyFrom();
}
