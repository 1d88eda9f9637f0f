namespace GlanceGate.Jobs;

/// <summary>
/// Collects diagnostics with the source lines that they point at. A second one of the same code, place and message is dropped.
/// </summary>
internal sealed class DiagnosticBag
{
    private readonly Dictionary<string, string[]> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _items = [];

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>Makes the lines of a source known; <paramref name="file"/> is what spans carry.</summary>
    public void AddSource(string file, string text) => _sources[file] = SplitLines(text);

    /// <summary>A bag that knows the same sources and has no diagnostics.</summary>
    public DiagnosticBag Fork()
    {
        var bag = new DiagnosticBag();
        foreach (var (file, lines) in _sources)
        {
            bag._sources[file] = lines;
        }

        return bag;
    }

    /// <summary>Adds a diagnostic.</summary>
    public void Report(string code, SourceSpan? span, string message, string? suggestion = null, string? context = null)
    {
        var item = new Diagnostic(code, span, message, suggestion, context) { Excerpt = Excerpt(span) };
        if (_seen.Add(item.ToString()))
        {
            _items.Add(item);
        }
    }

    /// <summary>All diagnostics by file, line and column; those without a place first.</summary>
    public IReadOnlyList<Diagnostic> Sorted()
    {
        var sorted = _items.ToArray();
        Array.Sort(sorted, Compare);
        return sorted;
    }

    /// <summary>
    /// Narrows the span of a value to a part of its text, so that the caret points at the part; the span itself when the part is not found.
    /// </summary>
    public SourceSpan Narrow(SourceSpan span, string part)
    {
        if (!_sources.TryGetValue(span.File, out var lines))
        {
            return span;
        }

        for (var line = span.Line; line <= lines.Length; line++)
        {
            var from = line == span.Line ? Math.Min(span.Column - 1, lines[line - 1].Length) : 0;
            var at = lines[line - 1].IndexOf(part, from, StringComparison.Ordinal);
            if (at >= 0)
            {
                return new SourceSpan(span.File, line, at + 1, part.Length);
            }
        }

        return span;
    }

    private static int Compare(Diagnostic left, Diagnostic right)
    {
        var order = string.CompareOrdinal(left.Span?.File, right.Span?.File);
        order = order != 0 ? order : (left.Span?.Line ?? 0).CompareTo(right.Span?.Line ?? 0);
        order = order != 0 ? order : (left.Span?.Column ?? 0).CompareTo(right.Span?.Column ?? 0);
        order = order != 0 ? order : string.CompareOrdinal(left.Code, right.Code);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }

    private static string[] SplitLines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private SourceLine[] Excerpt(SourceSpan? span)
    {
        if (span is null || !_sources.TryGetValue(span.File, out var lines) || span.Line > lines.Length)
        {
            return [];
        }

        var line = new SourceLine(span.Line, lines[span.Line - 1]);
        return span.Line > 1 ? [new SourceLine(span.Line - 1, lines[span.Line - 2]), line] : [line];
    }
}
