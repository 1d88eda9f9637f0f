using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GlanceGate.Jobs.Yaml;

/// <summary>Reads the text of a job file into a tree, within limits that hold for hostile input too.</summary>
/// <remarks>
/// Works on the parser's events with a stack of its own: YamlDotNet 16 builds its trees and objects by recursion without a limit, and some
/// thousand nested brackets end the process there.
/// </remarks>
internal sealed class NodeReader
{
    /// <summary>Largest file in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxDepth = 32;
    private const int MaxNodes = 50_000;
    private const int MaxAliases = 100;
    private const string CoreTag = "tag:yaml.org,2002:";

    private readonly JobFile _file;
    private readonly DiagnosticBag _bag;
    private readonly string[] _lines;
    private readonly Stack<NodeFrame> _open = new();
    private readonly Dictionary<string, SizedNode> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _openAnchors = new(StringComparer.Ordinal);
    private Node? _root;
    private long _nodes;
    private int _aliases;
    private int _documents;

    private NodeReader(JobFile file, DiagnosticBag bag)
    {
        _file = file;
        _bag = bag;
        _lines = file.Text.ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>Reads one file; mistakes go to the bag.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bag">Takes mistakes, and the file's lines for showing them.</param>
    /// <param name="root">The tree, or null when the file is empty.</param>
    /// <returns>False when the file could not be read to its end, so that nothing is known about what it holds.</returns>
    public static bool TryRead(JobFile file, DiagnosticBag bag, out Node? root)
    {
        root = null;
        if (Encoding.UTF8.GetByteCount(file.Text) > MaxBytes)
        {
            bag.Report(
                DiagnosticCodes.FileTooLarge,
                new SourceSpan(file.Path, 1, 1, 1),
                "the file is larger than 1 MiB",
                "split it into several files");
            return false;
        }

        bag.AddSource(file.Path, file.Text);
        var reader = new NodeReader(file, bag);
        var complete = reader.Read();
        root = complete ? reader._root : null;
        return complete;
    }

    private bool Read()
    {
        var parser = new Parser(new StringReader(_file.Text));
        try
        {
            while (parser.MoveNext())
            {
                if (!Handle(parser.Current!))
                {
                    return false;
                }
            }

            return true;
        }
        catch (YamlException exception)
        {
            ReportSyntax(exception.Start, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            // The scanner leaves its own state machine on some broken flow collections instead of reporting them.
            ReportSyntax(parser.Current?.End ?? Mark.Empty, "The text cannot be read as YAML after this place.");
        }

        return false;
    }

    private bool Handle(ParsingEvent item) => item switch
    {
        DocumentStart => ++_documents == 1
            || Refuse(item, DiagnosticCodes.ManyDocuments, "a job file holds one document", "remove '---' or split the file"),
        Scalar scalar => Guard(scalar) && HandleScalar(scalar),
        SequenceStart start => Guard(start) && Open(start, isMapping: false),
        MappingStart start => Guard(start) && Open(start, isMapping: true),
        SequenceEnd or MappingEnd => Close(),
        AnchorAlias alias => HandleAlias(alias),
        _ => true,
    };

    private bool Guard(NodeEvent item)
    {
        if (!item.Tag.IsEmpty && !item.Tag.IsNonSpecific && !item.Tag.Value.StartsWith(CoreTag, StringComparison.Ordinal))
        {
            return Refuse(item, DiagnosticCodes.Tag, $"tag '{item.Tag.Value}' is not allowed", "remove the tag; there are no custom types");
        }

        return Count(item, 1);
    }

    private bool Count(ParsingEvent item, long nodes)
    {
        _nodes += nodes;
        return _nodes <= MaxNodes
            || Refuse(item, DiagnosticCodes.TooManyNodes, $"the file holds more than {MaxNodes} values", "split it into several files");
    }

    private bool Open(NodeEvent start, bool isMapping)
    {
        if (_open.Count >= MaxDepth)
        {
            return Refuse(start, DiagnosticCodes.TooDeep, $"values are nested deeper than {MaxDepth} levels");
        }

        if (_open.TryPeek(out var parent) && parent.AwaitsKey)
        {
            return Refuse(start, DiagnosticCodes.KeyForm, "a key must be a text, not a list or a mapping");
        }

        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            _openAnchors.Add(anchor);
            _anchors.Remove(anchor);
        }

        _open.Push(new NodeFrame(Span(start), anchor, isMapping));
        return true;
    }

    private bool Close()
    {
        var frame = _open.Pop();
        Node node = frame.IsMapping ? new MappingNode(frame.Span, frame.Entries) : new SequenceNode(frame.Span, frame.Items);
        var sized = new SizedNode(node, frame.Size, frame.Height + 1);
        if (frame.Anchor is { } anchor)
        {
            _openAnchors.Remove(anchor);
            _anchors[anchor] = sized;
        }

        return Add(sized);
    }

    private bool HandleScalar(Scalar scalar)
    {
        var span = Span(scalar);
        if (_open.TryPeek(out var frame) && frame.AwaitsKey)
        {
            return HandleKey(frame, scalar, span);
        }

        var resolved = ScalarNode.Resolve(scalar.Value);
        var kind = scalar.Style == ScalarStyle.Plain ? resolved : ScalarKind.Text;
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
        {
            kind = scalar.Tag.Value[CoreTag.Length..] switch
            {
                "str" => ScalarKind.Text,
                "null" => ScalarKind.Null,
                "bool" => ScalarKind.Boolean,
                "int" => ScalarKind.Integer,
                "float" => ScalarKind.Float,
                _ => (ScalarKind)(-1),
            };
            if (kind != ScalarKind.Text && kind != resolved)
            {
                return Refuse(
                    scalar,
                    DiagnosticCodes.Tag,
                    $"tag '{scalar.Tag.Value}' does not fit the value '{scalar.Value}'",
                    "remove the tag");
            }
        }

        var sized = new SizedNode(new ScalarNode(span, scalar.Value, kind), 1, 0);
        if (!scalar.Anchor.IsEmpty)
        {
            _anchors[scalar.Anchor.Value] = sized;
        }

        return Add(sized);
    }

    private bool HandleKey(NodeFrame frame, Scalar scalar, SourceSpan span)
    {
        if (scalar.Value == "<<" && scalar.Style == ScalarStyle.Plain)
        {
            _bag.Report(DiagnosticCodes.MergeKey, span, "merge keys are not supported", "inherit with 'parent', or repeat the values");
        }
        else if (scalar.Value.Length == 0)
        {
            _bag.Report(DiagnosticCodes.KeyForm, span, "a key is empty");
        }
        else if (frame.Entries.TryGetValue(scalar.Value, out var first))
        {
            _bag.Report(
                DiagnosticCodes.DuplicateKey,
                span,
                $"duplicate key '{scalar.Value}'",
                $"it stands in line {first.Key.Span.Line} already; keep one of them");
        }
        else
        {
            frame.Key = ScalarNode.Text(span, scalar.Value);
            return true;
        }

        frame.DropsValue = true;
        return true;
    }

    private bool HandleAlias(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (++_aliases > MaxAliases)
        {
            return Refuse(alias, DiagnosticCodes.Alias, $"the file uses more than {MaxAliases} aliases");
        }

        if (_open.TryPeek(out var frame) && frame.AwaitsKey)
        {
            return Refuse(alias, DiagnosticCodes.KeyForm, "a key must be a text, not an alias");
        }

        if (_openAnchors.Contains(name))
        {
            return Refuse(alias, DiagnosticCodes.Alias, $"alias '{name}' stands inside the value that it repeats");
        }

        if (!_anchors.TryGetValue(name, out var target))
        {
            return Refuse(alias, DiagnosticCodes.Alias, $"alias '{name}' has no anchor before it", Suggestion.For(name, _anchors.Keys));
        }

        if (_open.Count + target.Height > MaxDepth)
        {
            return Refuse(alias, DiagnosticCodes.TooDeep, $"values are nested deeper than {MaxDepth} levels");
        }

        return Count(alias, target.Size) && Add(target);
    }

    private bool Add(SizedNode value)
    {
        if (!_open.TryPeek(out var frame))
        {
            _root = value.Node;
            return true;
        }

        frame.Add(value);
        return true;
    }

    private bool Refuse(ParsingEvent item, string code, string message, string? suggestion = null)
    {
        _bag.Report(code, Span(item), message, suggestion);
        return false;
    }

    private void ReportSyntax(Mark mark, string message)
    {
        var line = (int)Math.Clamp(mark.Line, 1, _lines.Length);
        var column = (int)Math.Max(1, mark.Column);

        // The scanner reports a tab at the start of the mapping that it is in.
        for (var i = line - 1; i < _lines.Length; i++)
        {
            var indent = _lines[i].AsSpan(0, _lines[i].Length - _lines[i].AsSpan().TrimStart(" \t").Length);
            if (indent.Length < _lines[i].Length && indent.Contains('\t'))
            {
                var at = new SourceSpan(_file.Path, i + 1, indent.IndexOf('\t') + 1, 1);
                _bag.Report(DiagnosticCodes.Tab, at, "a tab indents this line", "indent with spaces");
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
        _bag.Report(DiagnosticCodes.Syntax, new SourceSpan(_file.Path, line, column, 1), $"not valid YAML: {text}");
    }

    private SourceSpan Span(ParsingEvent item)
    {
        var line = (int)Math.Max(1, item.Start.Line);
        var column = (int)Math.Max(1, item.Start.Column);
        if (item is not (Scalar or AnchorAlias) || line > _lines.Length)
        {
            return new SourceSpan(_file.Path, line, column, 1);
        }

        // A value of several lines is underlined in its first.
        var end = item.End.Line == item.Start.Line ? (int)item.End.Column : _lines[line - 1].TrimEnd().Length + 1;
        return new SourceSpan(_file.Path, line, column, Math.Max(1, end - column));
    }
}
