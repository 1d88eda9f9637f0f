using System.Diagnostics;
using System.Globalization;
using GlanceGate.Runs;

namespace GlanceGate.Unit.Runs;

internal sealed class BusyLoopsTests
{
    [Test]
    public void Dispose_EndsEveryProcessOfTheLoops()
    {
        List<int> processes;
        using (var loops = new BusyLoops())
        {
            loops.Start(2);
            Assert.That(() => Members(loops.Ids), Has.Count.EqualTo(4).After(10_000, 50), "a watcher and its loop each");
            Assert.That(loops.Ended, Is.Zero);
            processes = Members(loops.Ids);
        }

        Assert.That(() => processes.Where(IsRunning), Is.Empty.After(10_000, 50));
    }

    [Test]
    public void Dispose_EndsTheLoopsThoughAnotherChildStillRuns()
    {
        // a child that had inherited the pipe would keep it open, also after a kill -9 of the gate
        using var loops = new BusyLoops();
        loops.Start(1);
        using var child = Process.Start(new ProcessStartInfo("sleep", ["1000"]))!;
        Assert.That(() => Members(loops.Ids), Has.Count.EqualTo(2).After(10_000, 50));
        var processes = Members(loops.Ids);
        loops.Dispose();
        try
        {
            Assert.That(() => processes.Where(IsRunning), Is.Empty.After(10_000, 50));
            Assert.That(child.HasExited, Is.False);
        }
        finally
        {
            child.Kill();
        }
    }

    private static List<int> Members(IReadOnlyList<int> sessions) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(process => Stat(process) is { } stat && sessions.Contains(stat.Session) && stat.State != "Z"),
    ];

    private static bool IsRunning(int process) => Stat(process) is { State: not "Z" };

    // state and session are the fields after the command, which stands in parentheses
    private static (string State, int Session)? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0], int.Parse(fields[3], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
