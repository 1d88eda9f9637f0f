using GlanceGate.Logs;

namespace GlanceGate.Stack;

/// <summary>Where the logs of a stack's services were when it was ready, and when its suite had ended.</summary>
internal sealed class LogMarks(ServiceRunners runners, TimeProvider time)
{
    private Dictionary<string, LogMark> _ready = [];
    private Dictionary<string, LogMark> _end = [];

    /// <summary>Service name to the lines of its log that are about the stack's start and its suite, without its end.</summary>
    public IReadOnlyDictionary<string, LogWindow> Windows => runners.Current.ToDictionary(
        runner => runner.Service,
        runner => new LogWindow(
            _ready.TryGetValue(runner.Service, out var ready) ? ready.Lines : long.MaxValue,
            _end.TryGetValue(runner.Service, out var end) ? end.Lines : long.MaxValue),
        StringComparer.Ordinal);

    /// <summary>The stack is ready.</summary>
    public void Ready() => _ready = Mark();

    /// <summary>The suite has ended; only the first call counts.</summary>
    public void EndSuite()
    {
        if (_end.Count == 0)
        {
            _end = Mark();
        }
    }

    private Dictionary<string, LogMark> Mark()
    {
        var now = time.GetUtcNow();
        return runners.Current.ToDictionary(runner => runner.Service, runner => runner.Log.Mark(now), StringComparer.Ordinal);
    }
}
