using GlanceGate.Inputs;
using GlanceGate.Model;
using GlanceGate.Stack;

namespace GlanceGate.Suites;

/// <summary>Takes the lines of a running suite: to its log, to the run's events, and the last of them for a failure's explanation.</summary>
/// <param name="run">The run.</param>
/// <param name="events">Where tests are reported as they end.</param>
/// <param name="time">Clock.</param>
/// <param name="live">Finds the ends of tests in the lines.</param>
internal sealed class SuiteOutput(SuiteRun run, IRunEvents events, TimeProvider time, ILiveTests live) : IDisposable
{
    private const int Kept = 40;

    private readonly LogFile _log = new(new FileStream(run.Log, FileMode.Create, FileAccess.Write, FileShare.Read));
    private readonly List<TestResult> _tests = [];
    private readonly LogTail _last = new(Kept);
    private readonly Lock _lock = new();
    private long _told;
    private bool _ended;

    /// <summary>Bytes that the log may have; what comes after them is looked at, and not written.</summary>
    public long Limit { get; init; } = InputLimits.Log;

    /// <summary>Tests that ended so far.</summary>
    public IReadOnlyList<TestResult> Tests
    {
        get
        {
            lock (_lock)
            {
                return [.. _tests];
            }
        }
    }

    /// <summary>The last lines, oldest first, and why the log has not all of them.</summary>
    public IReadOnlyList<string> LastLines => [.. _last.Lines, .. _log.Trouble is { } trouble ? (string[])[$"the suite's output is not complete: {trouble}"] : []];

    /// <summary>Takes one line; thread safe.</summary>
    public void Take(string raw)
    {
        var line = run.Redact(raw);
        lock (_lock)
        {
            if (_ended)
            {
                // a process that left the group may write after the suite has ended
                return;
            }

            _log.WriteLine(line, Limit);
            if (line.Length > 0)
            {
                _last.Report(line);
            }

            Report(live.Read(line));
        }
    }

    /// <summary>Reports what was still being read.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            Report(live.Flush());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _log.Dispose();
        }
    }

    private void Report(IReadOnlyList<TestResult> ended)
    {
        foreach (var test in ended)
        {
            _told += test.Name.Length + test.Message.Length;
            if (_tests.Count == InputLimits.SuiteTests || _told > InputLimits.SuiteTestsText)
            {
                return;
            }

            _tests.Add(test);
            events.Publish(new RunEvent.TestEnded(time.GetUtcNow(), run.Variant, test));
        }
    }
}
