using System.Globalization;
using GlanceGate.Inputs;

namespace GlanceGate.Machine;

/// <summary>What commits of a clone changed, whatever its owner and the settings of whoever asks.</summary>
/// <remarks>It is only read; no program that the clone names is run, and nothing is loaded from elsewhere.</remarks>
/// <param name="folder">The root of a clone, a bare one too, or a folder in it: then of what is below it.</param>
/// <param name="time">Clock of the deadlines.</param>
internal sealed class GitHistory(string folder, TimeProvider time)
{
    // A clone of another owner is refused by git, as programs of its settings would run; none of these commands runs one with the options that it has here.
    private static readonly string[] Settings =
    [
        "--no-pager", "--no-replace-objects",
        "-c", "safe.directory=*", "-c", "protocol.allow=never", "-c", "core.attributesFile=/dev/null", "-c", "core.quotePath=false",
        "-c", "core.fsmonitor=false", "-c", "diff.suppressBlankEmpty=false", "-c", "diff.renameLimit=1000", "-c", "diff.orderFile=",
    ];

    private static readonly string[] Plain =
    [
        "-r", "--patch", "--full-index", "--find-renames", "--unified=3", "--inter-hunk-context=0", "--diff-algorithm=myers", "--indent-heuristic", "--src-prefix=a/", "--dst-prefix=b/",
        "--no-color", "--no-ext-diff", "--no-textconv", "--submodule=short", "--ignore-submodules=none", "--relative",
    ];

    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_NO_LAZY_FETCH"] = "1",
    };

    private readonly Git _git = new(folder, time);

    /// <summary>Whether the clone lacks commits that others have; what was asked for may be one of them.</summary>
    public bool IsShallow
    {
        get
        {
            try
            {
                return RunAsync("rev-parse", "--is-shallow-repository").GetAwaiter().GetResult() is ["true"];
            }
            catch (GitException)
            {
                // it is no clone at all, which git has said already
                return false;
            }
        }
    }

    /// <summary>The commit of a name.</summary>
    /// <exception cref="GitException">There is none, or no clone.</exception>
    public async Task<string> CommitAsync(string name) => await RunAsync("rev-list", "--max-count=1", "--end-of-options", name, "--") is [var commit]
        ? commit
        : throw new GitException($"'{name}' is no commit");

    /// <summary>The first parent of a commit; for one without, the tree without files.</summary>
    /// <exception cref="GitException">The clone does not have it.</exception>
    public async Task<string> ParentAsync(string commit)
    {
        // not what rev-list says: in a shallow clone the oldest commit has parents that are not there
        var header = (await RunAsync("cat-file", "commit", commit)).TakeWhile(line => line.Length > 0);
        return header.FirstOrDefault(line => line.StartsWith("parent ", StringComparison.Ordinal)) is { } parent
            ? await CommitAsync(parent["parent ".Length..])
            : (await RunAsync("hash-object", "-t", "tree", "--stdin"))[0];
    }

    /// <summary>How many commits only the one has, and only the other.</summary>
    /// <exception cref="GitException">git does not do it.</exception>
    public async Task<(int Old, int New)> CountAsync(string old, string @new)
    {
        var counts = (await RunAsync("rev-list", "--count", "--left-right", $"{old}...{@new}", "--"))[0].Split('\t');
        return (int.Parse(counts[0], CultureInfo.InvariantCulture), int.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The last commit that both have.</summary>
    /// <exception cref="GitException">There is none.</exception>
    public async Task<string> BaseAsync(string old, string @new)
    {
        try
        {
            return (await RunAsync("merge-base", old, @new))[0];
        }
        catch (GitException problem)
        {
            throw new GitException($"the two commits have no common one before them ({problem.Message})");
        }
    }

    /// <summary>What differs between two commits as a patch, byte by byte; empty when nothing does, null when it is larger than the bound.</summary>
    /// <exception cref="GitException">git does not do it.</exception>
    public async Task<byte[]?> PatchAsync(string old, string @new, int most)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await RunAsync(["diff-tree", .. Plain, $"--output={file}", old, @new, "--"]);
            return new FileInfo(file).Length > most ? null : InputFile.Read(file, most);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private Task<IReadOnlyList<string>> RunAsync(params string[] arguments) => _git.RunAsync(folder, [.. Settings, .. arguments], Environment, most: 0, CancellationToken.None);
}
