using System.Diagnostics;
using System.Runtime.InteropServices;
using GlanceGate.Inputs;
using GlanceGate.Machine;

namespace GlanceGate.Engine.Embedded;

/// <summary>The processes of the gate's own engine.</summary>
internal sealed class DaemonProcess(EmbeddedPaths paths)
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // The engine gives its containers ten seconds and then itself five.
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan ContainerdDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Whether the engine's own process runs. A process id that was given to somebody else is not taken for it.</summary>
    public bool IsRunning => Daemons().Count > 0;

    /// <summary>The last lines of its log.</summary>
    public string LastLines => File.Exists(paths.Log)
        ? string.Join(Environment.NewLine, File.ReadLines(paths.Log).TakeLast(10))
        : "(no log)";

    /// <summary>Length of its log: as long as it grows, the engine moves.</summary>
    public long LogLength => new FileInfo(paths.Log) is { Exists: true } log ? log.Length : 0;

    /// <summary>Starts the engine, in a session of its own, so that neither a signal to the gate's process group nor its death ends it.</summary>
    /// <returns>The process, to see it end early. It lives on when this is disposed.</returns>
    public Process Start()
    {
        if (File.Exists(paths.Log))
        {
            File.Move(paths.Log, paths.Log + ".old", overwrite: true);
        }

        // The mask is for parents of files that are copied into containers: the engine makes them with it. What the gate's own
        // caller has open (a lock, the pipe that a CI system reads to its end) must not stay open for as long as the engine lives.
        const string script = """
            umask 022
            for file in /proc/self/fd/*; do number=${file##*/}; [ "$number" -le 2 ] || eval "exec $number>&-"; done
            exec setsid dockerd --config-file "$1" < /dev/null > "$2" 2>&1
            """;
        var start = HostCommand.Describe(["bash", "-c", script, "dockerd", paths.Configuration, paths.Log]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = false;
        return Process.Start(start)!;
    }

    /// <summary>Ends everything that belongs to the engine: itself, its containerd, its containers; first kindly, then not.</summary>
    /// <exception cref="EngineException">Something survived a kill.</exception>
    public async Task StopAsync(CancellationToken cancellation)
    {
        Signal(Daemons(), Terminate);
        await WaitUntilGoneAsync(Daemons, StopDeadline, cancellation);
        Signal(Daemons(), Kill);
        await WaitUntilGoneAsync(Daemons, KillDeadline, cancellation);
        Signal(Containerds(), Terminate);
        await WaitUntilGoneAsync(Containerds, ContainerdDeadline, cancellation);
        Signal(Rest(), Kill);
        if (!await WaitUntilGoneAsync(Rest, KillDeadline, cancellation))
        {
            throw new EngineException($"processes of the engine survived a kill: {string.Join(", ", Rest())}");
        }
    }

    /// <summary>Whether a command line is that of the engine with these settings.</summary>
    public static bool IsDaemon(IReadOnlyList<string> commandLine, string configuration) =>
        commandLine.Count > 2 && Path.GetFileName(commandLine[0]) == "dockerd" && commandLine.Contains(configuration);

    private List<int> Daemons() => [.. Find(line => IsDaemon(line, paths.Configuration)).Where(IsOfThisRoot)];

    private List<int> Containerds() =>
    [
        .. Find(line => Path.GetFileName(line[0]) == "containerd" && line.Any(argument => argument.StartsWith(paths.Exec + "/", StringComparison.Ordinal)))
            .Where(IsOfThisRoot),
    ];

    // In another root the same path is another folder, and so another gate's.
    private bool IsOfThisRoot(int id) => FileStatus.Of($"/proc/{id}/root{paths.Home}") == FileStatus.Of(paths.Home);

    private List<int> Rest()
    {
        var containers = new List<string>();
        var shims = Find(line =>
        {
            if (!Path.GetFileName(line[0]).StartsWith("containerd-shim", StringComparison.Ordinal) || After(line, "-namespace") != paths.Namespace)
            {
                return false;
            }

            if (After(line, "-id") is { } container)
            {
                containers.Add(container);
            }

            return true;
        });

        // A container outlives its shim when that is killed; then its control group tells whose it is.
        var inside = containers.Count == 0 ? [] : Processes().Where(id => IsWithin(id, containers));
        return [.. Daemons().Concat(Containerds()).Concat(shims).Concat(inside).Distinct()];
    }

    private static string? After(IReadOnlyList<string> line, string option) =>
        line.SkipWhile(argument => argument != option).Skip(1).FirstOrDefault();

    private static bool IsWithin(int id, List<string> containers) =>
        TryRead($"/proc/{id}/cgroup") is { } groups && containers.Any(container => groups.Contains(container, StringComparison.Ordinal));

    private static List<int> Find(Func<IReadOnlyList<string>, bool> matches) =>
    [
        .. Processes().Where(id => TryRead($"/proc/{id}/cmdline")?.Split('\0') is { } line && matches(line) && ProcessIdentity.Of(id) is not null),
    ];

    private static IEnumerable<int> Processes() => new ProcessTable().Ids.Where(id => id > 1);

    /// <summary>A file of a process; null when it has ended meanwhile.</summary>
    internal static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile.
            return null;
        }
    }

    private static async Task<bool> WaitUntilGoneAsync(Func<List<int>> find, TimeSpan deadline, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (find().Count > 0)
        {
            if (waited.Elapsed > deadline)
            {
                return false;
            }

            await Task.Delay(Pause, cancellation);
        }

        return true;
    }

    private static void Signal(List<int> processes, int signal)
    {
        foreach (var process in processes)
        {
            // It may have ended meanwhile, which is what the signal is for.
            _ = NativeMethods.Kill(process, signal);
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Kill(int process, int signal);
    }
}
