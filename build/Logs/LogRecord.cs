namespace GlanceGate.Logs;

/// <summary>The lines of a log that one event wrote.</summary>
/// <param name="firstLine">1-based number of its first line.</param>
/// <param name="text">Its first line.</param>
internal sealed class LogRecord(long firstLine, string text)
{
    private const int MostLines = 500;

    private readonly List<string> _lines = [text];

    /// <summary>1-based number of its first line.</summary>
    public long FirstLine => firstLine;

    /// <summary>Its lines, oldest first; a text that never ends is cut off.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        if (_lines.Count < MostLines)
        {
            _lines.Add(line);
        }
    }
}
