using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>Reads a change from disk: a patch file, a folder of patches, a source tree, or a range of commits.</summary>
internal static class ChangeReader
{
    /// <summary>Reads a change.</summary>
    /// <param name="project">The project.</param>
    /// <param name="source">The path for people.</param>
    /// <param name="path">Absolute path of a file or folder, or of a folder with '@' and a range of commits after it.</param>
    /// <param name="layouts">Where images hold the project; of a tree no more is read than they hold.</param>
    /// <exception cref="ChangeFormatException">It is not there, cannot be read, or is no change that can be applied.</exception>
    public static Change Read(string project, string source, string path, IReadOnlyList<ProjectLayout> layouts)
    {
        try
        {
            bool IsHeld(string file) => layouts.Any(layout => layout.Locate(file) is not null);
            return Directory.Exists(path) ? PatchSeries.Find(path) is { } series ? new Change(project, source, series.Read(IsHeld)) : ReadTree(project, source, path, layouts)
                : Path.Exists(path) ? new Change(project, source, PatchReader.Read(InputFile.Read(path, InputLimits.Patch), IsHeld))
                : CommitRange.Find(path) is { } range ? range.Read(project, source, IsHeld)
                : throw new ChangeFormatException(0, $"there is no file or folder '{path}'", "name a patch file, the folder of a source tree, or a clone with a range of commits: clone@OLD..NEW");
        }
        catch (InputException problem)
        {
            throw new ChangeFormatException(0, problem.Message, problem.Fault == InputFault.TooLarge ? "give the source tree instead of a diff" : problem.Suggestion);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ChangeFormatException(0, problem.Message, "it must be readable");
        }
    }

    /// <summary>The file or folder that a change is read from, of a range of commits their clone; null when there is none.</summary>
    /// <param name="path">As <see cref="Read"/> takes it.</param>
    public static string? FindPlace(string path) => Path.Exists(path) ? path : CommitRange.Find(path)?.Folder;

    /// <summary>A change out of a patch in any of its forms, of which nothing may be left out.</summary>
    /// <exception cref="ChangeFormatException">It is no patch that can be applied.</exception>
    public static Change OfPatch(string project, string source, ReadOnlySpan<byte> text) => new(project, source, PatchReader.Read(text.ToArray(), _ => true));

    private static Change ReadTree(string project, string source, string root, IReadOnlyList<ProjectLayout> layouts)
    {
        var files = new SortedDictionary<string, ContextFile>(StringComparer.Ordinal);
        var others = new SortedSet<string>(StringComparer.Ordinal);
        var (left, seen) = (InputLimits.SourceTree, 0);
        Walk(string.Empty, 0);
        return files.Count == 0
            ? throw new ChangeFormatException(
                0,
                $"'{root}' has nothing of {project} in it",
                $"it must be the root of the project's source, with {string.Join(" or ", layouts.SelectMany(layout => layout.Paths.Keys).Distinct().Order(StringComparer.Ordinal))}, or a folder of nothing but '*.patch' files")
            : new Change(project, source, new TreeContent(files, [.. others], ContentDigest.Of(files)));

        void Walk(string folder, int depth)
        {
            if (depth > InputLimits.FolderDepth)
            {
                throw new ChangeFormatException(0, $"'{folder}' is more than {InputLimits.FolderDepth} folders deep", "give a patch instead, or remove what is no source");
            }

            foreach (var item in new DirectoryInfo(Path.Combine(root, folder)).EnumerateFileSystemInfos().Where(item => !InputFile.IsLeftover(item.Name)))
            {
                if (++seen > InputLimits.SourceFiles)
                {
                    throw new ChangeFormatException(0, $"it holds more than {InputLimits.SourceFiles} files and folders", "give a patch instead, or remove what is no source");
                }

                var name = folder.Length == 0 ? item.Name : $"{folder}/{item.Name}";
                var isFolder = (item.Attributes & FileAttributes.Directory) != 0 && item.LinkTarget is null;
                if (isFolder && layouts.Any(layout => layout.MayHold(name)))
                {
                    Walk(name, depth + 1);
                }
                else if (!isFolder && layouts.Any(layout => layout.Locate(name) is not null))
                {
                    files.Add(name, ReadFile(root, name, left));
                    left -= files[name].Content.Length;
                }
                else
                {
                    others.Add(isFolder ? name + "/" : name);
                }
            }
        }
    }

    private static ContextFile ReadFile(string root, string name, int left)
    {
        try
        {
            InputLinks.CheckWithin(root, name);
            return ContextFile.Read(Path.Combine(root, name), Math.Min(left, InputLimits.SourceFile));
        }
        catch (InputException problem)
        {
            throw problem.Fault switch
            {
                InputFault.TooLarge => new ChangeFormatException(
                    0,
                    $"'{name}' makes it larger than a source tree may be, {InputFile.Words(InputLimits.SourceTree)} in all and {InputFile.Words(InputLimits.SourceFile)} a file",
                    "give a patch instead, or remove what is no source"),
                InputFault.LeadsAway => new ChangeFormatException(0, problem.Message, problem.Suggestion),
                _ => new ChangeFormatException(0, $"'{name}': {problem.Message}", problem.Suggestion),
            };
        }
    }
}
