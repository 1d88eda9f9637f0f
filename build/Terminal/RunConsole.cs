using System.Collections.Concurrent;
using GlanceGate.Model;
using Spectre.Console;

namespace GlanceGate.Terminal;

/// <summary>Shows a run while it runs: a live board on a terminal, plain lines in CI and in pipes.</summary>
/// <remarks>
/// Spectre's live display may be touched by one thread only, so every event goes through a queue to the one that draws.
/// Dispose it before anything else writes to the console.
/// </remarks>
internal sealed class RunConsole : IRunEvents, IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    private readonly BlockingCollection<RunEvent> _events = [];
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly Thread _drawer;

    /// <summary>Starts showing.</summary>
    /// <param name="console">Where to show.</param>
    /// <param name="live">Whether a board may be redrawn in place.</param>
    /// <param name="time">Clock.</param>
    public RunConsole(IAnsiConsole console, bool live, TimeProvider time)
    {
        _console = console;
        _time = time;
        _drawer = new Thread(live ? ShowBoard : ShowLines) { IsBackground = true, Name = "run console" };
        _drawer.Start();
    }

    /// <summary>Whether this process may redraw: a real terminal, and no CI system that keeps every byte as a log.</summary>
    public static bool CanRedraw(IAnsiConsole console) =>
        console.Profile.Capabilities.Ansi
        && console.Profile.Capabilities.Interactive
        && !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <inheritdoc/>
    public void Publish(RunEvent item)
    {
        if (!_events.IsAddingCompleted)
        {
            _events.Add(item);
        }
    }

    /// <summary>Shows what is queued and stops showing.</summary>
    public void Dispose()
    {
        _events.CompleteAdding();
        _drawer.Join();
        _events.Dispose();
    }

    private void ShowLines()
    {
        foreach (var item in _events.GetConsumingEnumerable())
        {
            if (EventLines.Describe(item) is { } line)
            {
                Console.Out.WriteLine(line);
            }
        }
    }

    private void ShowBoard()
    {
        var state = BoardState.Empty;
        _console.Live(new Text(string.Empty)).AutoClear(true).Start(display =>
        {
            while (!_events.IsCompleted)
            {
                if (_events.TryTake(out var item, Redraw))
                {
                    do
                    {
                        state = state.With(item);
                        if (EventLines.Lasts(item) && EventLines.Describe(item) is { } line)
                        {
                            // the board stood here, and what is shorter than its line would leave the rest of it
                            _console.WriteLine(line.PadRight(_console.Profile.Width - 1));
                        }
                    }
                    while (_events.TryTake(out item));
                }

                display.UpdateTarget(BoardView.Draw(state, _time.GetUtcNow(), _console.Profile.Width));
            }
        });
    }
}
