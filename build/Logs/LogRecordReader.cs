using System.Text.RegularExpressions;

namespace GlanceGate.Logs;

/// <summary>Puts the lines of a log together again into what was written at once.</summary>
/// <remarks>
/// <para>What belongs together is told by the forms that services write:</para>
/// <list type="bullet">
/// <item>oslo.log: <c>time pid LEVEL logger [context] text</c>. The lines of a traceback repeat time, pid and logger without the context; a text
/// of several lines goes on without any of it, until the escape sequence that ends each record.</item>
/// <item>Erlang: <c>time [level] &lt;process&gt; text</c>, repeated on each line.</item>
/// <item>A plain Python traceback on standard error: from its headline to the line that names the exception, with those that caused it.</item>
/// <item>Anything else: a line, and the indented lines after it.</item>
/// </list>
/// <para>Processes that share a log may write between each other's lines; what repeats its head is found all the same.</para>
/// </remarks>
/// <param name="findAuthor">Finds who wrote an event by its first line.</param>
internal sealed partial class LogRecordReader(Func<string, LogAuthor> findAuthor)
{
    private const int MostOpen = 8;

    private readonly List<Open> _open = [];
    private long _number;
    private Open? _last;

    /// <summary>Takes the next line.</summary>
    /// <param name="raw">The line, with the escape sequences that the service wrote. What it wrote over with a carriage return are lines of the same number.</param>
    /// <returns>Records that are complete now.</returns>
    public IReadOnlyList<LogRecord> Take(string raw)
    {
        _number++;
        return raw.Contains('\r', StringComparison.Ordinal)
            ? [.. raw.Split('\r', StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(string.Empty).SelectMany(TakePart)]
            : TakePart(raw);
    }

    /// <summary>The records that no line completed.</summary>
    public IReadOnlyList<LogRecord> End() => [.. _open.Select(open => open.Record)];

    private IReadOnlyList<LogRecord> TakePart(string raw)
    {
        var line = Escape().Replace(raw, string.Empty).TrimEnd();
        var ends = raw.Contains('\u001b', StringComparison.Ordinal) && raw.TrimEnd().EndsWith("\u001b[00m", StringComparison.Ordinal);
        if (Find(line) is { } known)
        {
            known.Record.Add(_number, line);
            known.Advance(line);
            _last = known;
            return ends ? Close(known) : [];
        }

        var opened = Begin(line);
        _last = opened;
        _open.Add(opened);
        return ends ? Close(opened) : _open.Count > MostOpen ? Close(_open[0]) : [];
    }

    private Open? Find(string line)
    {
        if (OsloLine().Match(line) is { Success: true } oslo)
        {
            return oslo.Groups["context"].Success ? null : _open.Find(open => open.Key == OsloKey(oslo));
        }

        if (ErlangLine().Match(line) is { Success: true } erlang)
        {
            return _open.Find(open => open.Key == erlang.Groups["key"].Value);
        }

        return _last is { } last && _open.Contains(last) && !Stamp().IsMatch(line) && last.GoesOnWith(line) ? last : null;
    }

    private Open Begin(string line)
    {
        var record = new LogRecord(_number, line, findAuthor(line));
        return OsloLine().Match(line) is { Success: true } oslo ? new Open(record, OsloKey(oslo), Form.Delimited)
            : ErlangLine().Match(line) is { Success: true } erlang ? new Open(record, erlang.Groups["key"].Value, Form.Repeated)
            : line.StartsWith(TracebackHead, StringComparison.Ordinal) ? new Open(record, string.Empty, Form.Traceback)
            : new Open(record, string.Empty, Form.Indented);
    }

    private IReadOnlyList<LogRecord> Close(Open open)
    {
        _open.Remove(open);
        return [open.Record];
    }

    // The level is not part of it: whatever the level, oslo.log heads the lines of a traceback with ERROR
    private static string OsloKey(Match match) => match.Groups["stamp"].Value + match.Groups["logger"].Value;

    private const string TracebackHead = "Traceback (most recent call last):";

    private enum Form
    {
        /// <summary>Everything belongs to it until its end is written.</summary>
        Delimited,

        /// <summary>Lines that repeat its head belong to it.</summary>
        Repeated,

        /// <summary>Indented lines belong to it.</summary>
        Indented,

        /// <summary>A Python traceback.</summary>
        Traceback,
    }

    private sealed class Open(LogRecord record, string key, Form form)
    {
        private bool _isNamed;

        public LogRecord Record => record;

        public string Key => key;

        public bool GoesOnWith(string line) => form switch
        {
            Form.Delimited => true,
            Form.Repeated => false,
            Form.Indented => line.Length > 0 && char.IsWhiteSpace(line[0]),
            _ => !_isNamed || line.Length == 0 || line.StartsWith(TracebackHead, StringComparison.Ordinal) || Chain().IsMatch(line),
        };

        /// <summary>Notes that the exception was named, after which only another one may follow.</summary>
        public void Advance(string line)
        {
            if (form == Form.Traceback)
            {
                _isNamed = line.Length > 0 && !char.IsWhiteSpace(line[0]) && line != TracebackHead && !Chain().IsMatch(line)
                    || (_isNamed && line.Length == 0);
            }
        }
    }

    [GeneratedRegex(@"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\a\x1b]*(?:\a|\x1b\\))")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^(?<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ )[A-Z]+ (?<logger>[\w.]+)(?<context> \[(?!instance: )[^\]]*\])?(?: |$)")]
    private static partial Regex OsloLine();

    [GeneratedRegex(@"^(?<key>\d{4}-\d\d-\d\d[ T][\d:.]+(?:[+-]\d\d:\d\d)? \[\w+\] <[\d.]+>)")]
    private static partial Regex ErlangLine();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")]
    private static partial Regex Stamp();

    [GeneratedRegex("^(?:During handling of the above exception|The above exception was the direct cause)")]
    private static partial Regex Chain();
}
