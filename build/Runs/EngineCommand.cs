using GlanceGate.CommandLine;
using GlanceGate.Terminal;

namespace GlanceGate.Runs;

/// <summary>What every command with an engine but no verdict does: shows the work, opens the workshop, closes it.</summary>
internal static class EngineCommand
{
    /// <summary>Runs work in a workshop.</summary>
    /// <param name="settings">The checked command line.</param>
    /// <param name="around">What it meets outside.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task RunAsync(GateSettings settings, Surroundings around, Func<Workshop, PhaseClock, Task> work, CancellationToken cancellation)
    {
        using var console = new RunConsole(around.Screen, around.Time);
        var clock = new PhaseClock(null, console, around.Time);
        await using var workshop = await Workshop.OpenAsync(settings, around, clock, console, cancellation);
        await work(workshop, clock);
    }
}
