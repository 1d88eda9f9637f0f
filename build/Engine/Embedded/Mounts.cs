using System.Text.RegularExpressions;

namespace GlanceGate.Engine.Embedded;

/// <summary>Mounts that an engine which was killed has left.</summary>
internal static partial class Mounts
{
    private const int MountPointField = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Takes away the mounts of an engine that does not run any more, the innermost first.</summary>
    /// <exception cref="EngineException">One stayed.</exception>
    public static async Task RemoveAsync(EmbeddedPaths paths, CancellationToken cancellation)
    {
        // An engine mounts its data folder onto itself, and says so in this file, unless somebody has mounted a disk there.
        var isDataOurs = File.Exists(Path.Combine(paths.Exec, "unmount-on-shutdown"));
        var table = await File.ReadAllLinesAsync("/proc/self/mountinfo", cancellation);
        foreach (var mount in FindBelow(table, [paths.Data, paths.Exec]).Where(mount => mount != paths.Data || isDataOurs))
        {
            var result = await HostCommand.RunAsync(Deadline, null, ["umount", "--lazy", mount], cancellation);
            if (result.ExitCode != 0)
            {
                throw new EngineException($"the mount {mount} of the gate's engine could not be taken away: {result.Output}");
            }
        }
    }

    /// <summary>Mount points at or below some folders, in the order in which they can be taken away.</summary>
    /// <param name="table">Lines of <c>/proc/self/mountinfo</c>, see proc(5).</param>
    /// <param name="folders">Absolute paths.</param>
    public static IReadOnlyList<string> FindBelow(IEnumerable<string> table, IReadOnlyList<string> folders) =>
    [
        .. table
            .Select(line => Unescape(line.Split(' ')[MountPointField]))
            .Where(point => folders.Any(folder => point == folder || point.StartsWith(folder + "/", StringComparison.Ordinal)))
            .Reverse(),
    ];

    private static string Unescape(string path) => Octal().Replace(path, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString());

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}
