using System.Formats.Tar;

namespace GlanceGate.Machine;

/// <summary>The git of this machine, for what the files were at another commit and how two folders differ.</summary>
/// <param name="repository">A folder of a work tree; it is only read.</param>
/// <param name="time">Clock of the deadlines.</param>
internal sealed class Git(string repository, TimeProvider time)
{
    // git reads and writes a few MiB here; what takes this long waits for something, for example a file system that is gone
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly Dictionary<string, string?> Inherited = [];

    // 1 is no failure: there are differences
    private const int Different = 1;

    /// <summary>Writes what the folder was at a commit into another folder.</summary>
    /// <param name="commit">A commit, branch or tag.</param>
    /// <param name="folder">Where its files go: an empty folder.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="GitException">There is no such commit, no repository or no git.</exception>
    public async Task ExtractAsync(string commit, string folder, CancellationToken cancellation)
    {
        var archive = folder + ".tar";
        try
        {
            await RunAsync(repository, ["archive", "--format=tar", $"--output={archive}", "--end-of-options", commit], Inherited, most: 0, cancellation);
            await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false, cancellation);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>The differences between two folders as a unified diff; empty when there are none.</summary>
    /// <param name="folder">Folder of both.</param>
    /// <param name="old">Name of the old one.</param>
    /// <param name="new">Name of the new one.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="GitException">git does not do it.</exception>
    public Task<IReadOnlyList<string>> DiffAsync(string folder, string old, string @new, CancellationToken cancellation) => RunAsync(
        folder, ["-c", "core.quotePath=false", "diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color", "--no-prefix", "--", old, @new], Inherited, Different, cancellation);

    /// <summary>Runs git.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Variables over the gate's own, of which git gets none of its own.</param>
    /// <param name="most">The largest exit code that is no failure.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The lines that it printed.</returns>
    /// <exception cref="GitException">It failed, with its own words.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(
        string folder, string[] arguments, IReadOnlyDictionary<string, string?> variables, int most, CancellationToken cancellation)
    {
        var output = new List<string>();
        var errors = new List<string>();
        // a hook of another repository hands on where that one is; where git's own programs are, only an unusual installation says
        var own = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("GIT_", StringComparison.Ordinal) && name != "GIT_EXEC_PATH");
        var environment = own.ToDictionary(name => name, _ => (string?)null);
        environment["LC_ALL"] = "C";
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        using var deadline = new CancellationTokenSource(Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var git = ProcessGroup.Start(["git", .. arguments], folder, environment, (line, isError) =>
        {
            var lines = isError ? errors : output;
            lock (lines)
            {
                lines.Add(line);
            }
        });
        var exitCode = await git.WaitAsync(TimeSpan.FromSeconds(1), time, stop.Token);
        cancellation.ThrowIfCancellationRequested();
        return deadline.IsCancellationRequested ? throw new GitException($"git did not end within {Limit.TotalMinutes:0} minutes")
            : exitCode <= most ? output
            : throw new GitException(errors.Count > 0 ? string.Join(' ', errors) : $"git ended with exit code {exitCode}");
    }
}

/// <summary>git did not do what it was asked for; the message is its own.</summary>
internal sealed class GitException(string message) : Exception(message);
