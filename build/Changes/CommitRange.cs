using System.Globalization;
using GlanceGate.Inputs;
using GlanceGate.Machine;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>Commits of a clone as a change: <c>clone@OLD..NEW</c>, <c>clone@OLD...NEW</c>, or <c>clone@COMMIT</c>.</summary>
/// <remarks>
/// As <c>git diff</c> has it: with two dots what differs between both ends, with three what is new since both were the same, an end that is left out is <c>HEAD</c>.
/// A commit alone is what it changed, of a merge against its first parent. What is not committed is not in it.
/// </remarks>
internal sealed class CommitRange
{
    private const int ShownLength = 12;

    private readonly string _folder;
    private readonly string _text;

    private CommitRange(string folder, string text)
    {
        _folder = folder;
        _text = text;
    }

    /// <summary>Absolute path of the clone.</summary>
    public string Folder => _folder;

    /// <summary>The range that a path names; null when no part of it before an '@' is a folder.</summary>
    /// <param name="path">An absolute path that is no file or folder itself.</param>
    public static CommitRange? Find(string path)
    {
        // names of commits have the sign, too, and of two folders the one with it in its name wins
        for (var at = path.LastIndexOf('@'); at > 0; at = path.LastIndexOf('@', at - 1))
        {
            if (Directory.Exists(path[..at]))
            {
                return new CommitRange(path[..at], path[(at + 1)..]);
            }
        }

        return null;
    }

    /// <summary>Reads what it changes.</summary>
    /// <param name="project">The project.</param>
    /// <param name="source">The path and range, for people.</param>
    /// <param name="isHeld">Whether some image holds a file of the project.</param>
    /// <exception cref="ChangeFormatException">git does not have it, it is empty, or cannot be applied.</exception>
    public Change Read(string project, string source, Func<string, bool> isHeld)
    {
        var git = new GitHistory(_folder, TimeProvider.System);
        try
        {
            // whoever selects jobs waits for every file of them; git has a deadline of its own
            return ReadAsync(git, project, source, isHeld).GetAwaiter().GetResult();
        }
        catch (GitException problem)
        {
            throw new ChangeFormatException(
                0,
                $"git says of '{_folder}': {problem.Message}",
                git.IsShallow ? "the clone is shallow, get the rest of it: 'git fetch --unshallow'" : "after '@' comes OLD..NEW, OLD...NEW or one commit, as 'git diff' and 'git show' take them");
        }
    }

    private async Task<Change> ReadAsync(GitHistory git, string project, string source, Func<string, bool> isHeld)
    {
        var (old, @new, words) = await EndsAsync(git);
        var text = await git.PatchAsync(old, @new, InputLimits.Patch);
        if (text is null)
        {
            throw new ChangeFormatException(0, $"what differs is larger than {InputFile.Words(InputLimits.Patch)}", "check the newer end out, and give the folder as a source tree");
        }

        if (text.Length == 0)
        {
            throw new ChangeFormatException(0, $"nothing differs in '{_text}'", $"the clone has no change there below '{_folder}'");
        }

        try
        {
            return new Change(project, $"{source} ({words}, {@new[..ShownLength]})", PatchReader.Read(text, isHeld));
        }
        catch (ChangeFormatException problem)
        {
            var place = problem.Line == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"line {problem.Line} of ");
            throw new ChangeFormatException(0, $"{place}what git writes: {problem.Message}", problem.Suggestion);
        }
    }

    private async Task<(string Old, string New, string Words)> EndsAsync(GitHistory git)
    {
        var dots = _text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            var commit = await git.CommitAsync(Checked(_text));
            return (await git.ParentAsync(commit), commit, "1 commit");
        }

        var isSinceBase = _text.AsSpan(dots).StartsWith("...", StringComparison.Ordinal);
        var (first, last) = (Checked(OrHead(_text[..dots])), Checked(OrHead(_text[(dots + (isSinceBase ? 3 : 2))..])));
        var (old, @new) = (await git.CommitAsync(first), await git.CommitAsync(last));
        var (behind, ahead) = await git.CountAsync(old, @new);
        if (ahead == 0)
        {
            throw new ChangeFormatException(
                0,
                $"'{_text}' is empty: no commit of the newer end is missing from the older one",
                behind > 0 ? "the older end stands first" : "both ends are the same commit; what is not committed is not in it");
        }

        var count = string.Create(CultureInfo.InvariantCulture, $"{ahead} commit{(ahead == 1 ? string.Empty : "s")}");
        return isSinceBase ? (await git.BaseAsync(old, @new), @new, count)
            : (old, @new, behind == 0 ? count : string.Create(CultureInfo.InvariantCulture, $"{count}, {behind} taken back"));
    }

    private static string OrHead(string end) => end.Length == 0 ? "HEAD" : end;

    // What git would take for something else than the name of a commit.
    private static string Checked(string name) => name.Length > 0 && name[0] is not ('-' or '^' or ':') && !name.Contains("..", StringComparison.Ordinal)
        ? name
        : throw new ChangeFormatException(0, name.Length == 0 ? "no commit stands after '@'" : $"'{name}' is no name of a commit", "after '@' comes OLD..NEW, OLD...NEW or one commit");
}
