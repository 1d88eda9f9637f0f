using System.Diagnostics;
using System.Runtime.InteropServices;
using GlanceGate.Inputs;

namespace GlanceGate.Machine;

/// <summary>A child process that leads its own session: Ctrl-C on the gate's terminal does not reach it, and it is ended with all its children.</summary>
/// <remarks><c>setsid</c> (util-linux) replaces itself by the command, so the child's process id is also the id of its group.</remarks>
internal sealed class ProcessGroup : IDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;

    // What is still to be read once every writer is dead; a process that left the group could hold the pipe open for ever.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Task _output;

    private ProcessGroup(Process process, Action<string, bool> line)
    {
        _process = process;
        _output = Task.WhenAll(ReadAsync(process.StandardOutput, text => line(text, false)), ReadAsync(process.StandardError, text => line(text, true)));
    }

    /// <summary>Process id of the leader, and id of the group.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a command.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="folder">Working folder.</param>
    /// <param name="environment">Variables over the gate's own; null removes one.</param>
    /// <param name="line">Called with each line and whether it came from standard error; calls may overlap.</param>
    /// <exception cref="InvalidOperationException">The command could not be started.</exception>
    public static ProcessGroup Start(
        IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string?> environment, Action<string, bool> line)
    {
        var start = new ProcessStartInfo("setsid", command)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new ProcessGroup(process, line);
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            throw new InvalidOperationException($"'setsid {command[0]}' could not be started: {problem.Message}. Install util-linux.", problem);
        }
    }

    /// <summary>Waits for the end of the leader, ends what it left of its group, and returns its exit code once all output was read.</summary>
    /// <param name="grace">How long the group has between SIGTERM and SIGKILL after a cancellation.</param>
    /// <param name="time">Clock of the grace.</param>
    /// <param name="cancellation">Ends the group; the call still returns the exit code (143, 137) and does not throw.</param>
    public async Task<int> WaitAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellation)
    {
        var exit = _process.WaitForExitAsync(CancellationToken.None);
        if (await Task.WhenAny(exit, Cancelled(cancellation)) != exit)
        {
            var patience = Task.Delay(grace, time, CancellationToken.None);
            Signal(Terminate);
            await Task.WhenAny(exit, patience);
        }

        Signal(Kill);
        await exit;
        await Task.WhenAny(_output, Task.Delay(DrainLimit, time, CancellationToken.None));
        return _process.ExitCode;
    }

    /// <summary>Ends the group if it still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal(Kill);
        }

        _process.Dispose();
    }

    private static async Task Cancelled(CancellationToken cancellation)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(source.SetResult);
        await source.Task;
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> line)
    {
        var lines = new LineAssembler(line);
        var piece = new byte[16 << 10];
        while (await reader.BaseStream.ReadAsync(piece) is > 0 and var count)
        {
            lines.Add(piece.AsSpan(0, count));
        }

        lines.Complete();
    }

    private void Signal(int signal)
    {
        // Right after the start there may be no group yet, only the process that is about to lead it. That a group has ended is well.
        if (SendSignal(-_process.Id, signal) != 0 && !_process.HasExited)
        {
            _ = SendSignal(_process.Id, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
