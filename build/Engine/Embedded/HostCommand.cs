using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GlanceGate.Engine.Embedded;

/// <summary>What a command of this machine gave.</summary>
/// <param name="ExitCode">Exit code; 127 when there is no such command.</param>
/// <param name="Output">Both its streams, the last 16 KiB.</param>
internal sealed record CommandResult(int ExitCode, string Output);

/// <summary>Runs commands of this machine.</summary>
internal static class HostCommand
{
    private const int KeptOutput = 16 * 1024;
    private const int NoSuchCommand = 127;
    private const int ShownLines = 15;

    // Of a user who became root by su, the administrator's commands are not on the path.
    private const string SystemFolders = "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin";

    /// <summary>The search path with the administrator's folders in it.</summary>
    public static string SearchPath => $"{Environment.GetEnvironmentVariable("PATH")}:{SystemFolders}";

    /// <summary>Whether there is a command.</summary>
    public static bool Exists(string command) =>
        SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, command)));

    /// <summary>Runs a command to its end, with nothing to read and the administrator's folders on its path.</summary>
    /// <param name="deadline">After which it is killed with everything that it started.</param>
    /// <param name="lines">Gets each line of both its streams.</param>
    /// <param name="command">Name and arguments.</param>
    /// <param name="cancellation">Kills it as the deadline does.</param>
    /// <exception cref="EngineException">It ran over its deadline.</exception>
    public static async Task<CommandResult> RunAsync(
        TimeSpan deadline, Action<string>? lines, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        var (result, hasEnded) = await RunAsync(lines, command, process =>
        {
            process.Kill(entireProcessTree: true);
            return Task.CompletedTask;
        }, limit.Token);
        if (hasEnded)
        {
            return result;
        }

        cancellation.ThrowIfCancellationRequested();
        throw new EngineException($"'{string.Join(' ', command)}' did not end within {deadline.TotalSeconds:0} s:{Environment.NewLine}{result.Output}");
    }

    /// <summary>Runs a command that must not be torn to pieces, in a session of its own: at its end it is interrupted as by a person, and only later killed.</summary>
    /// <param name="deadline">Put off by each line. Its name in a message is the caller's affair.</param>
    /// <param name="grace">How long it may take to end when it is interrupted.</param>
    /// <param name="lines">Gets each line of both its streams.</param>
    /// <param name="command">Name and arguments.</param>
    /// <exception cref="EngineException">It ran over its deadline; the message begins with what was reached and ends with its last lines.</exception>
    /// <exception cref="OperationCanceledException">The caller of the deadline gave up.</exception>
    public static async Task<CommandResult> RunAsync(ProgressDeadline deadline, TimeSpan grace, Action<string>? lines, IReadOnlyList<string> command)
    {
        var (result, hasEnded) = await RunAsync(
            line =>
            {
                deadline.Moved();
                lines?.Invoke(line);
            },
            ["setsid", .. command],
            process => InterruptAsync(process, grace),
            deadline.Token);
        if (hasEnded)
        {
            return result;
        }

        throw deadline.IsReached
            ? new EngineException($"{deadline.Words()}{Environment.NewLine}{LastLines(result.Output)}")
            : new OperationCanceledException(deadline.Token);
    }

    /// <summary>The last lines of an output.</summary>
    public static string LastLines(string output) => string.Join(Environment.NewLine, output.Split('\n').TakeLast(ShownLines));

    private static async Task InterruptAsync(Process process, TimeSpan grace)
    {
        // The process leads a group; dpkg, which is not to be interrupted, is in one of its own.
        await RunAsync(grace, null, ["sh", "-c", "kill -INT -- \"-$1\"", "kill", process.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        using var limit = new CancellationTokenSource(grace);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<(CommandResult Result, bool HasEnded)> RunAsync(
        Action<string>? lines, IReadOnlyList<string> command, Func<Process, Task> end, CancellationToken limit)
    {
        using var process = new Process { StartInfo = Describe(command) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return (new CommandResult(NoSuchCommand, $"{command[0]}: {failure.Message}"), true);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            await end(process);
            return (new CommandResult(-1, Text()), false);
        }

        return (new CommandResult(process.ExitCode, Text()), true);

        void Keep(string? line)
        {
            if (line is null)
            {
                return;
            }

            lines?.Invoke(line);
            lock (output)
            {
                output.AppendLine(line);
                if (output.Length > KeptOutput)
                {
                    output.Remove(0, output.Length - KeptOutput);
                }
            }
        }

        string Text()
        {
            lock (output)
            {
                return output.ToString().TrimEnd();
            }
        }
    }

    /// <summary>Describes a command with its streams redirected and the administrator's folders on its path.</summary>
    public static ProcessStartInfo Describe(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("/usr/bin/env", command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = SearchPath;
        return start;
    }
}
