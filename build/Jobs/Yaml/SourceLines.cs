using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GlanceGate.Jobs.Yaml;

/// <summary>The lines of a job file, and where in them things stand as people see it.</summary>
/// <param name="file">The file.</param>
internal sealed class SourceLines(JobFile file)
{
    private readonly string[] _lines = file.Text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Where a value or a sign of the file stands.</summary>
    public SourceSpan Span(ParsingEvent item)
    {
        var line = (int)Math.Max(1, item.Start.Line);
        var column = (int)Math.Max(1, item.Start.Column);
        if (item is not (Scalar or AnchorAlias) || line > _lines.Length)
        {
            return new SourceSpan(file.Path, line, column, 1);
        }

        // A value of several lines is underlined in its first.
        var end = item.End.Line == item.Start.Line ? (int)item.End.Column : _lines[line - 1].TrimEnd().Length + 1;
        return new SourceSpan(file.Path, line, column, Math.Max(1, end - column));
    }

    /// <summary>Reports that the text is no YAML, at the place where that shows best.</summary>
    /// <param name="bag">Takes the mistake.</param>
    /// <param name="mark">Where the scanner noticed it.</param>
    /// <param name="message">The scanner's words.</param>
    public void ReportSyntax(DiagnosticBag bag, Mark mark, string message)
    {
        var line = (int)Math.Clamp(mark.Line, 1, _lines.Length);
        var column = (int)Math.Max(1, mark.Column);

        // The scanner reports a tab at the start of the mapping that it is in.
        for (var i = line - 1; i < _lines.Length; i++)
        {
            var indent = _lines[i].AsSpan(0, _lines[i].Length - _lines[i].AsSpan().TrimStart(" \t").Length);
            if (indent.Length < _lines[i].Length && indent.Contains('\t'))
            {
                var at = new SourceSpan(file.Path, i + 1, indent.IndexOf('\t') + 1, 1);
                bag.Report(DiagnosticCodes.Tab, at, "a tab indents this line", "indent with spaces");
                return;
            }
        }

        // What is missing at the end of a file shows best behind the last thing that is there.
        while (line > 1 && string.IsNullOrWhiteSpace(_lines[line - 1]))
        {
            line--;
            column = _lines[line - 1].TrimEnd().Length + 1;
        }

        var text = message.TrimEnd('.');
        text = text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
        bag.Report(DiagnosticCodes.Syntax, new SourceSpan(file.Path, line, column, 1), $"not valid YAML: {text}");
    }
}
