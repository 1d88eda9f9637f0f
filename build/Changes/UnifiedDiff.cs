using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>Reads unified diffs as <c>git</c>, <c>diff -u</c> and review systems write them.</summary>
/// <remarks>Text between files is skipped, so a patch may have a commit message, and a series of patches is one diff.</remarks>
internal sealed partial class UnifiedDiff
{
    private const string SeeGit = "write it with 'git diff' or 'git format-patch'";

    private readonly string[] _lines;
    private readonly bool _hasLostEnds;
    private readonly Func<string, bool> _isHeld;
    private readonly List<FilePatch> _files = [];
    private readonly Dictionary<string, int> _commitOf = new(StringComparer.Ordinal);
    private int _next;
    private int _commit;
    private bool _hasCommitHead;

    private UnifiedDiff(string[] lines, bool hasLostEnds, int commit, Func<string, bool> isHeld)
    {
        _lines = lines;
        _hasLostEnds = hasLostEnds;
        _commit = commit;
        _isHeld = isHeld;
    }

    private string? Current => Ahead(0);

    private string? Following => Ahead(1);

    /// <summary>Reads a diff.</summary>
    /// <param name="text">The diff, with any text before, between and after its files.</param>
    /// <param name="commit">Number of its first commit.</param>
    /// <param name="isHeld">Whether some image holds a file of the project: what cannot be applied is refused there, and has no hunks elsewhere.</param>
    /// <returns>Its files; none when it is no diff.</returns>
    /// <exception cref="ChangeFormatException">It does what cannot be applied; with the line of the text.</exception>
    public static IReadOnlyList<FilePatch> Parse(ReadOnlySpan<byte> text, int commit, Func<string, bool> isHeld)
    {
        var lines = Encoding.Latin1.GetString(text).Split('\n');
        var ranges = lines.Where(line => Range().IsMatch(line)).ToList();
        var hasLostEnds = ranges.Count > 0 && ranges.All(line => line.EndsWith('\r'));
        if (hasLostEnds)
        {
            // The diff itself was written with other line ends: those of the lines in it are not the file's.
            lines = [.. lines.Select(line => line.EndsWith('\r') ? line[..^1] : line)];
        }

        return new UnifiedDiff(lines, hasLostEnds, commit, isHeld).Read();
    }

    private string? Ahead(int count) => _next + count < _lines.Length ? _lines[_next + count] : null;

    private List<FilePatch> Read()
    {
        while (Current is { } line)
        {
            if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                ReadGitFile(DiffPaths.OfGitHeader(line.TrimEnd('\r')));
            }
            else if (IsNames())
            {
                ReadPlainFile();
            }
            else
            {
                RefuseOtherDiff(line);
                RefuseBinary(line);
                BeginCommit(line);
                _next++;
            }
        }

