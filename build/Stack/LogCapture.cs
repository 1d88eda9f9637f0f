using System.Text.RegularExpressions;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Machine;

namespace GlanceGate.Stack;

/// <summary>Follows a service's log from its first line: a bounded tail as evidence, the whole as a file when asked for, and a
/// pattern that a healthcheck waits for.</summary>
/// <param name="file">Where the raw lines go as they come, unredacted; null keeps the tail only.</param>
/// <param name="awaited">Pattern of a log healthcheck, or null. It must have a match timeout.</param>
/// <param name="append">Whether the lines come after what the file holds, which is the log of a container before this one.</param>
internal sealed class LogCapture(string? file, Regex? awaited, bool append = false)
{
    /// <summary>Lines that are shown as evidence.</summary>
    public const int EvidenceLines = 30;

    private readonly LogTail _tail = new(EvidenceLines);
    private readonly List<LogMark> _marks = [];
    private volatile string? _match;
    private volatile string? _trouble;
    private long _lines;

    /// <summary>Bytes that the file may have; what comes after them is looked at, and not written.</summary>
    public long Limit { get; init; } = InputLimits.Log;

    /// <summary>Last lines, oldest first.</summary>
    public IReadOnlyList<string> LastLines => _tail.Lines;

    /// <summary>The line that matched the awaited pattern, or null so far.</summary>
    public string? Match => _match;

    /// <summary>Why the log or the match is not complete, or null.</summary>
    public string? Trouble => _trouble;

    /// <summary>Marks where the log is now.</summary>
    /// <param name="now">The time; lines that were written before it and come later still are before the mark.</param>
    public LogMark Mark(DateTimeOffset now)
    {
        lock (_marks)
        {
            var mark = new LogMark(now) { Lines = _lines };
            _marks.Add(mark);
            return mark;
        }
    }

    /// <summary>Completes when the log is read to its end and the file is closed. Throws nothing: see <see cref="Trouble"/>.</summary>
    /// <param name="lines">The log from its start; it ends when the log does.</param>
    /// <param name="cancellation">Lets go of it.</param>
    public async Task FollowAsync(IAsyncEnumerable<LogLine> lines, CancellationToken cancellation)
    {
        LogFile? written = null;
        try
        {
            // there from now on, though empty, for whoever collects what there is of a stack that is not stopped
            written = file is null ? null : new LogFile(PrivateFiles.Create(file, append));

            // the caller starts the next thing, however much of the log is there already
            await Task.Yield();
            await foreach (var line in lines.WithCancellation(cancellation).ConfigureAwait(false))
            {
                Count(line.Time);
                _tail.Report(line.Text);
                LookAt(line.Text);
                Write(written, line.Text);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // the session lets go of it
        }
        catch (Exception problem) when (problem is EngineException or IOException or UnauthorizedAccessException)
        {
            _trouble = problem.Message;
        }
        finally
        {
            written?.Dispose();
        }
    }

    private void Count(DateTimeOffset written)
    {
        lock (_marks)
        {
            _lines++;
            foreach (var mark in _marks.Where(mark => written <= mark.Time))
            {
                mark.Lines = _lines;
            }
        }
    }

    // A full disk must not blind the healthcheck, so the lines are looked at all the same.
    private void Write(LogFile? written, string line)
    {
        written?.WriteLine(line, Limit);
        if (written?.Trouble is { } problem)
        {
            _trouble = $"the log file is not complete: {problem}";
        }
    }

    private void LookAt(string line)
    {
        try
        {
            if (awaited is not null && _match is null && awaited.IsMatch(line))
            {
                _match = line;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            _trouble = $"the pattern {awaited} takes too long on a line of {line.Length} characters";
        }
    }
}

/// <summary>A place in a log.</summary>
/// <param name="time">When it was marked.</param>
internal sealed class LogMark(DateTimeOffset time)
{
    private long _lines;

    /// <summary>When it was marked.</summary>
    public DateTimeOffset Time => time;

    /// <summary>Lines before it.</summary>
    public long Lines
    {
        get => Volatile.Read(ref _lines);
        set => Volatile.Write(ref _lines, value);
    }
}
