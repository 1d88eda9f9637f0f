using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Jobs.Language;

namespace GlanceGate.ImageMaking;

/// <summary>How an image is baked: a command runs in a container of another image, and what it leaves is committed.</summary>
/// <param name="From">Image that the container is made from: a folder's name or a reference.</param>
/// <param name="FromSpan">Where that is written.</param>
/// <param name="Command">What runs; it must end with exit code 0. The folder's other files are in <c>/bake</c>.</param>
/// <param name="Timeout">Its deadline.</param>
/// <param name="Tmpfs">Absolute path to options of mounts whose content stays out of the image.</param>
/// <param name="Environment">Variables of the command; they stay in the image.</param>
/// <param name="Text">The whole definition as it is written.</param>
internal sealed record BakeDefinition(
    string From,
    SourceSpan FromSpan,
    IReadOnlyList<string> Command,
    TimeSpan Timeout,
    IReadOnlyDictionary<string, string> Tmpfs,
    IReadOnlyDictionary<string, string> Environment,
    string Text)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Keys of a definition.</summary>
    public static ObjectShape Shape { get; } = new("bake", "the description of a baked image",
    [
        new("from", TextShapes.Image with { Placeholders = false }, "Image that the container is made from: a folder beside this one, or a registry reference.") { Required = true, Removable = false },
        new("command", TextShapes.Arguments with { Item = new TextShape("an argument") }, "What runs; the folder's other files are in /bake.") { Required = true, Removable = false },
        new("timeout", TextShapes.Duration, "Deadline of the command; 10m when absent.") { Removable = false },
        new("tmpfs", new ListShape("a list of mounts", TextShapes.TmpfsMount) { Unique = true }, "Mounts in memory, whose content stays out of the image.") { Removable = false },
        new("environment", new MapShape("a mapping of variables", TextShapes.Variable, new TextShape("a text")) { Removable = false }, "Variables of the command; they stay in the image.") { Removable = false },
        new("rebake", new ListShape("a list of patterns", TextShapes.Line with { Placeholders = false }) { Unique = true }, "Files of a project's source, with * and **: with a change to one of them the image is baked anew from the changed image; other changes leave it. All files when absent.") { Removable = false },
    ]);

    /// <summary>Patterns of files of a changed project on which the result depends; null when it depends on all of them.</summary>
    public IReadOnlyList<string>? Rebake { get; init; }

    /// <summary>Reads a definition.</summary>
    /// <exception cref="JobConfigurationException">It has mistakes; all are in it.</exception>
    public static BakeDefinition Read(JobFile file)
    {
        var good = ShapedFile.Read(file, Shape);
        return new BakeDefinition(
            Values.Text(good["from"])!,
            good["from"]!.Span,
            Values.List(good["command"]),
            Values.Duration(good["timeout"]) ?? DefaultTimeout,
            Values.List(good["tmpfs"]).Select(mount => mount.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : ""),
            Values.Texts(good["environment"]).ToDictionary(),
            file.Text)
        {
            Rebake = good["rebake"] is { } patterns ? Values.List(patterns) : null,
        };
    }
}
