using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>Reads unified diffs as <c>git</c>, <c>diff -u</c> and review systems write them.</summary>
/// <remarks>Text between files is skipped, so a patch may have a commit message, and a series of patches is one diff.</remarks>
internal sealed partial class UnifiedDiff
{
    private const string SeeGit = "write it with 'git diff' or 'git format-patch'";

    private readonly string[] _lines;
    private readonly List<FilePatch> _files = [];
    private int _next;

    private UnifiedDiff(string[] lines) => _lines = lines;

    private string? Current => _next < _lines.Length ? _lines[_next] : null;

    private string? Following => _next + 1 < _lines.Length ? _lines[_next + 1] : null;

    /// <summary>Reads a diff.</summary>
    /// <exception cref="ChangeFormatException">It is none, or does what cannot be applied.</exception>
    public static IReadOnlyList<FilePatch> Parse(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            throw new ChangeFormatException(0, "the file is empty", SeeGit);
        }

        if (text.Count((byte)'\n') > InputLimits.PatchLines)
        {
            throw new ChangeFormatException(0, $"the patch has more than {InputLimits.PatchLines} lines", "give the source tree instead of a diff");
        }

        var lines = Encoding.Latin1.GetString(text).Split('\n');
        var ranges = lines.Where(line => Range().IsMatch(line)).ToList();
        if (ranges.Count > 0 && ranges.All(line => line.EndsWith('\r')))
        {
            // The diff itself was written with other line ends: those of the lines in it are not the file's.
            lines = [.. lines.Select(line => line.EndsWith('\r') ? line[..^1] : line)];
        }

        return new UnifiedDiff(lines).Read();
    }

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
            else if (line.StartsWith("@@@ ", StringComparison.Ordinal) || line.StartsWith("diff --cc ", StringComparison.Ordinal))
            {
                throw Refuse("it is the combined diff of a merge", "diff the merge against its first parent: 'git diff HEAD^1 HEAD'");
            }
            else if (Range().IsMatch(line))
            {
                throw Refuse("a hunk stands before any file", "each file begins with a '---' and a '+++' line");
            }
            else
            {
                RefuseBinary(line);
                _next++;
            }
        }

        return _files.Count > 0 ? _files : throw new ChangeFormatException(0, "it is no unified diff: no file is changed in it", SeeGit);
    }

    private void ReadGitFile((string Old, string New)? named)
    {
        var at = _next++;
        string? old = named?.Old, @new = named?.New;
        bool? executable = null;
        bool isNew = false, isDeleted = false, isCopy = false;
        while (Current is { } line && Extended().Match(line.TrimEnd('\r')) is { Success: true } header)
        {
            var (key, value) = (header.Groups["key"].Value, header.Groups["value"].Value);
            isNew |= key == "new file mode";
            isDeleted |= key == "deleted file mode";
            isCopy |= key == "copy from";
            switch (key)
            {
                case "new mode" or "new file mode" or "deleted file mode":
                    CheckMode(value);
                    executable = key == "deleted file mode" ? null : value.EndsWith("755", StringComparison.Ordinal);
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

        if (Current is { } binary)
        {
            RefuseBinary(binary);
        }

        if (IsNames())
        {
            var names = ReadNames();
            old ??= names.Old;
            @new ??= names.New;
        }

        if ((old ?? @new) is null)
        {
            throw Refuse("the names of the changed file cannot be read", SeeGit, at);
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

        _files.Add((file.Old ?? file.New) is null ? throw Refuse("a file is neither there before nor after", SeeGit, at) : file);
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
            old -= sign is ' ' or '-' ? 1 : 0;
            @new -= sign is ' ' or '+' ? 1 : 0;
            if (sign is not (' ' or '-' or '+') || old < 0 || @new < 0)
            {
                throw Refuse("a hunk has other lines than its range says: the diff is damaged", SeeGit);
            }

            _next++;
            lines.Add(new HunkLine(sign, line![1..] + "\n"));
            if (Current?.StartsWith("\\ ", StringComparison.Ordinal) == true)
            {
                lines[^1] = lines[^1] with { Text = lines[^1].Text[..^1] };
                _next++;
            }
        }

        return new Hunk(Number("old", 0), Number("new", 0), range.Groups["section"].Value.TrimEnd('\r'), lines);
    }

    private void CheckMode(string mode)
    {
        if (mode is not ("100644" or "100755"))
        {
            throw Refuse($"a file has the mode {mode}: links and submodules cannot be changed", "change regular files alone");
        }
    }

    private void RefuseBinary(string line)
    {
        if (line.StartsWith("GIT binary patch", StringComparison.Ordinal) || BinaryFiles().IsMatch(line))
        {
            throw Refuse("a binary file is changed", "leave it out of the diff, or give the source tree instead of a diff");
        }
    }

    private ChangeFormatException Refuse(string message, string suggestion, int? at = null) => new((at ?? _next) + 1, message, suggestion);

    [GeneratedRegex(@"^@@ -(?<old>\d+)(,(?<oldCount>\d+))? \+(?<new>\d+)(,(?<newCount>\d+))? @@(?<section>.*)$")]
    private static partial Regex Range();

    [GeneratedRegex("^(?<key>old mode|new mode|new file mode|deleted file mode|copy from|copy to|rename from|rename to|similarity index|dissimilarity index|index) (?<value>.*)$")]
    private static partial Regex Extended();

    [GeneratedRegex("^Binary files .* differ\r?$")]
    private static partial Regex BinaryFiles();
}
