using GlanceGate.Inputs;

namespace GlanceGate.Jobs;

/// <summary>The job files on disk.</summary>
internal static class JobFolder
{
    // Not job files: patches and source trees of changes may hold YAML of their own.
    private static readonly string[] Skipped = ["changes", "schema"];

    /// <summary>Reads every <c>*.yaml</c> and <c>*.yml</c> below <c>jobs/</c>, ordered by path.</summary>
    /// <param name="root">Root of the repository.</param>
    /// <exception cref="IOException">A folder cannot be read, or there is no folder <c>jobs</c>.</exception>
    public static IReadOnlyList<JobFile> Read(string root)
    {
        var jobs = Path.Combine(root, "jobs");
        return
        [
            .. JobFile.Need("jobs", () => InputFile.Below(jobs, Skipped.Contains))
                .Where(name => Path.GetExtension(name) is ".yaml" or ".yml")
                .Select(name => JobFile.Read($"jobs/{name}", Path.Combine(jobs, name))),
        ];
    }

    /// <summary>
    /// Reads the description of every suite: the <c>suite.yaml</c> of each folder below <c>tests</c> (projects) and below <c>build/Images</c>
    /// (foreign suites) that has one.
    /// </summary>
    /// <param name="root">Root of the repository.</param>
    public static IReadOnlyList<JobFile> ReadSuites(string root) =>
    [
        .. new[] { Path.Combine(root, "build", "Images"), Path.Combine(root, "tests") }
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(folder => Path.Combine(folder, Language.SuiteLanguage.FileName))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .Select(path => JobFile.Read(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), path)),
    ];
}
