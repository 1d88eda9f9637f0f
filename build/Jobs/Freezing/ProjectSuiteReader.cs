using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads the <c>suite.yaml</c> files of the projects below <c>tests/</c>.</summary>
/// <remarks>A file, because what an assembly says of itself is known only when it is built, and job files are checked before anything is.</remarks>
internal static class ProjectSuiteReader
{
    private const string Folder = "tests/";

    /// <summary>Whether a file is one of a project.</summary>
    public static bool IsOne(JobFile file) => file.Path.StartsWith(Folder, StringComparison.Ordinal);

    /// <summary>Reads all files; a suite's name is that of the folder.</summary>
    /// <param name="files">The files.</param>
    /// <param name="bag">Takes the mistakes; with any, the suites are not complete.</param>
    public static IReadOnlyList<DeclaredSuite> Read(IEnumerable<JobFile> files, DiagnosticBag bag) =>
        [.. files.Where(IsOne).Select(file => Read(file, bag)).OfType<DeclaredSuite>()];

    private static DeclaredSuite? Read(JobFile file, DiagnosticBag bag) =>
        NodeReader.TryRead(file, bag, out var root)
        && new ShapeChecker(bag, context: null).Check(root ?? MappingNode.Empty, SuiteLanguage.ProjectFile, "the file") is MappingNode good
            ? new DeclaredSuite(file.Path.Split('/')[^2], [.. Values.Entries(good["capabilities"]).Select(pair => pair.Key)])
            : null;
}
