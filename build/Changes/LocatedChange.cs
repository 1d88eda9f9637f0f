using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>A change in the paths of an image; pure.</summary>
/// <param name="Change">The change.</param>
/// <param name="Files">What of the source it touches in the image, as the record shows it: files, or folders that end with a slash.</param>
/// <param name="LeftOut">What it touches that the image does not hold.</param>
/// <param name="Paths">Every file of the source that it touches in the image, for patterns.</param>
internal abstract record LocatedChange(Change Change, IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Paths)
{
    /// <summary>Everything that decides how the image is changed, for a hash.</summary>
    public abstract IEnumerable<string> Texts();

    /// <summary>Locates a change.</summary>
    public static LocatedChange Of(Change change, ProjectLayout layout) => change.Content switch
    {
        PatchContent patch => LocatedPatch.Of(change, patch, layout),
        TreeContent tree => LocatedTree.Of(change, tree, layout),
        _ => throw new NotSupportedException($"No image takes a {change.Content.GetType().Name}."),
    };
}

/// <summary>A diff in the paths of an image.</summary>
/// <param name="Change">The change.</param>
/// <param name="Files">Files of the source.</param>
/// <param name="LeftOut">Files of the source that the image does not hold.</param>
/// <param name="Patches">Each file's part as the diff has it, and in the image's paths; what comes in from outside has no old path there.</param>
internal sealed record LocatedPatch(
    Change Change, IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut, IReadOnlyList<(FilePatch Source, FilePatch Image)> Patches)
    : LocatedChange(Change, Files, LeftOut, Files)
{
    /// <summary>Locates a diff. Of a file that is moved into or out of what the image holds, that part is done which can be.</summary>
    public static LocatedPatch Of(Change change, PatchContent patch, ProjectLayout layout)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        var leftOut = new SortedSet<string>(StringComparer.Ordinal);
        var patches = new List<(FilePatch, FilePatch)>();
        foreach (var file in patch.Files)
        {
            var (old, @new) = (file.Old is null ? null : layout.Locate(file.Old), file.New is null ? null : layout.Locate(file.New));
            foreach (var path in new[] { file.Old, file.New }.OfType<string>())
            {
                (layout.Locate(path) is null ? leftOut : files).Add(path);
            }

            var isMoved = file is { Old: not null, New: not null };
            if (@new is not null || (old is not null && !(isMoved && file.IsCopy)))
            {
                patches.Add((file, file with { Old = old, New = @new, Hunks = @new is null && isMoved ? [] : file.Hunks }));
            }
        }

        return new LocatedPatch(change, [.. files], [.. leftOut], patches);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Texts() => Patches.SelectMany(patch => patch.Image.Texts()).Prepend("patch");
}

/// <summary>A source tree in the paths of an image.</summary>
/// <param name="Change">The change.</param>
/// <param name="Files">Files and folders of the source.</param>
/// <param name="LeftOut">Files and folders of the source that the image does not hold.</param>
/// <param name="Paths">Every file of the tree that the image gets.</param>
/// <param name="Content">Absolute path in the image to the file.</param>
/// <param name="Replaced">Folders of the image that the tree takes the place of.</param>
internal sealed record LocatedTree(
    Change Change,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Paths,
    IReadOnlyDictionary<string, ContextFile> Content,
    IReadOnlyList<ReplacedFolder> Replaced) : LocatedChange(Change, Files, LeftOut, Paths)
{
    /// <summary>Locates a source tree.</summary>
    public static LocatedTree Of(Change change, TreeContent tree, ProjectLayout layout)
    {
        var held = tree.Files.Keys.Where(path => layout.Locate(path) is not null).Order(StringComparer.Ordinal).ToList();
        var folders = layout.Paths.Keys.Where(path => !tree.Files.ContainsKey(path) && held.Any(file => ProjectLayout.IsWithin(file, path)))
            .Order(StringComparer.Ordinal).ToList();
        var leftOut = tree.Files.Keys.Where(path => layout.Locate(path) is null).Concat(tree.Others).Order(StringComparer.Ordinal);
        return new LocatedTree(
            change,
            [.. folders.Select(folder => folder + "/").Concat(layout.Paths.Keys.Where(tree.Files.ContainsKey)).Order(StringComparer.Ordinal)],
            [.. leftOut],
            held,
            held.ToDictionary(path => layout.Locate(path)!, path => tree.Files[path], StringComparer.Ordinal),
            [.. folders.Select(folder => new ReplacedFolder(layout.Paths[folder], [.. Kept(folder, layout)]))]);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Texts() =>
    [
        "tree", ContentDigest.Of(Content), .. Replaced.SelectMany(folder => folder.Kept.Prepend(folder.Path)),
    ];

    // What is below the folder in the image and not part of it in the source: what the image has of left-out paths, and other mapped paths.
    private static IEnumerable<string> Kept(string folder, ProjectLayout layout) => layout.LeftOut.Where(left => left != folder && ProjectLayout.IsWithin(left, folder))
        .Select(left => layout.Paths[folder] + left[folder.Length..])
        .Concat(layout.Paths.Where(pair => pair.Key != folder && ProjectLayout.IsWithin(pair.Value, layout.Paths[folder])).Select(pair => pair.Value))
        .Order(StringComparer.Ordinal);
}

/// <summary>A folder of an image whose content gives way to a source tree's.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Kept">Absolute paths below it that stay.</param>
internal sealed record ReplacedFolder(string Path, IReadOnlyList<string> Kept)
{
    /// <summary>Whether a file of the image gives way.</summary>
    public bool Covers(string path) => ProjectLayout.IsWithin(path, Path) && !Kept.Any(kept => ProjectLayout.IsWithin(path, kept));
}
