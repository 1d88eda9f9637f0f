namespace GlanceGate.Logs;

/// <summary>The lines of a log that one event wrote. Every line is looked at as it comes; how many are kept is bounded.</summary>
internal sealed class LogRecord
{
    private const int KeptFirst = 400;
    private const int KeptErrors = 100;
    private const int KeptLast = 100;

    // Lines may have a MiB each; no pattern of an allowed error needs what stands so far behind.
    private const int KeptCharacters = 8_000;

    private readonly LogAuthor _author;
    private readonly List<string> _first = [];
    private readonly List<string> _errors = [];
    private readonly Queue<(string Text, LogSeverity Severity)> _last = new();

    /// <summary>Begins an event.</summary>
    /// <param name="firstLine">1-based number of its first line.</param>
    /// <param name="text">Its first line.</param>
    /// <param name="author">Who wrote it.</param>
    public LogRecord(long firstLine, string text, LogAuthor author)
    {
        FirstLine = firstLine;
        Telling = string.Empty;
        _author = author;
        Add(firstLine, text);
    }

    /// <summary>1-based number of its first line.</summary>
    public long FirstLine { get; }

    /// <summary>The program that wrote it, or null for the service's own code.</summary>
    public string? Program => _author.Program;

    /// <summary>The worst that one of its lines reports.</summary>
    public LogSeverity Severity { get; private set; }

    /// <summary>The first line that reports the worst.</summary>
    public string Telling { get; private set; }

    /// <summary>1-based number of that line.</summary>
    public long TellingLine { get; private set; }

    /// <summary>How many lines it has.</summary>
    public long LineCount { get; private set; }

    /// <summary>Its first and last lines, oldest first, and of those in the middle the ones that report an error.</summary>
    public IReadOnlyList<string> Lines => [.. _first, .. _errors, .. _last.Select(line => line.Text)];

    /// <summary>Adds a line.</summary>
    /// <param name="number">Its 1-based number.</param>
    /// <param name="text">The line.</param>
    public void Add(long number, string text)
    {
        LineCount++;
        var severity = _author.Read(text);
        text = text.Length <= KeptCharacters ? text : text[..KeptCharacters];
        if (LineCount == 1 || severity > Severity)
        {
            (Severity, Telling, TellingLine) = (severity, text, number);
        }

        if (_first.Count < KeptFirst)
        {
            _first.Add(text);
            return;
        }

        _last.Enqueue((text, severity));
        if (_last.Count > KeptLast && _last.Dequeue() is { Severity: not LogSeverity.None } error && _errors.Count < KeptErrors)
        {
            _errors.Add(error.Text);
        }
    }
}
