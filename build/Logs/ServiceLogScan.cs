using System.Text.RegularExpressions;
using GlanceGate.Jobs;

namespace GlanceGate.Logs;

/// <summary>Looks for errors in the log of one service, line by line.</summary>
/// <remarks>Lines come without secrets, so that nothing that is found holds one.</remarks>
internal sealed partial class ServiceLogScan
{
    private const int ExcerptLines = 30;
    private const int ExcerptHead = 10;
    private const int LongestLine = 1000;

    // a pattern of a job file must not stop the gate, whatever a service writes
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly LogRecordReader _reader = new();
    private readonly LogWindow _window;
    private readonly List<Regex> _errors;
    private readonly List<(AllowedError Entry, Regex Pattern)> _allow;
    private readonly Dictionary<string, int> _allowed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LogFinding> _findings = new(StringComparer.Ordinal);
    private readonly List<string> _gaps = [];

    /// <summary>Begins a scan.</summary>
    /// <param name="definition">What counts and what is allowed.</param>
    /// <param name="service">The service.</param>
    /// <param name="window">The lines that count.</param>
    public ServiceLogScan(LogScanDefinition definition, string service, LogWindow window)
    {
        Service = service;
        _window = window;
        _errors = [Compile(definition.Errors)];
        if (definition.Formats.TryGetValue(service, out var format))
        {
            _errors.Add(Compile(format));
        }

        _allow = [.. definition.Allow.Where(entry => entry.Service == service).Select(entry => (entry, Compile(entry.Pattern)))];
    }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>Errors that are not allowed, in the order of their first lines.</summary>
    public IReadOnlyList<LogFinding> Findings => [.. _findings.Values.OrderBy(finding => finding.FirstLine)];

    /// <summary>Name of an allowed error to how often it came.</summary>
    public IReadOnlyDictionary<string, int> Allowed => _allowed;

    /// <summary>Why the answer is not complete.</summary>
    public IReadOnlyList<string> Gaps => _gaps;

    /// <summary>Takes the next line.</summary>
    public void Take(string line)
    {
        foreach (var record in _reader.Take(line))
        {
            Judge(record);
        }
    }

    /// <summary>Looks at what is left when the log has ended.</summary>
    public void End()
    {
        foreach (var record in _reader.End())
        {
            Judge(record);
        }
    }

    private void Judge(LogRecord record)
    {
        if (record.FirstLine > _window.End || _gaps.Count > 0)
        {
            return;
        }

        try
        {
            if (!record.Lines.Any(line => _errors.Exists(error => error.IsMatch(line))))
            {
                return;
            }

            var text = string.Join('\n', record.Lines);
            var phase = record.FirstLine > _window.Ready ? LogPhase.Suite : LogPhase.Start;
            if (_allow.Find(item => (item.Entry.During is null || item.Entry.During == phase) && item.Pattern.IsMatch(text)) is { Entry: { } entry })
            {
                _allowed[entry.Name] = _allowed.GetValueOrDefault(entry.Name) + 1;
                return;
            }

            Count(record, ChangingText.Mask(text));
        }
        catch (RegexMatchTimeoutException problem)
        {
            _gaps.Add($"the pattern {problem.Pattern} takes too long on line {record.FirstLine} of the log of {Service}");
        }
    }

    private void Count(LogRecord record, string alike) =>
        _findings[alike] = _findings.TryGetValue(alike, out var known)
            ? known with { Count = known.Count + 1, FirstLine = Math.Min(known.FirstLine, record.FirstLine) }
            : new LogFinding(Service, 1, record.FirstLine, Headline(record), Excerpt(record));

    private static string Headline(LogRecord record)
    {
        var first = record.Lines[0];
        var telling = first.StartsWith("Traceback", StringComparison.Ordinal) ? record.Lines.LastOrDefault(line => line.Length > 0) ?? first : first;
        return Cut(Head().Replace(telling, string.Empty));
    }

    private static IReadOnlyList<string> Excerpt(LogRecord record)
    {
        var lines = record.Lines;
        return lines.Count <= ExcerptLines
            ? [.. lines.Select(Cut)]
            :
            [
                .. lines.Take(ExcerptHead).Select(Cut),
                $"... {lines.Count - ExcerptLines + 1} lines ...",
                .. lines.TakeLast(ExcerptLines - ExcerptHead - 1).Select(Cut),
            ];
    }

    private static string Cut(string line) => line.Length <= LongestLine ? line : line[..(LongestLine - 3)] + "...";

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, MatchTimeout);

    /// <summary>Time, process and request at the head of a line.</summary>
    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\S+ (?:\d+:? )?|\[(?:None )?(?:req-[^\]]*|-)\] ")]
    private static partial Regex Head();
}
