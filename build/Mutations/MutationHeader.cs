using GlanceGate.Jobs;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Mutations;

/// <summary>Reads the lines <c>Name: value</c> in front of a diff, up to the first empty one.</summary>
internal static class MutationHeader
{
    /// <summary>The header as a tree, lists where a value is one of checks or of variants.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bag">Takes mistakes.</param>
    /// <param name="end">Number of the empty line that ends it, from 1; or of the line after the last.</param>
    public static MappingNode Read(JobFile file, DiagnosticBag bag, out int end)
    {
        var lines = file.Text.ReplaceLineEndings("\n").Split('\n');
        var entries = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        var number = 0;
        for (; number < lines.Length && lines[number].Trim().Length > 0; number++)
        {
            var place = new SourceSpan(file.Path, number + 1, 1, lines[number].Length);
            var colon = lines[number].IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || lines[number].StartsWith("--- ", StringComparison.Ordinal))
            {
                bag.Report(DiagnosticCodes.MutationHeader, place, "this is no line of a header", "write 'Name: value', and an empty line before the diff");
                break;
            }

            var (name, value) = (lines[number][..colon], lines[number][(colon + 1)..].Trim());
            var key = ScalarNode.Text(place with { Length = colon }, name);
            if (!entries.TryAdd(name, new MappingEntry(key, Value(name, value, place, lines[number]))))
            {
                bag.Report(DiagnosticCodes.DuplicateKey, key.Span, $"duplicate key '{name}'", "keep one of them");
            }
        }

        end = number + 1;
        return new MappingNode(new SourceSpan(file.Path, 1, 1, 1), entries);
    }

    private static Node Value(string name, string value, SourceSpan line, string text)
    {
        var place = Part(value, 0);
        return name is "Caught-by" or "Variant"
            ? new SequenceNode(place, [.. value.Split(',', StringSplitOptions.TrimEntries).Select(item => ScalarNode.Text(Part(item, place.Column - 1), item))])
            : ScalarNode.Text(place, value);

        SourceSpan Part(string part, int from) =>
            line with { Column = Math.Max(0, text.IndexOf(part, Math.Max(from, text.IndexOf(':', StringComparison.Ordinal)), StringComparison.Ordinal)) + 1, Length = Math.Max(1, part.Length) };
    }
}
