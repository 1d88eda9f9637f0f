using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>Takes the lines of a running suite: to its log, to the run's events, and the last of them for a failure's explanation.</summary>
/// <param name="run">The run.</param>
/// <param name="events">Where tests are reported as they end.</param>
/// <param name="time">Clock.</param>
/// <param name="live">Finds the ends of tests in the lines.</param>
internal sealed class SuiteOutput(SuiteRun run, IRunEvents events, TimeProvider time, ILiveTests live) : IDisposable
{
    private const int Kept = 40;

    private readonly StreamWriter _log = new(run.Log) { AutoFlush = true };
    private readonly List<TestResult> _tests = [];
    private readonly Queue<string> _last = new();
    private readonly Lock _lock = new();
    private bool _ended;

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

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lock)
            {
                return [.. _last];
            }
        }
    }

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

            _log.WriteLine(line);
            if (line.Length > 0)
            {
                _last.Enqueue(line);
                if (_last.Count > Kept)
                {
                    _last.Dequeue();
                }
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
        foreach (var test in ended.Take(InputLimits.SuiteTests - _tests.Count))
        {
            _tests.Add(test);
            events.Publish(new RunEvent.TestEnded(time.GetUtcNow(), run.Variant, test));
        }
    }
}