        return _files;
    }

    private void RefuseOtherDiff(string line)
    {
        if (line.StartsWith("@@@ ", StringComparison.Ordinal) || line.StartsWith("diff --cc ", StringComparison.Ordinal) || line.StartsWith("diff --combined ", StringComparison.Ordinal))
        {
            throw Refuse("it is the combined diff of a merge", "diff the merge against its first parent: 'git diff HEAD^1 HEAD'");
        }

        if (Range().IsMatch(line))
        {
            throw Refuse("a hunk stands before any file", "each file begins with a '---' and a '+++' line");
        }

        if (Coloured().IsMatch(line))
        {
            throw RefuseColour();
        }

        if (line.StartsWith("*** ", StringComparison.Ordinal) && Following?.StartsWith("--- ", StringComparison.Ordinal) == true && Ahead(2)?.TrimEnd('\r') == "***************")
        {
            throw Refuse("it is a context diff", "make it with 'diff -u' (unified), not 'diff -c'");
        }
    }

    // 'git show' and 'git log -p' write these. The log has the newest commit first, which nothing says of it but its dates.
    private void BeginCommit(string line)
    {
        if (!CommitHead().IsMatch(line))
        {
            return;
        }

        _commit += _hasCommitHead ? 1 : 0;
        _hasCommitHead = true;
    }

    private void ReadGitFile((string Old, string New)? named)
    {
        var at = _next++;
        string? old = named?.Old, @new = named?.New;
        bool? executable = null;
        bool isNew = false, isDeleted = false, isCopy = false;
        ChangeFormatException? unfit = null;
        while (Current is { } line && Extended().Match(line.TrimEnd('\r')) is { Success: true } header)
        {
            var (key, value) = (header.Groups["key"].Value, header.Groups["value"].Value);
            isNew |= key == "new file mode";
            isDeleted |= key == "deleted file mode";
            isCopy |= key == "copy from";
            switch (key)
            {
                case "new mode" or "new file mode" or "deleted file mode":
                    unfit ??= ModeProblem(value);
                    executable = key == "deleted file mode" ? null : value.EndsWith("755", StringComparison.Ordinal);
                    break;
                case "index" when value.Split(' ') is [_, var mode]:
                    unfit ??= ModeProblem(mode);
                    break;
                case "rename from" or "copy from":
                    old = DiffPaths.Unquote(value);
                    break;
                case "rename to" or "copy to":
                    @new = DiffPaths.Unquote(value);
                    break;
            }

            _next++;
        }

        if (Current is { } binary && IsBinary(binary))
        {
            unfit ??= BinaryProblem();
            SkipBinary();
        }

        if (IsNames())
        {
            var names = ReadNames();
            old ??= names.Old;
            @new ??= names.New;
        }

        if ((old ?? @new) is null)
        {
            throw unfit ?? Refuse("the names of the changed file cannot be read", SeeGit, at);
        }

        if (unfit is not null && new[] { old, @new }.OfType<string>().Any(_isHeld))
        {
            throw unfit;
        }

        Add(new FilePatch(isNew ? null : old, isDeleted ? null : @new, ReadHunks()) { IsExecutable = executable, IsCopy = isCopy }, at);
    }

    private void ReadPlainFile()
    {
        var at = _next;
        var (old, @new) = ReadNames();
        var hunks = ReadHunks();
        if (hunks.Count == 0)
        {
            throw Refuse("no hunk follows the names of a file", "a '@@ -1,2 +1,2 @@' line comes next", at);
        }

        // diff writes a file that is not there with its name, and with nothing in it
        var isNew = hunks is [{ OldStart: 0, OldLines.Count: 0 }];
        var isDeleted = hunks is [{ NewStart: 0, NewLines.Count: 0 }];
        Add(new FilePatch(isNew ? null : old, isDeleted ? null : @new, hunks), at);
    }

    private void Add(FilePatch file, int at)
    {
        foreach (var path in new[] { file.Old, file.New }.OfType<string>())
        {
            if (DiffPaths.Problem(path) is { } problem)
            {
                throw Refuse($"the path '{path}' {problem}", "paths are relative to the root of the project's source", at);
            }
        }

        if ((file.Old ?? file.New) is null)
        {
            throw Refuse("a file is neither there before nor after", SeeGit, at);
        }

        foreach (var path in new[] { file.Old, file.New }.OfType<string>())
        {
            if (_hasCommitHead && _commitOf.TryGetValue(path, out var other) && other != _commit)
            {
                throw Refuse(
                    $"it shows several commits that change '{path}', and 'git log' has the newest first", "write them with 'git format-patch', or as one 'git diff OLD NEW'", at);
            }

            _commitOf[path] = _commit;
        }

        _files.Add(file with { Commit = _commit, HasLostEnds = _hasLostEnds });
    }

    private bool IsNames() =>
        Current?.StartsWith("--- ", StringComparison.Ordinal) == true && Following?.StartsWith("+++ ", StringComparison.Ordinal) == true;

    private (string? Old, string? New) ReadNames()
    {
        var names = DiffPaths.OfNames(Current![4..].TrimEnd('\r'), Following![4..].TrimEnd('\r'));
        _next += 2;
        return names;
    }

    private List<Hunk> ReadHunks()
    {
        var hunks = new List<Hunk>();
        while (Current is { } line && Range().Match(line) is { Success: true } range)
        {
            hunks.Add(ReadHunk(range));
        }

        return hunks;
    }

    private Hunk ReadHunk(Match range)
    {
        var at = _next++;
        int Number(string group, int absent) => !range.Groups[group].Success ? absent
            : int.TryParse(range.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Refuse("a hunk's range has a number that is too large", SeeGit, at);
        var (old, @new) = (Number("oldCount", 1), Number("newCount", 1));
        var lines = new List<HunkLine>();
        while (old > 0 || @new > 0)
        {
            // what sends patches by mail may have cut the space off an empty line
            var line = Current is { Length: 0 } && Following is not null ? " " : Current;
            var sign = line is { Length: > 0 } ? line[0] : '\0';
            if (sign == '\u001b')
            {
                throw RefuseColour();
            }

            old -= sign is ' ' or '-' ? 1 : 0;
            @new -= sign is ' ' or '+' ? 1 : 0;
            if (sign is not (' ' or '-' or '+') || old < 0 || @new < 0)
            {
                throw IsWordDiff(line, at) ? RefuseWords() : Refuse("a hunk has other lines than its range says: the diff is damaged", SeeGit);
            }

            _next++;
            lines.Add(new HunkLine(sign, line![1..] + "\n"));
            if (Current?.StartsWith("\\ ", StringComparison.Ordinal) == true)
            {
                lines[^1] = lines[^1] with { Text = lines[^1].Text[..^1] };
                _next++;
            }
        }

        if (lines.Count > 0 && lines.TrueForAll(line => line.Sign == ' '))
        {
            throw IsWordDiff(null, at) ? RefuseWords() : Refuse("a hunk changes nothing", SeeGit, at);
        }

        return new Hunk(Number("old", 0), Number("new", 0), range.Groups["section"].Value.TrimEnd('\r'), lines);
    }

    private ChangeFormatException? ModeProblem(string mode) => mode is "100644" or "100755"
        ? null
        : Refuse($"a file has the mode {mode}: links and submodules cannot be changed", "change regular files alone");

    private ChangeFormatException BinaryProblem() => Refuse("a binary file is changed", "leave it out of the diff, or give the source tree instead of a diff");

    private void RefuseBinary(string line)
    {
        if (IsBinary(line))
        {
            throw BinaryProblem();
        }
    }

    private static bool IsBinary(string line) => line.StartsWith("GIT binary patch", StringComparison.Ordinal) || BinaryFiles().IsMatch(line);

    // 'GIT binary patch' has the new content and the old one, each with an empty line after it.
    private void SkipBinary()
    {
        _next++;
        while (Current is { } line && BinaryContent().IsMatch(line))
        {
            while (Current is { } content && content.TrimEnd('\r').Length > 0)
            {
                _next++;
            }

            _next++;
        }
    }

    // A word diff has no signs before its lines, but marks in them; in the form for programs, a line of '~' alone for each line's end.
    private bool IsWordDiff(string? line, int at) =>
        line?.TrimEnd('\r') == "~" || _lines[at..Math.Min(_lines.Length, _next + 1)].Any(text => Has(text, "[-", "-]") || Has(text, "{+", "+}"));

    private static bool Has(string text, string begin, string end) =>
        text.IndexOf(begin, StringComparison.Ordinal) is >= 0 and var at && text.IndexOf(end, at + begin.Length, StringComparison.Ordinal) >= 0;

    private ChangeFormatException RefuseWords() => Refuse("it is a word diff", "make it without --word-diff and --color-words");

    private ChangeFormatException RefuseColour() =>
        Refuse("it is coloured, and which escape sequences are the terminal's and which the file's nobody can tell", "write it with 'git diff --no-color'");

    private ChangeFormatException Refuse(string message, string suggestion, int? at = null) => new((at ?? _next) + 1, message, suggestion);

    [GeneratedRegex(@"^@@ -(?<old>\d+)(,(?<oldCount>\d+))? \+(?<new>\d+)(,(?<newCount>\d+))? @@(?<section>.*)$")]
    private static partial Regex Range();

    [GeneratedRegex("^(?<key>old mode|new mode|new file mode|deleted file mode|copy from|copy to|rename from|rename to|similarity index|dissimilarity index|index) (?<value>.*)$")]
    private static partial Regex Extended();

    [GeneratedRegex("^Binary files .* differ\r?$")]
    private static partial Regex BinaryFiles();

    [GeneratedRegex("^(literal|delta) [0-9]+\r?$")]
    private static partial Regex BinaryContent();

    [GeneratedRegex("^(\u001b\\[[0-9;]*[mK])+(diff |--- |\\+\\+\\+ |@@)")]
    private static partial Regex Coloured();

    [GeneratedRegex("^commit ([0-9a-f]{40}|[0-9a-f]{64})( |\r?$)")]
    private static partial Regex CommitHead();
}
