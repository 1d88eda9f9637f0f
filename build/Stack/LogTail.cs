namespace GlanceGate.Stack;

/// <summary>The last lines of something that may say a lot; thread safe and bounded in lines and in the length of each.</summary>
/// <param name="capacity">Lines that are kept.</param>
internal sealed class LogTail(int capacity) : IProgress<string>
{
    private const int LongestLine = 4096;

    private readonly Queue<string> _lines = new(capacity);

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Lines => Last(capacity);

    /// <summary>The last <paramref name="count"/> lines, oldest first.</summary>
    public IReadOnlyList<string> Last(int count)
    {
        lock (_lines)
        {
            return [.. _lines.TakeLast(count)];
        }
    }

    /// <summary>Adds a line.</summary>
    public void Report(string value)
    {
        lock (_lines)
        {
            if (_lines.Count == capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(value.Length <= LongestLine ? value : value[..LongestLine] + " ...");
        }
    }
}
