using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.ImageMaking;

/// <summary>The file <c>projects.yaml</c> of an image folder: which projects' source the image holds, and where.</summary>
internal static class ProjectsFile
{
    /// <summary>Its name in the folder.</summary>
    public const string Name = "projects.yaml";

    private static readonly TextShape SourcePath = TextShapes.RelativePath with
    {
        Noun = "a path in the project's source",
        Help = "it is relative to the root of the source and has no . or .. and no * in it",
        Accepts = text => Words.IsPath("/" + text) && text.AsSpan().IndexOfAny("*?[]\\") < 0,
    };

    /// <summary>Keys of the file.</summary>
    public static ObjectShape Shape { get; } = new("projects", "the projects of an image",
    [
        new(
            "projects",
            new MapShape(
                "a mapping of projects",
                TextShapes.Name with { Noun = "the name of a project" },
                new ObjectShape("project", "a project",
                [
                    new("paths", new MapShape("a mapping of paths", SourcePath, TextShapes.AbsolutePath) { Removable = false }, "Files and folders of the source, and where the image has them.") { Required = true, Removable = false },
                    new("left-out", new ListShape("a list of paths", SourcePath) { Unique = true }, "Paths below them that the image lacks by design.") { Removable = false },
                ])) { Removable = false },
            "Projects whose source the image holds.") { Required = true, Removable = false },
        new(
            "compile",
            new ObjectShape("compile", "a command for changed files",
            [
                new("suffix", TextShapes.Line with { Placeholders = false }, "How the names of the files end.") { Required = true, Removable = false },
                new("command", TextShapes.Arguments with { Item = new TextShape("an argument") }, "The command; the paths of changed files follow.") { Required = true, Removable = false },
            ]),
            "What is run on changed files.") { Removable = false },
    ]);

    /// <summary>Reads the file.</summary>
    /// <exception cref="JobConfigurationException">It has mistakes; all are in it.</exception>
    public static ImageProjects Read(JobFile file)
    {
        var good = ShapedFile.Read(file, Shape);
        return new ImageProjects(
            Values.Entries(good["projects"]).ToDictionary(project => project.Key, project => Layout((MappingNode)project.Value), StringComparer.Ordinal),
            good["compile"] is MappingNode compile ? new CompileStep(Values.Text(compile["suffix"])!, Values.List(compile["command"])) : null);
    }

    private static ProjectLayout Layout(MappingNode project) =>
        new(Values.Texts(project["paths"]).ToDictionary(StringComparer.Ordinal), Values.List(project["left-out"]));
}
