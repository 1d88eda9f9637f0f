using GlanceGate.Model;
using GlanceGate.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GlanceGate.Terminal;

/// <summary>Draws the live board.</summary>
internal static class BoardView
{
    /// <summary>The board as Spectre draws it, no wider than the terminal.</summary>
    /// <param name="state">What to show.</param>
    /// <param name="now">Present time, for how long things take.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IRenderable Draw(ShownRun state, DateTimeOffset now, int width)
    {
        var rows = new List<IRenderable> { Headline(state, now) };
        if (state.Services.Count > 0)
        {
            rows.Add(Services(state, now, width));
        }

        if (state.Latest.Length > 0)
        {
            rows.Add(new Text(Cut("  " + state.Latest, width - 1), new Style(Color.Grey)));
        }

        return new Rows(rows);
    }

    /// <summary>
    /// A line that lasts, as rows of a terminal's whole width: the board stood where it is written, and what is shorter than a row of it, be it
    /// where a long line is broken, would leave the rest of that row.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Covering(string line, int width)
    {
        var room = Math.Max(2, width - 1);
        var at = 0;
        do
        {
            var length = Math.Min(room, line.Length - at);
            length -= length < line.Length - at && char.IsHighSurrogate(line[at + length - 1]) ? 1 : 0;
            yield return line.Substring(at, length).PadRight(room);
            at += length;
        }
        while (at < line.Length);
    }

    private static Markup Headline(ShownRun state, DateTimeOffset now)
    {
        var phase = state.Phase.Length == 0 ? string.Empty : $"  {Markup.Escape(state.Phase)} {Durations.Words(now - state.PhaseSince)}";
        var tests = state.Passed + state.Failed + state.Skipped == 0
            ? string.Empty
            : $"  [green]{state.Passed} passed[/]" +
              (state.Failed == 0 ? string.Empty : $" [red]{state.Failed} failed[/]") +
              (state.Skipped == 0 ? string.Empty : $" [yellow]{state.Skipped} skipped[/]");
        return new Markup($"[bold]{Markup.Escape(state.Title.Length == 0 ? "gate" : state.Title)}[/]{phase}{tests}");
    }

    private static Grid Services(ShownRun state, DateTimeOffset now, int width)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        foreach (var service in state.Services.Values)
        {
            var (color, word) = Look(service.State);
            var seconds = service.State is ServiceState.Starting or ServiceState.Waiting ? $" {Durations.Words(now - service.Since)}" : string.Empty;
            grid.AddRow(
                new Text(service.Service),
                new Text(word + seconds, new Style(color)),
                new Text(Cut(service.Detail, Math.Max(10, width - 50)), new Style(Color.Grey)));
        }

        return grid;
    }

    private static (Color Color, string Word) Look(ServiceState state) => state switch
    {
        ServiceState.Healthy or ServiceState.Completed => (Color.Green, state.ToString().ToLowerInvariant()),
        ServiceState.Failed => (Color.Red, "failed"),
        ServiceState.Starting => (Color.Yellow, "starting"),
        _ => (Color.Grey, state.ToString().ToLowerInvariant()),
    };

    private static string Cut(string text, int width) => PlainText.Cut(text, Math.Max(width, 4));
}
