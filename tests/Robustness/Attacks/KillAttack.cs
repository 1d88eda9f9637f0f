using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Runs of a control that are ended at any moment, by any signal, or whose reader goes away.</summary>
/// <remarks>Images must be there; a try takes as long as a run and what it takes to sweep behind it.</remarks>
/// <param name="root">Root of the repository, built.</param>
/// <param name="folder">Folder of this campaign, for artifacts.</param>
internal sealed class KillAttack(string root, string folder) : Attack
{
    // in the environment of all that a gate of the campaign starts
    private const string Mark = "GATE_ROBUSTNESS";

    // which other gates may use, and sweeping ends when none does
    private static readonly string[] Engine = ["dockerd", "containerd"];

    private const int Killed = 9;
    private const int HangUp = 1;

    // SIGINT, SIGTERM and SIGHUP end a run in order; SIGKILL does not let it.
    private static readonly int[] Signals = [Killed, Killed, 15, 2, HangUp];

    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(2);

    private readonly string _artifacts = Path.Combine(folder, "artifacts");
    private string? _green;

    private string Report => Path.Combine(_artifacts, "junit.xml");

    /// <inheritdoc/>
    public override string Name => "kills";

    /// <inheritdoc/>
    public override string Promise => "a run that is ended leaves no green, and nothing that the next one does not sweep";

    /// <inheritdoc/>
    public override TimeSpan Limit => TimeSpan.FromMinutes(8);

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        if (_green is null)
        {
            if (Run(["--job=control-failed-test"], out var first) != 0 || !IsGreen())
            {
                return new Finding("the control is not green by itself", first);
            }

            _green = File.ReadAllText(Report);
        }

        // as the run before left it
        File.WriteAllText(Report, _green);
        var signal = Signals[random.Next(Signals.Length)];
        var losesReader = random.Next(6) == 0;
        var delay = TimeSpan.FromSeconds(random.NextDouble() * 12);
        using var gate = Start(["--job=control-failed-test"]);
        var said = new List<string>();
        var reading = Task.Run(() => Read(gate, said, losesReader));
        if (!gate.WaitForExit(delay))
        {
            _ = Kill(gate.Id, signal);
        }

        var how = string.Create(CultureInfo.InvariantCulture, $"signal {signal} after {delay.TotalSeconds:0.00} s{(losesReader ? ", its output closed" : string.Empty)}");
        if (!gate.WaitForExit(EndsWithin))
        {
            gate.Kill(entireProcessTree: true);
            return new Finding($"{how}: it does not end within {EndsWithin.TotalMinutes:0} min", Text(said));
        }

        reading.Wait(TimeSpan.FromSeconds(10));

        // what was done when the signal came has its own exit code; what had not begun to listen ends by the signal itself
        int[] right = [0, 5, 6, 128 + signal];
        return !right.Contains(gate.ExitCode) ? new Finding($"{how}: exit code {gate.ExitCode}", Text(said))
            : Run(["--target=Sweep"], out var swept) != 0 ? new Finding($"{how}: what it left is not swept", swept)
            : LeftBehind() is { } left ? new Finding($"{how}: {left} is left", Text(said))
            : gate.ExitCode != 0 && HasBegun(said) && IsGreen() ? new Finding($"{how}: the green of the run before stands in its place", Text(said))
            : null;
    }

    private static bool HasBegun(List<string> said)
    {
        lock (said)
        {
            return said.Exists(line => line.Contains("[control-failed-test]", StringComparison.Ordinal));
        }
    }

    private bool IsGreen()
    {
        var root = XDocument.Load(Report).Root!;
        return (int)root.Attribute("failures")! + (int)root.Attribute("errors")! == 0;
    }

    /// <summary>A process that this campaign's gates have started, or null.</summary>
    private string? LeftBehind()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                if (!Engine.Any(line.Contains) && File.ReadAllText(Path.Combine(process, "environ")).Contains($"{Mark}={folder}\0", StringComparison.Ordinal))
                {
                    return $"process {Path.GetFileName(process)} ({line})";
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // it has ended meanwhile, or is the kernel's
            }
        }

        return null;
    }

    private int Run(string[] arguments, out string text)
    {
        using var gate = Start(arguments);
        var said = new List<string>();
        var reading = Task.Run(() => Read(gate, said, losesReader: false));
        gate.WaitForExit();
        reading.Wait();
        text = Text(said);
        return gate.ExitCode;
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(root, "bin", "Debug", "net10.0", "CakeBuild"), [.. arguments, $"--artifacts={_artifacts}"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Mark] = folder;
        return Process.Start(start)!;
    }

    private static void Read(Process gate, List<string> said, bool losesReader)
    {
        gate.ErrorDataReceived += (_, line) => Add(line.Data);
        gate.BeginErrorReadLine();
        for (var count = 0; gate.StandardOutput.ReadLine() is { } line; count++)
        {
            Add(line);
            if (losesReader && count > 5)
            {
                gate.StandardOutput.Close();
                return;
            }
        }

        void Add(string? line)
        {
            lock (said)
            {
                said.Add(line ?? string.Empty);
            }
        }
    }

    private static string Text(List<string> said)
    {
        lock (said)
        {
            return string.Join('\n', said);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
