using System.ComponentModel;
using System.Diagnostics;
using GlanceGate.CommandLine;

namespace GlanceGate.Runs;

/// <summary>Processes that keep one core each busy, so that a run shows what it does on a machine that has other work.</summary>
/// <remarks>
/// Each waits at a pipe whose other end only this process has: however this process ends, the pipe ends with it, and so does the loop.
/// They have sessions of their own, so that Ctrl-C does not take the load away from a run that is cleaning up.
/// </remarks>
internal sealed class BusyLoops : IDisposable
{
    private const string Script = "while :; do :; done & loop=$!; read -r _; kill -9 $loop";
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);

    private readonly List<Process> _processes = [];

    /// <summary>Loops that do not run any more.</summary>
    public int Ended => _processes.Count(process => process.HasExited);

    /// <summary>Process ids of the loops' watchers.</summary>
    public IReadOnlyList<int> Ids => [.. _processes.Select(process => process.Id)];

    /// <summary>Starts loops.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="GateArgumentException">This machine cannot start any.</exception>
    public void Start(int count)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                _processes.Add(Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Script]) { RedirectStandardInput = true })!);
            }
            catch (Win32Exception problem)
            {
                throw new GateArgumentException([$"--busy-loops: 'setsid sh' could not be started: {problem.Message}. Install util-linux."]);
            }
        }
    }

    /// <summary>Ends the loops.</summary>
    public void Dispose()
    {
        _processes.ForEach(process => process.StandardInput.Close());
        foreach (var process in _processes)
        {
            if (!process.WaitForExit(EndDeadline))
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }

        _processes.Clear();
    }
}
