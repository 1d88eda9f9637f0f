using System.Globalization;
using System.Text;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>What changes make of an image's files, in memory: nothing is written before everything fits.</summary>
/// <param name="read">Reads a file of the image; null when it has none of that path.</param>
internal sealed class ImageOverlay(Func<string, Task<ContextFile?>> read)
{
    private readonly Dictionary<string, ContextFile?> _files = new(StringComparer.Ordinal);
    private readonly List<ReplacedFolder> _replaced = [];

    /// <summary>Files that are written: absolute path to the file.</summary>
    public IReadOnlyDictionary<string, ContextFile> Written =>
        _files.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);

    /// <summary>Files that are removed, ordered.</summary>
    public IReadOnlyList<string> Removed => [.. _files.Where(pair => pair.Value is null).Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>Folders that are emptied before anything is written.</summary>
    public IReadOnlyList<ReplacedFolder> Replaced => _replaced;

    /// <summary>Applies a change on top of those before it.</summary>
    /// <returns>Why it does not apply, or null. After a rejection the overlay is of no use.</returns>
    public async Task<ChangeRejection?> ApplyAsync(LocatedChange located)
    {
        switch (located)
        {
            case LocatedTree tree:
                Replace(tree);
                return null;
            case LocatedPatch patch:
                var commit = new CommitState(patch.Patches);
                foreach (var (source, image) in patch.Patches)
                {
                    if (await ApplyAsync(source, image, commit) is { } reason)
                    {
                        return new ChangeRejection(
                            located.Change.Project,
                            located.Change.Source,
                            $"{located.Change.Source} does not apply to {located.Change.Project}: {source.Path}: {reason.Message}",
                            reason.Details);
                    }
                }

                return null;
            default:
                throw new NotSupportedException($"Nobody applies a {located.GetType().Name}.");
        }
    }

    private void Replace(LocatedTree tree)
    {
        foreach (var path in _files.Keys.Where(path => tree.Replaced.Any(folder => folder.Covers(path))).ToList())
        {
            _files.Remove(path);
        }

        _replaced.AddRange(tree.Replaced);
        foreach (var (path, file) in tree.Content)
        {
            _files[path] = file;
        }
    }

    private async Task<Reason?> ApplyAsync(FilePatch source, FilePatch image, CommitState commit)
    {
        commit.Enter(image.Commit);

        // what is not the project's is no file of the change's, whatever the image has at that path
        var displaced = image.Old is null ? null : commit.TakeDisplaced(image);
        var old = displaced ?? (image.Old is null ? null : (image.IsCopy ? await FindBeforeAsync(image.Old, commit) : null) ?? await FindAsync(image.Old));
        if (source.Old is not null && old is null)
        {
            return new Reason("the image has no such file", FirstHunk(source));
        }

        // An empty file in its place is what some tools take for no file.
        var isMoved = image.New is not null && image.New != image.Old;
        if (isMoved && await FindAsync(image.New!) is { Content.Length: > 0 } there && !commit.Displace(image.New!, there))
        {
            return new Reason($"the image has {(image.Old is null ? "the file" : image.New)} already", FirstHunk(source));
        }

        var before = old is null ? string.Empty : Encoding.Latin1.GetString(old.Content.Span);
        var after = PatchedText.Apply(before, image.Hunks, InputLimits.PatchComparisons, out var rejected, out var isGivenUp);
        if (after is null && !isGivenUp && image.HasLostEnds && HasCarriageReturns(before))
        {
            after = PatchedText.Apply(before, [.. image.Hunks.Select(hunk => hunk.WithCarriageReturns())], InputLimits.PatchComparisons, out rejected, out isGivenUp);
        }

        if (after is null)
        {
            return isGivenUp ? GivenUp(source, rejected) : Rejected(source, before, rejected);
        }

        if (image.New is null && source.New is null && after.Length > 0)
        {
            return new Reason("it is to be deleted, but the image's file has more in it", FirstHunk(source));
        }

        if (image.Old is not null && image.Old != image.New && !image.IsCopy && displaced is null)
        {
            Put(image.Old, null, commit);
        }

        if (image.New is not null)
        {
            Put(image.New, new ContextFile(Encoding.Latin1.GetBytes(after), Mode(old, image.IsExecutable)), commit);
        }

        return null;
    }

    private void Put(string path, ContextFile? file, CommitState commit)
    {
        commit.Note(path, _files.TryGetValue(path, out var before), before);
        _files[path] = file;
    }

    private async Task<ContextFile?> FindBeforeAsync(string path, CommitState commit) => commit.Find(path) switch
    {
        null => await FindAsync(path),
        (true, var before) => before,
        _ => await ReadAsync(path),
    };

    private async Task<ContextFile?> FindAsync(string path) => _files.TryGetValue(path, out var file) ? file : await ReadAsync(path);

    private async Task<ContextFile?> ReadAsync(string path) => _replaced.Any(folder => folder.Covers(path)) ? null : await read(path);

    // Whether every line that ends, ends with CR and LF.
    private static bool HasCarriageReturns(string text)
    {
        var isSome = false;
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            if (at == 0 || text[at - 1] != '\r')
            {
                return false;
            }

            isSome = true;
        }

        return isSome;
    }

    private static UnixFileMode Mode(ContextFile? old, bool? executable) =>
        executable switch { true => ContextFile.Executable, false => ContextFile.Data, null => old?.Mode ?? ContextFile.Data };

    private static Reason GivenUp(FilePatch source, int rejected) => new(
        string.Create(CultureInfo.InvariantCulture, $"hunk {rejected + 1} of {source.Hunks.Count} (line {source.Hunks[rejected].OldStart}) has too many places where it might belong; give the source tree instead of a diff"),
        []);

    private static Reason Rejected(FilePatch source, string text, int rejected)
    {
        var hunk = source.Hunks[rejected];
        var isThere = PatchedText.Apply(text, [Reversed(hunk)], out _) is not null;
        return new Reason(
            string.Create(
                CultureInfo.InvariantCulture,
                $"hunk {rejected + 1} of {source.Hunks.Count} (line {hunk.OldStart}) is rejected{(isThere ? ", the image's file has it already" : string.Empty)}"),
            Text(hunk));
    }

    private static Hunk Reversed(Hunk hunk) => new(
        hunk.NewStart,
        hunk.OldStart,
        hunk.Section,
        [.. hunk.Lines.Select(line => line with { Sign = line.Sign switch { '+' => '-', '-' => '+', _ => ' ' } })]);

    private static IReadOnlyList<string> FirstHunk(FilePatch file) => file.Hunks is [var first, ..] ? Text(first) : [];

    private static IReadOnlyList<string> Text(Hunk hunk) =>
        [hunk.Range, .. hunk.Lines.Select(line => Utf8(line.Sign + line.Text.TrimEnd('\n', '\r')))];

    private static string Utf8(string latin) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin));

    private sealed record Reason(string Message, IReadOnlyList<string> Details);

    /// <summary>What the files of one commit were before it: what it says of them has no order, so that two files may change names.</summary>
    private sealed class CommitState
    {
        private readonly Dictionary<(int Commit, string Path), int> _leaves = [];
        private readonly Dictionary<string, ContextFile> _displaced = new(StringComparer.Ordinal);
        private readonly Dictionary<string, (bool IsChanged, ContextFile? File)> _before = new(StringComparer.Ordinal);
        private int _commit = -1;
        private int _at = -1;

        public CommitState(IReadOnlyList<(FilePatch Source, FilePatch Image)> patches)
        {
            foreach (var (index, (_, image)) in patches.Index())
            {
                if (image.Old is not null && image.Old != image.New && !image.IsCopy)
                {
                    _leaves[(image.Commit, image.Old)] = index;
                }
            }
        }

        /// <summary>Takes the next file; one of another commit begins that.</summary>
        public void Enter(int commit)
        {
            _at++;
            if (_commit != commit)
            {
                _commit = commit;
                _displaced.Clear();
                _before.Clear();
            }
        }

        /// <summary>Keeps what a file is before the commit changes it.</summary>
        public void Note(string path, bool isChanged, ContextFile? file) => _before.TryAdd(path, (isChanged, file));

        /// <summary>What a file was before the commit, and whether a change before it made that; null when the commit left it as it was.</summary>
        public (bool IsChanged, ContextFile? File)? Find(string path) => _before.TryGetValue(path, out var file) ? file : null;

        /// <summary>Keeps a file whose place another takes, for the file of the same commit that moves or deletes it; false when none does.</summary>
        public bool Displace(string path, ContextFile file) => _leaves.TryGetValue((_commit, path), out var index) && index > _at && _displaced.TryAdd(path, file);

        /// <summary>What was in the place of a file that is moved or deleted, or null when it is there still.</summary>
        public ContextFile? TakeDisplaced(FilePatch image) =>
            image.New != image.Old && !image.IsCopy && _displaced.Remove(image.Old!, out var file) ? file : null;
    }
}
