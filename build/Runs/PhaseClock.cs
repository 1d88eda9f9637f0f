using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>Runs the phases of a run or a variant one after the other and remembers how long each took.</summary>
internal sealed class PhaseClock(string? variant, IRunEvents events, TimeProvider time)
{
    private readonly List<PhaseTiming> _phases = [];

    /// <summary>Phases so far, in order.</summary>
    public IReadOnlyList<PhaseTiming> Phases
    {
        get
        {
            lock (_phases)
            {
                return [.. _phases];
            }
        }
    }

    /// <summary>Runs one phase; what it throws goes on to the caller.</summary>
    public async Task<T> RunAsync<T>(string phase, Func<Task<T>> work)
    {
        var started = time.GetTimestamp();
        var succeeded = false;
        events.Publish(new RunEvent.PhaseStarted(time.GetUtcNow(), variant, phase));
        try
        {
            var result = await work();
            succeeded = true;
            return result;
        }
        finally
        {
            var duration = time.GetElapsedTime(started);
            lock (_phases)
            {
                _phases.Add(new PhaseTiming(phase, duration));
            }

            events.Publish(new RunEvent.PhaseEnded(time.GetUtcNow(), variant, phase, duration, succeeded));
        }
    }

    /// <summary>Runs one phase that gives nothing back.</summary>
    public Task RunAsync(string phase, Func<Task> work) => RunAsync(phase, async () =>
    {
        await work();
        return true;
    });
}
