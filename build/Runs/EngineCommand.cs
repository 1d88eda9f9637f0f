using GlanceGate.CommandLine;
using GlanceGate.Terminal;
using Spectre.Console;

namespace GlanceGate.Runs;

/// <summary>What every command with an engine but no verdict does: shows the work, opens the workshop, closes it.</summary>
internal static class EngineCommand
{
    /// <summary>Runs work in a workshop.</summary>
    /// <param name="settings">The checked command line.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task RunAsync(GateSettings settings, Func<Workshop, PhaseClock, Task> work, CancellationToken cancellation)
    {
        using var console = new RunConsole(AnsiConsole.Console, RunConsole.CanRedraw(AnsiConsole.Console), TimeProvider.System);
        var clock = new PhaseClock(null, console, TimeProvider.System);
        await using var workshop = await Workshop.OpenAsync(settings, clock, console, TimeProvider.System, cancellation);
        await work(workshop, clock);
    }
}
