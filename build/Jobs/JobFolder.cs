using GlanceGate.Inputs;

namespace GlanceGate.Jobs;

/// <summary>The job files on disk.</summary>
internal static class JobFolder
{
    // Not job files: patches and source trees of changes may hold YAML of their own.
    private static readonly string[] Skipped = ["changes", "schema"];

    /// <summary>Reads every <c>*.yaml</c> and <c>*.yml</c> below <c>jobs/</c>, ordered by path.</summary>
    /// <param name="root">Root of the repository.</param>
    /// <exception cref="JobConfigurationException">They are too many or too large.</exception>
    /// <exception cref="IOException">A folder cannot be read, or there is no folder <c>jobs</c>.</exception>
    public static IReadOnlyList<JobFile> Read(string root)
    {
        var jobs = Path.Combine(root, "jobs");
        var files = new List<JobFile>();
        var size = 0;
        foreach (var name in JobFile.Need("jobs", () => InputFile.Below(jobs, Skipped.Contains, InputLimits.JobFiles)).Where(name => Path.GetExtension(name) is ".yaml" or ".yml"))
        {
            var file = JobFile.Read($"jobs/{name}", Path.Combine(jobs, name));
            size += file.Text.Length;
            files.Add(size <= InputLimits.JobFolder ? file : JobFile.Need<JobFile>(file.Path, () => throw new InputException(
                InputFault.TooLarge, $"with it the job files are larger than {InputFile.Words(InputLimits.JobFolder)}", "remove jobs that nobody runs")));
        }

        return files;
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
