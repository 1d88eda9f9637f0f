using System.Text.RegularExpressions;
using GlanceGate.Jobs;

namespace GlanceGate.Logs;

/// <summary>Looks for errors in the log of one service, line by line.</summary>
/// <remarks>
/// Errors of the service's own code are findings where the service's log counts. Those of programs beside it, and of services whose logs do not
/// count, are warnings. Lines come without secrets, so that nothing that is found holds one.
/// </remarks>
internal sealed class ServiceLogScan
{
    /// <summary>How many kinds of errors of a service are listed, and how many of warnings.</summary>
    public const int ListedKinds = 50;

    /// <summary>How many kinds beyond those are told from each other.</summary>
    public const int MostKinds = 10_000;

    private readonly LogRecordReader _reader;
    private readonly LogWindow _window;
    private readonly bool _isJudged;
    private readonly List<(AllowedError Entry, Regex Pattern)> _allow;
    private readonly Dictionary<string, int> _allowed = new(StringComparer.Ordinal);
    private readonly LogKinds<LogFinding> _findings;
    private readonly LogKinds<LogWarning> _warnings;
    private readonly List<string> _gaps = [];
    private long _lines;
    private bool _isBlind;

    /// <summary>Begins a scan.</summary>
    /// <param name="definition">What counts and what is allowed.</param>
    /// <param name="service">The service.</param>
    /// <param name="window">The lines that count.</param>
    /// <param name="isJudged">Whether errors of the service's own code count.</param>
    public ServiceLogScan(LogScanDefinition definition, string service, LogWindow window, bool isJudged)
    {
        Service = service;
        _window = window;
        _isJudged = isJudged;
        _reader = new LogRecordReader(LogAuthor.Finder(definition, service));
        _findings = new LogKinds<LogFinding>(service);
        _warnings = new LogKinds<LogWarning>(service);
        _allow = [.. definition.Allow.Where(entry => entry.Service == service).Select(entry => (entry, LogAuthor.Compile(entry.Pattern)))];
    }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>Errors that are not allowed, in the order of their first lines.</summary>
    public IReadOnlyList<LogFinding> Findings => [.. _findings.Listed.OrderBy(finding => finding.FirstLine)];

    /// <summary>Errors that are not allowed and not listed, or null.</summary>
    public MoreKinds? MoreFindings => _findings.More;

    /// <summary>Name of an allowed error to how often it came.</summary>
    public IReadOnlyDictionary<string, int> Allowed => _allowed;

    /// <summary>Errors that do not count, in the order of their first lines.</summary>
    public IReadOnlyList<LogWarning> Warnings => [.. _warnings.Listed.OrderBy(warning => warning.FirstLine)];

    /// <summary>Errors that do not count and are not listed, or null.</summary>
    public MoreKinds? More => _warnings.More;

    /// <summary>Why the answer is not complete.</summary>
    public IReadOnlyList<string> Gaps => _gaps;

    /// <summary>Takes the next line.</summary>
    public void Take(string line)
    {
        _lines++;
        Watch(() => Judge(_reader.Take(line)));
    }

    /// <summary>Looks at what is left when the log has ended.</summary>
    public void End() => Watch(() => Judge(_reader.End()));

    private void Watch(Action step)
    {
        if (_isBlind)
        {
            return;
        }

        try
        {
            step();
        }
        catch (RegexMatchTimeoutException problem)
        {
            _isBlind = true;
            var what = $"the pattern {problem.Pattern} takes too long on line {_lines} of the log of {Service}";
            if (_isJudged)
            {
                _gaps.Add(what);
            }
            else
            {
                Warn(program: null, _lines, PhaseOf(_lines), what);
            }
        }
    }

    private void Judge(IReadOnlyList<LogRecord> records)
    {
        foreach (var record in records.Where(record => record.Severity != LogSeverity.None && record.TellingLine <= _window.End))
        {
            var phase = PhaseOf(record.TellingLine);
            if (record.Severity == LogSeverity.Error && _isJudged)
            {
                Judge(record, phase);
            }
            else
            {
                Warn(record.Program, LogWords.LineOf(record), phase, LogWords.Headline(record));
            }
        }
    }

    private void Judge(LogRecord record, LogPhase phase)
    {
        var text = string.Join('\n', record.Lines);
        if (_allow.Find(item => (item.Entry.During is null || item.Entry.During == phase) && item.Pattern.IsMatch(text)) is { Entry: { } entry })
        {
            _allowed[entry.Name] = _allowed.GetValueOrDefault(entry.Name) + 1;
            return;
        }

        var line = LogWords.LineOf(record);
        _findings.Count(
            text,
            () => new LogFinding(Service, 1, line, LogWords.Headline(record), LogWords.Excerpt(record)),
            known => known with { Count = known.Count + 1, FirstLine = Math.Min(known.FirstLine, line) });
    }

    private void Warn(string? program, long line, LogPhase phase, string headline)
    {
        var first = new LogWarning(Service, program, 1, line, phase, headline);
        _warnings.Count(
            $"{program}\n{headline}",
            () => first,
            known => (line < known.FirstLine ? first : known) with { Count = known.Count + 1 });
    }

    private LogPhase PhaseOf(long line) => line > _window.Ready ? LogPhase.Suite : LogPhase.Start;
}
