using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Runs of a control that are ended at any moment: by any signal, by the end of their terminal, or of whoever reads what they say.</summary>
/// <remarks>Images must be there; a try takes as long as a run and what it takes to sweep behind it.</remarks>
/// <param name="root">Root of the repository, built.</param>
/// <param name="folder">Folder of this campaign, for artifacts.</param>
internal sealed class KillAttack(string root, string folder) : Attack
{
    // in the environment of all that a gate of the campaign starts
    private const string Mark = "GATE_ROBUSTNESS";

    private const int Killed = 9;
    private const int HangUp = 1;
    private const int BrokenPipe = 13;

    // which other gates may use, and sweeping ends when none does; what it starts for them comes and goes
    private static readonly string[] Engine = ["dockerd", "containerd"];

    // SIGINT, SIGTERM and SIGHUP end a run in order; SIGKILL does not let it.
    private static readonly int[] Signals = [Killed, Killed, 15, 2, HangUp];

    private static readonly string[] Phases = ["images", "suite build", "stack", "suite", "stop", "evidence", "clean-up", "engine release"];

    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(2);

    private readonly string _program = Path.Combine(root, "bin", "Debug", "net10.0", "CakeBuild");
    private readonly string _artifacts = Path.Combine(folder, "artifacts");
    private string? _green;

    private enum Ending
    {
        Signal,
        Reader,
        Terminal,
    }

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
        var ending = random.Next(6) switch { 0 => Ending.Reader, 1 => Ending.Terminal, _ => Ending.Signal };

        // the terminal is the program that plays it, and ends with it
        var signal = ending switch { Ending.Terminal => Killed, Ending.Reader => BrokenPipe, _ => Signals[random.Next(Signals.Length)] };
        var phase = random.Next(2) == 0 ? Phases[random.Next(Phases.Length)] : null;
        var delay = TimeSpan.FromSeconds(random.NextDouble() * (phase is null ? 12 : 0.3));
        var how = string.Create(
            CultureInfo.InvariantCulture,
            $"{ending}{(ending == Ending.Signal ? $" {signal}" : string.Empty)} {delay.TotalSeconds:0.00} s after the {(phase is null ? "start" : $"begin of '{phase}'")}");

        using var gate = Start(["--job=control-failed-test"], ending == Ending.Terminal);
        var said = new Said();
        var reading = Task.Run(() => said.Read(gate));
        if (phase is null || said.When($@"\b{phase} (\.\.\.|[0-9])", () => gate.HasExited))
        {
            gate.WaitForExit(delay);
        }

        if (ending == Ending.Reader)
        {
            said.Leave();
        }
        else if (!gate.HasExited)
        {
            _ = Kill(gate.Id, signal);
        }

        if (!gate.WaitForExit(EndsWithin) || !Ended())
        {
            gate.Kill(entireProcessTree: true);
            return new Finding($"{how}: it does not end within {EndsWithin.TotalMinutes:0} min", said.ToString());
        }

        reading.Wait(TimeSpan.FromSeconds(10));
        Console.WriteLine($"    {how}: exit code {gate.ExitCode}");

        // what was done when the signal came has its own exit code; what had not begun to listen ends by the signal itself
        int[] right = ending == Ending.Terminal ? [0, 128 + signal] : [0, 5, 6, 128 + signal];
        return !right.Contains(gate.ExitCode) ? new Finding($"{how}: exit code {gate.ExitCode}", said.ToString())
            : Run(["--target=Sweep"], out var swept) != 0 ? new Finding($"{how}: what it left is not swept", swept)
            : Processes().FirstOrDefault() is { } left ? new Finding($"{how}: {left} is left", said.ToString())
            : gate.ExitCode != 0 && said.Has("control-failed-test") && IsGreen() ? new Finding($"{how}: the green of the run before stands in its place", said.ToString())
            : null;
    }

    private bool IsGreen()
    {
        var root = XDocument.Load(Report).Root!;
        return (int)root.Attribute("failures")! + (int)root.Attribute("errors")! == 0;
    }

    // The gate of a terminal is no child of ours.
    private bool Ended()
    {
        var since = Stopwatch.StartNew();
        while (Processes().Any(process => process.StartsWith(_program, StringComparison.Ordinal)))
        {
            if (since.Elapsed > EndsWithin)
            {
                return false;
            }

            Thread.Sleep(50);
        }

        return true;
    }

    /// <summary>Command lines of what this campaign's gates have started, without the engine's.</summary>
    private IEnumerable<string> Processes()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            string line;
            try
            {
                line = CommandLine(process);
                if (!File.ReadAllText(Path.Combine(process, "environ")).Contains($"{Mark}={folder}\0", StringComparison.Ordinal) || IsOfEngine(process))
                {
                    continue;
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // it has ended meanwhile, or is the kernel's
                continue;
            }

            yield return line;
        }
    }

    private static string CommandLine(string process) => File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');

    // Itself, or whoever started it: as the engine calls its helpers anything.
    private static bool IsOfEngine(string process)
    {
        for (var at = process; at != "/proc/0"; at = Parent(at))
        {
            if (Engine.Any(Path.GetFileName(CommandLine(at).Split(' ')[0]).Contains))
            {
                return true;
            }
        }

        return false;
    }

    private static string Parent(string process)
    {
        const string Label = "PPid:";
        return $"/proc/{File.ReadLines(Path.Combine(process, "status")).First(line => line.StartsWith(Label, StringComparison.Ordinal))[Label.Length..].Trim()}";
    }

    private int Run(string[] arguments, out string text)
    {
        using var gate = Start(arguments, hasTerminal: false);
        var said = new Said();
        said.Read(gate);
        gate.WaitForExit();
        text = said.ToString();
        return gate.ExitCode;
    }

    private Process Start(string[] arguments, bool hasTerminal)
    {
        string[] command = [_program, .. arguments, $"--artifacts={_artifacts}"];
        var start = hasTerminal
            ? new ProcessStartInfo("script", ["--quiet", "--flush", "--return", "--command", string.Join(' ', command.Select(word => $"'{word}'")), "/dev/null"])
            : new ProcessStartInfo(command[0], command[1..]);
        start.WorkingDirectory = root;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment[Mark] = folder;
        if (hasTerminal)
        {
            start.Environment["TERM"] = "xterm";
            start.Environment.Remove("CI");
        }

        return Process.Start(start)!;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    /// <summary>What a run says, while it says it.</summary>
    private sealed class Said
    {
        private readonly StringBuilder _text = new();
        private Process? _gate;

        public void Read(Process gate)
        {
            _gate = gate;
            gate.ErrorDataReceived += (_, line) => Add(line.Data + "\n");
            gate.BeginErrorReadLine();
            var part = new char[4096];
            try
            {
                while (gate.StandardOutput.Read(part) is > 0 and var count)
                {
                    Add(part.AsSpan(0, count));
                }
            }
            catch (Exception left) when (left is ObjectDisposedException or IOException)
            {
                // by Leave
            }
        }

        /// <summary>Nobody reads on.</summary>
        public void Leave() => _gate?.StandardOutput.Close();

        /// <summary>Waits until something is said, or nothing more comes.</summary>
        public bool When(string pattern, Func<bool> isOver)
        {
            while (!Has(pattern))
            {
                if (isOver())
                {
                    return false;
                }

                Thread.Sleep(10);
            }

            return true;
        }

        public bool Has(string pattern) => Regex.IsMatch(ToString(), pattern);

        public override string ToString()
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }

        private void Add(ReadOnlySpan<char> part)
        {
            lock (_text)
            {
                _text.Append(part);
            }
        }
    }
}
