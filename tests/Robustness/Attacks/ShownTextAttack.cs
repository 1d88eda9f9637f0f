using System.Text;
using GlanceGate.Reports;
using GlanceGate.Reports.Markdown;
using GlanceGate.Terminal;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Text of others on its way to terminals, CI systems and reports.</summary>
internal sealed class ShownTextAttack : Attack
{
    private static readonly string[] Commands = ["##vso[", "##[", "##teamcity["];

    /// <inheritdoc/>
    public override string Name => "shown-text";

    /// <inheritdoc/>
    public override string Promise => "text of others moves no cursor, is no command, and ends no fence";

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        var text = string.Join(random.Next(2) == 0 ? "\n" : "\r\n", Enumerable.Range(0, random.Next(1, 6)).Select(_ => Material.Line(random)));
        try
        {
            var line = PlainText.Cut(text, random.Next(4, 400));
            var written = ShieldedWriter.Disarm(text);
            var fenced = new StringBuilder();
            fenced.Fence(text.Split('\n'), "text");
            var fence = fenced.ToString().TrimEnd('\n').Split('\n')[^1];
            return line.Any(char.IsControl) && line.Any(letter => char.IsControl(letter) && letter != '\t') ? new Finding("a control character is left", text)
                : Commands.Any(command => written.Contains(command, StringComparison.OrdinalIgnoreCase)) ? new Finding("a command is left", text)
                : written.Split('\n').Any(part => part.TrimStart().StartsWith("::", StringComparison.Ordinal)) ? new Finding("a command is left", text)
                : fenced.ToString().Trim('\n').Split('\n')[1..^1].Any(part => part.TrimStart().StartsWith(fence, StringComparison.Ordinal)) ? new Finding("a fence is ended", text)
                : null;
        }
        catch (Exception problem)
        {
            return new Finding($"{problem.GetType().Name}: {problem.Message}", text);
        }
    }
}
