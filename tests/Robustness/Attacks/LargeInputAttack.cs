using System.Text;
using GlanceGate.Changes;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Yaml;
using GlanceGate.Logs;
using GlanceGate.Suites;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Inputs as large as they may be; what the gate needs for them is measured when the campaign ends.</summary>
internal sealed class LargeInputAttack : Attack
{
    private const int LogLines = 3_000;

    private static readonly LogScanDefinition Definition = new([], [], []);

    /// <inheritdoc/>
    public override string Name => "large-inputs";

    /// <inheritdoc/>
    public override string Promise => "what is as large as it may be is read in bounded memory and time";

    /// <inheritdoc/>
    public override TimeSpan Limit => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        // each is fed to a gate of its own, so to say
        GC.Collect();
        var (what, feed) = random.Next(8) switch
        {
            0 => ("a patch of short lines", () => Patch(1)),
            1 => ("a patch of long lines", () => Patch((InputLimits.Patch / InputLimits.PatchLines) - 2)),
            2 => ("a result file of small cases", () => Results("<testcase name='a'/>")),
            3 => ("a result file of one long case", () => Results($"<testcase name='a'><failure>{new string('x', InputLimits.SuiteResults - 100)}</failure></testcase>")),
            4 => ("a result file of attributes", () => Results($"<testcase {string.Concat(Enumerable.Range(0, 900).Select(number => $"a{number}='{new string('x', 8)}' "))}/>")),
            5 => ("a log of errors that are all different", () => Log(random, number => $"2026-11-22 13:24:23.123 7 ERROR api.server [-] {Material.Letters(random, 300)}\u001b[00m")),
            6 => ("a log of one record without end", () => Log(random, number => number == 0 ? "2026-11-22 13:24:23.123 7 ERROR api.server [-] x" : new string('x', 20_000))),
            _ => ("a job file of many values", (Action)JobFile),
        };
        try
        {
            feed();
            return null;
        }
        catch (Exception problem) when (problem is FormatException or ChangeFormatException)
        {
            return null;
        }
        catch (Exception problem)
        {
            return new Finding($"{what}: {problem.GetType().Name}: {problem.Message}", what);
        }
    }

    private static void Patch(int width)
    {
        var lines = InputLimits.PatchLines - 10;
        var text = new StringBuilder($"--- /dev/null\n+++ b/nova/a\n@@ -0,0 +1,{lines} @@\n");
        for (var i = 0; i < lines; i++)
        {
            text.Append('+').Append('x', width).Append('\n');
        }

        var change = ChangeReader.OfPatch("nova", "a.patch", Encoding.Latin1.GetBytes(text.ToString()));
        _ = new ImageOverlay(_ => Task.FromResult<ContextFile?>(null)).ApplyAsync(LocatedChange.Of(change, new(new Dictionary<string, string> { ["nova"] = "/lib/nova" }, []))).GetAwaiter().GetResult();
    }

    private static void Results(string cases)
    {
        var text = new StringBuilder("<testsuite>");
        do
        {
            text.Append(cases);
        }
        while (text.Length + cases.Length < InputLimits.SuiteResults);

        JunitResults.Parse(text.Append("</testsuite>").ToString());
    }

    private static void Log(Random random, Func<int, string> line)
    {
        var scan = new ServiceLogScan(Definition, "api", LogWindow.Everything, isJudged: random.Next(2) == 0);
        for (var i = 0; i < LogLines; i++)
        {
            scan.Take(line(i));
        }

        scan.End();
    }

    private static void JobFile() =>
        NodeReader.TryRead(new JobFile("jobs/a.yaml", $"[{string.Concat(Enumerable.Repeat("a,", (InputLimits.JobFile / 2) - 2))}]"), new DiagnosticBag(), out _);
}
