using GlanceGate.Jobs;
using GlanceGate.Logs;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Logs in which an error is hidden.</summary>
internal sealed class LogAttack : Attack
{
    private static readonly LogScanDefinition Definition = new([], [], [new AllowedError("other", "api", "only this", "a reason", null, Sometimes: true)]);

    /// <inheritdoc/>
    public override string Name => "logs";

    /// <inheritdoc/>
    public override string Promise => "an error in a log is found, whatever is written around it";

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        var lines = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(2000) : random.Next(40)).Select(_ => Around(random)).ToList();
        var at = random.Next(lines.Count + 1);
        lines.Insert(at, random.Next(2) == 0 ? "2026-11-22 13:24:23.123 7 ERROR api.server [-] it broke\u001b[00m" : "Traceback (most recent call last):");
        var scan = new ServiceLogScan(Definition, "api", LogWindow.Everything, isJudged: true);
        try
        {
            lines.ForEach(scan.Take);
            scan.End();
        }
        catch (Exception problem)
        {
            return new Finding($"{problem.GetType().Name}: {problem.Message}", string.Join('\n', lines));
        }

        return scan.Findings.Count > 0 || scan.Gaps.Count > 0 ? null : new Finding($"the error in line {at + 1} is not found", string.Join('\n', lines));
    }

    private static string Around(Random random) => random.Next(6) switch
    {
        0 => $"2026-11-22 13:24:{random.Next(60):00}.{random.Next(1000):000} {random.Next(9)} INFO a.b [-] {Material.Line(random)}",
        1 => $"2026-11-22 13:24:{random.Next(60):00}.{random.Next(1000):000} {random.Next(9)} WARNING a.b {Material.Line(random)}",
        2 => "    " + Material.Line(random),
        3 => string.Empty,
        _ => Material.Line(random),
    };
}
