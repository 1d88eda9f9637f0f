namespace GlanceGate.ImageMaking;

/// <summary>Where an image holds the source of a project.</summary>
/// <param name="Paths">Path in the project's source, of a file or folder, to its absolute path in the image.</param>
/// <param name="LeftOut">Paths in the project's source that the image lacks by design although a folder above them is held.</param>
internal sealed record ProjectLayout(IReadOnlyDictionary<string, string> Paths, IReadOnlyList<string> LeftOut)
{
    /// <summary>The whole source at its own paths, as a host that is no image takes it.</summary>
    public static ProjectLayout Whole { get; } = new(new Dictionary<string, string> { [string.Empty] = string.Empty }, []);

    /// <summary>Where a file of the source is in the image; null when the image does not hold it.</summary>
    public string? Locate(string path)
    {
        if (LeftOut.Any(left => IsWithin(path, left)))
        {
            return null;
        }

        // the longest one that fits: a file may be somewhere else than its folder
        var root = Paths.Keys.Where(held => IsWithin(path, held)).MaxBy(held => held.Length);
        return root is null ? null : Paths[root] + path[root.Length..];
    }

    /// <summary>Whether something in a folder of the source may be in the image.</summary>
    public bool MayHold(string folder) =>
        !LeftOut.Any(left => IsWithin(folder, left)) && Paths.Keys.Any(held => IsWithin(folder, held) || IsWithin(held, folder));

    /// <summary>Whether a path is another one or below it; everything is below an empty one.</summary>
    public static bool IsWithin(string path, string folder) =>
        folder.Length == 0 || (path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/'));
}

/// <summary>What is run on the changed files of an image, for example to compile them.</summary>
/// <param name="Suffix">How the names of those files end.</param>
/// <param name="Command">The command; paths of files follow it.</param>
internal sealed record CompileStep(string Suffix, IReadOnlyList<string> Command);

/// <summary>The projects whose source an image holds.</summary>
/// <param name="Layouts">Project to its layout.</param>
/// <param name="Compile">What is run on changed files, if anything.</param>
internal sealed record ImageProjects(IReadOnlyDictionary<string, ProjectLayout> Layouts, CompileStep? Compile)
{
    /// <summary>An image that holds none.</summary>
    public static ImageProjects None { get; } = new(new Dictionary<string, ProjectLayout>(), null);

    /// <summary>These and those of an image that this one is made from; what this image says itself counts.</summary>
    public ImageProjects Over(ImageProjects source) =>
        new(source.Layouts.Concat(Layouts).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal), Compile ?? source.Compile);
}
