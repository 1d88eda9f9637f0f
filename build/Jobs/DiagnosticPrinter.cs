using System.Globalization;
using System.Text;

namespace GlanceGate.Jobs;

/// <summary>Diagnostics as plain text, in the shape that compilers print.</summary>
internal static class DiagnosticPrinter
{
    private const int Width = 120;

    /// <summary>All diagnostics, each followed by an empty line, and their number.</summary>
    public static string Print(IReadOnlyList<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in diagnostics)
        {
            Append(text, diagnostic);
            text.Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"{diagnostics.Count} {(diagnostics.Count == 1 ? "error" : "errors")}").ToString();
    }

    /// <summary>One diagnostic with its source lines.</summary>
    public static string Print(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        Append(text, diagnostic);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Diagnostic diagnostic)
    {
        text.Append(diagnostic).Append('\n');
        if (diagnostic.Span is { } span && diagnostic.Excerpt is { Count: > 0 } excerpt)
        {
            AppendExcerpt(text, excerpt, span, diagnostic.Suggestion);
        }
        else if (diagnostic.Suggestion is { } suggestion)
        {
            text.Append("   ").Append(suggestion).Append('\n');
        }

        if (diagnostic.Context is { } context)
        {
            text.Append("   ").Append(context).Append('\n');
        }
    }

    private static void AppendExcerpt(StringBuilder text, IReadOnlyList<SourceLine> excerpt, SourceSpan span, string? suggestion)
    {
        // A long line is cut around the place it is shown for, the line before it at the same column.
        var start = span.Column > Width - 20 ? span.Column - 40 : 0;
        foreach (var line in excerpt)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Number,5} | {Cut(line.Text, start)}").Append('\n');
        }

        var length = Math.Min(span.Length, Width - Math.Min(Width - 1, span.Column - 1 - start));
        text.Append("      | ").Append(' ', span.Column - 1 - start).Append('^').Append('~', Math.Max(0, length - 1));
        text.Append(suggestion is null ? "" : " " + suggestion).Append('\n');
    }

    private static string Cut(string line, int start)
    {
        var shown = line.AsSpan(Math.Min(start, line.Length));
        shown = shown.Length > Width ? shown[..Width] : shown;
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            // One character stays one column, so that the caret stands right; control characters never reach a terminal.
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = source[i] == '\t' ? ' ' : char.IsControl(source[i]) ? '?' : source[i];
            }
        }).TrimEnd();
    }
}
