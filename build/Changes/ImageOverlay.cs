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
                foreach (var (source, image) in patch.Patches)
                {
                    if (await ApplyAsync(source, image) is { } reason)
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

    private async Task<Reason?> ApplyAsync(FilePatch source, FilePatch image)
    {
        // what is not the project's is no file of the change's, whatever the image has at that path
        var old = image.Old is null ? null : await FindAsync(image.Old);
        if (source.Old is not null && old is null)
        {
            return new Reason("the image has no such file", FirstHunk(source));
        }

        // An empty file in its place is what some tools take for no file.
        var isMoved = image.New is not null && image.New != image.Old;
        if (isMoved && await FindAsync(image.New!) is { Content.Length: > 0 })
        {
            return new Reason($"the image has {(image.Old is null ? "the file" : image.New)} already", FirstHunk(source));
        }

        var before = old is null ? string.Empty : Encoding.Latin1.GetString(old.Content.Span);
        if (PatchedText.Apply(before, image.Hunks, InputLimits.PatchComparisons, out var rejected, out var isGivenUp) is not { } after)
        {
            return isGivenUp ? GivenUp(source, rejected) : Rejected(source, before, rejected);
        }

        if (image.New is null && source.New is null && after.Length > 0)
        {
            return new Reason("it is to be deleted, but the image's file has more in it", FirstHunk(source));
        }

        if (image.Old is not null && image.Old != image.New && !image.IsCopy)
        {
            _files[image.Old] = null;
        }

        if (image.New is not null)
        {
            _files[image.New] = new ContextFile(Encoding.Latin1.GetBytes(after), Mode(old, image.IsExecutable));
        }

        return null;
    }

    private async Task<ContextFile?> FindAsync(string path) =>
        _files.TryGetValue(path, out var file) ? file : _replaced.Any(folder => folder.Covers(path)) ? null : await read(path);

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
}
