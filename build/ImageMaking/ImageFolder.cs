using GlanceGate.Inputs;
using GlanceGate.Jobs;

namespace GlanceGate.ImageMaking;

/// <summary>A folder that describes an image: a <c>Dockerfile</c> or a <c>bake.yaml</c>, and the files that it uses.</summary>
/// <param name="Name">Name of the folder.</param>
/// <param name="Recipe">Path of the Dockerfile or <c>bake.yaml</c> for messages.</param>
/// <param name="Dockerfile">Text of the Dockerfile, or null when the image is baked.</param>
/// <param name="Bake">How it is baked, or null when it is built.</param>
/// <param name="Files">Path relative to the folder, with forward slashes, to the file; without the recipe.</param>
internal sealed record ImageFolder(
    string Name, string Recipe, string? Dockerfile, BakeDefinition? Bake, IReadOnlyDictionary<string, ContextFile> Files)
{
    private const string DockerfileName = "Dockerfile";
    private const string BakeName = "bake.yaml";

    /// <summary>The projects whose source the image holds besides those of its sources; no part of what it is made from.</summary>
    public ImageProjects Projects { get; init; } = ImageProjects.None;

    /// <summary>The images that it is made from, as they are written, each once.</summary>
    public IReadOnlyList<string> Sources => Bake is { } bake
        ? [bake.From]
        : [.. ImageMaking.Dockerfile.FindSources(Dockerfile!).Select(source => source.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Those of its sources that it is made on top of: what they hold, it holds.</summary>
    public IReadOnlyList<string> Bases => Bake is { } bake
        ? [bake.From]
        : [.. ImageMaking.Dockerfile.FindBases(Dockerfile!).Select(source => source.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Where a source is written.</summary>
    public SourceSpan Where(string source) => Bake is { } bake
        ? bake.FromSpan
        : ImageMaking.Dockerfile.FindSources(Dockerfile!).Where(item => item.Name == source)
            .Select(item => new SourceSpan(Recipe, item.Line, item.Column, item.Name.Length)).First();

    /// <summary>The folder of an image; null when the name is no folder's.</summary>
    /// <param name="images">Absolute path of <c>build/Images</c>.</param>
    /// <param name="name">Name of an image.</param>
    /// <exception cref="JobConfigurationException">It does not describe an image.</exception>
    public static ImageFolder? Find(string images, string name) =>
        name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal) && Directory.Exists(Path.Combine(images, name))
            ? Read(Path.Combine(images, name), $"build/Images/{name}")
            : null;

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="label">Path for messages, relative to the repository, with forward slashes.</param>
    /// <exception cref="JobConfigurationException">It does not describe an image.</exception>
    public static ImageFolder Read(string folder, string label)
    {
        var files = new SortedDictionary<string, ContextFile>(StringComparer.Ordinal);
        foreach (var name in JobFile.Need(label, () => InputFile.Below(folder, _ => false, InputLimits.SourceFiles)))
        {
            files.Add(name, JobFile.Need($"{label}/{name}", () => ContextFile.Read(Path.Combine(folder, name), InputLimits.SourceFile)));
        }

        var hasDockerfile = files.Remove(DockerfileName, out var dockerfile);
        var hasBake = files.Remove(BakeName, out var bake);
        files.Remove(ProjectsFile.Name, out var projects);
        if (hasDockerfile == hasBake)
        {
            throw new JobConfigurationException(
            [
                new Diagnostic(
                    DiagnosticCodes.BadValue,
                    new SourceSpan(label, 1, 1, 1),
                    hasBake ? $"{label} has a {DockerfileName} and a {BakeName}" : $"{label} has neither a {DockerfileName} nor a {BakeName}",
                    "an image is either built or baked"),
            ]);
        }

        var recipe = $"{label}/{(hasBake ? BakeName : DockerfileName)}";
        return new ImageFolder(
            Path.GetFileName(folder),
            recipe,
            dockerfile is null ? null : TextOf(dockerfile, recipe).Text,
            bake is null ? null : BakeDefinition.Read(TextOf(bake, recipe)),
            files)
        {
            Projects = projects is null
                ? ImageProjects.None
                : ProjectsFile.Read(TextOf(projects, $"{label}/{ProjectsFile.Name}")),
        };
    }

    private static JobFile TextOf(ContextFile file, string label) => new(label, JobFile.Need(label, () => InputFile.Text(file.Content.Span)));
}
