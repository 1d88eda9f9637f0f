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
    private readonly TimeProvider _time;
    private readonly Thread _drawer;

    /// <summary>Starts showing.</summary>
    /// <param name="screen">Where to show.</param>
    /// <param name="time">Clock.</param>
    public RunConsole(Screen screen, TimeProvider time)
    {
        _time = time;
        _drawer = new Thread(() => Show(screen)) { IsBackground = true, Name = "run console" };
        _drawer.Start();
    }

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

    private void Show(Screen screen)
    {
        if (screen.Board is { } board)
        {
            ShowBoard(board);
        }
        else
        {
            ShowLines(screen.Output);
        }
    }

    private void ShowLines(TextWriter output)
    {
        foreach (var item in _events.GetConsumingEnumerable())
        {
            if (EventLines.Describe(item) is { } line)
            {
                output.WriteLine(line);
            }
        }
    }

    private void ShowBoard(IAnsiConsole console)
    {
        var state = ShownRun.Empty;
        console.Live(new Text(string.Empty)).AutoClear(true).Start(display =>
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
                            foreach (var row in BoardView.Covering(line, console.Profile.Width))
                            {
                                console.WriteLine(row);
                            }
                        }
                    }
                    while (_events.TryTake(out item));
                }

                display.UpdateTarget(BoardView.Draw(state, _time.GetUtcNow(), console.Profile.Width));
            }
        });
    }
}
