using System.Text;

namespace GlanceGate.Jobs;

/// <summary>The job files on disk.</summary>
internal static class JobFolder
{
    // Not job files: patches and source trees of changes may hold YAML of their own.
    private static readonly string[] Skipped = ["jobs/changes/", "jobs/schema/"];

    /// <summary>Reads every <c>*.yaml</c> and <c>*.yml</c> below <c>jobs/</c>, ordered by path.</summary>
    /// <param name="root">Root of the repository.</param>
    /// <exception cref="IOException">A file cannot be read, or there is no folder <c>jobs</c>.</exception>
    public static IReadOnlyList<JobFile> Read(string root)
    {
        var files = new List<JobFile>();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, "jobs"), "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
            if (Path.GetExtension(name) is ".yaml" or ".yml"
                && !Skipped.Any(folder => name.StartsWith(folder, StringComparison.Ordinal)))
            {
                files.Add(new JobFile(name, ReadText(path)));
            }
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
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
            .Select(path => new JobFile(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), ReadText(path))),
    ];

    private static string ReadText(string path)
    {
        // Of a file that is too large only so much is read as the reader needs to say so.
        using var stream = File.OpenRead(path);
        if (stream.Length > Yaml.NodeReader.MaxBytes)
        {
            return new string('#', Yaml.NodeReader.MaxBytes + 1);
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
