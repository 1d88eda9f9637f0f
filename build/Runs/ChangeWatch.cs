using GlanceGate.CommandLine;
using GlanceGate.Inputs;

namespace GlanceGate.Runs;

/// <summary>Waits until one of some files is saved anew: the changes of the command line, and the suite.</summary>
/// <remarks>It looks instead of being told: what tells of changes knows nothing of folders of other machines, and has a limit of folders.</remarks>
/// <param name="places">Absolute paths of files and folders.</param>
/// <param name="time">Clock.</param>
internal sealed class ChangeWatch(IReadOnlyList<string> places, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // What builds and tools write beside sources.
    private static readonly string[] Skipped = ["bin", "obj", ".tox", ".venv", "node_modules"];

    // Of git a commit alone is of interest, which shows in the log of where HEAD was.
    private static readonly string[] Commits = [".git/HEAD", ".git/logs/HEAD"];

    private HashSet<Seen> _seen = [];

    /// <summary>What the changes of a command line and a suite are watched for.</summary>
    /// <param name="settings">The checked command line; a change of it that is nowhere is not looked for.</param>
    /// <param name="project">The suite's folder under <c>tests/</c>; empty for a foreign one.</param>
    /// <param name="time">Clock.</param>
    public static ChangeWatch Of(GateSettings settings, string project, TimeProvider time) =>
        new([.. ChangeLoader.PlacesOf(settings), .. project.Length == 0 ? (string[])[] : [Path.Combine(settings.Root, "tests", project)]], time);

    /// <summary>Remembers what there is now. Call it before what is watched is read, so that nothing that is saved meanwhile is lost.</summary>
    /// <exception cref="GateArgumentException">There is too much to look at.</exception>
    public void Look() => _seen = See();

    /// <summary>Waits until there is something else than what <see cref="Look"/> saw.</summary>
    /// <returns>False when it was cancelled.</returns>
    /// <exception cref="GateArgumentException">There is too much to look at.</exception>
    public async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        while (See().SetEquals(_seen))
        {
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }
        }

        return true;
    }

    private HashSet<Seen> See()
    {
        try
        {
            return [.. places.SelectMany(Files).Select(file => new FileInfo(file)).Where(file => file.Exists).Select(file => new Seen(file.FullName, file.Length, file.LastWriteTimeUtc))];
        }
        catch (InputException problem)
        {
            throw new GateArgumentException([$"--watch cannot look at {string.Join(" and ", places)}: {problem.Message}"]);
        }
        catch (IOException)
        {
            // something went away while it was looked at, which the next look sees
            return [];
        }
    }

    private static IEnumerable<string> Files(string place)
    {
        if (!Directory.Exists(place))
        {
            return [place];
        }

        var below = InputFile.Below(place, folder => Skipped.Contains(Path.GetFileName(folder), StringComparer.Ordinal), InputLimits.SourceFiles);
        return below.Concat(Commits).Select(file => Path.Combine(place, file));
    }

    private readonly record struct Seen(string Path, long Length, DateTime Written);
}
