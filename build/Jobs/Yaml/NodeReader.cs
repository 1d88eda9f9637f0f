using System.Text;
using GlanceGate.Inputs;
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
    private readonly JobFile _file;
    private readonly DiagnosticBag _bag;
    private readonly SourceLines _lines;
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
        _lines = new SourceLines(file);
    }

    /// <summary>Reads one file; mistakes go to the bag.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bag">Takes mistakes, and the file's lines for showing them.</param>
    /// <param name="root">The tree, or null when the file is empty.</param>
    /// <returns>False when the file could not be read to its end, so that nothing is known about what it holds.</returns>
    public static bool TryRead(JobFile file, DiagnosticBag bag, out Node? root)
    {
        root = null;
        if (file.Problem is { } problem)
        {
            bag.Report(problem.Code, problem.Span, problem.Message, problem.Suggestion);
            return false;
        }

        if (Encoding.UTF8.GetByteCount(file.Text) > InputLimits.JobFile)
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
            _lines.ReportSyntax(_bag, exception.Start, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            // The scanner leaves its own state machine on some broken flow collections instead of reporting them.
            _lines.ReportSyntax(_bag, parser.Current?.End ?? Mark.Empty, "The text cannot be read as YAML after this place.");
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
        if (!ScalarTag.IsAllowed(item))
        {
            return Refuse(item, DiagnosticCodes.Tag, $"tag '{item.Tag.Value}' is not allowed", "remove the tag; there are no custom types");
        }

        return Count(item, 1);
    }

    private bool Count(ParsingEvent item, long nodes)
    {
        _nodes += nodes;
        return _nodes <= InputLimits.JobValues
            || Refuse(item, DiagnosticCodes.TooManyNodes, $"the file holds more than {InputLimits.JobValues} values", "split it into several files");
    }

    private bool Open(NodeEvent start, bool isMapping)
    {
        if (_open.Count >= InputLimits.JobDepth)
        {
            return Refuse(start, DiagnosticCodes.TooDeep, $"values are nested deeper than {InputLimits.JobDepth} levels");
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

        _open.Push(new NodeFrame(_lines.Span(start), anchor, isMapping));
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
        var span = _lines.Span(scalar);
        if (_open.TryPeek(out var frame) && frame.AwaitsKey)
        {
            return HandleKey(frame, scalar, span);
        }

        if (ScalarTag.KindOf(scalar) is not { } kind)
        {
            return Refuse(
                scalar,
                DiagnosticCodes.Tag,
                $"tag '{scalar.Tag.Value}' does not fit the value '{scalar.Value}'",
                "remove the tag");
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
        if (++_aliases > InputLimits.JobAliases)
        {
            return Refuse(alias, DiagnosticCodes.Alias, $"the file uses more than {InputLimits.JobAliases} aliases");
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

        if (_open.Count + target.Height > InputLimits.JobDepth)
        {
            return Refuse(alias, DiagnosticCodes.TooDeep, $"values are nested deeper than {InputLimits.JobDepth} levels");
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
        _bag.Report(code, _lines.Span(item), message, suggestion);
        return false;
    }
}
