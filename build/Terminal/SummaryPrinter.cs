using GlanceGate.Reports;
using Spectre.Console;

namespace GlanceGate.Terminal;

/// <summary>Prints the text at the end of a run; colours where the terminal has them.</summary>
internal static class SummaryPrinter
{
    /// <summary>Prints the lines.</summary>
    public static void Print(Screen screen, IEnumerable<SummaryLine> lines)
    {
        foreach (var line in lines.Select(line => line with { Text = PlainText.Line(line.Text) }))
        {
            if (screen.Colours is { } colours)
            {
                colours.Write(new Text(line.Text + Environment.NewLine, new Style(Colour(line.Role))));
            }
            else
            {
                screen.Output.WriteLine(line.Text);
            }
        }
    }

    private static Color Colour(LineRole role) => role switch
    {
        LineRole.Good => Color.Green,
        LineRole.Bad => Color.Red,
        LineRole.Warning => Color.Yellow,
        LineRole.Quote => Color.Grey,
        _ => Color.Default,
    };
}
