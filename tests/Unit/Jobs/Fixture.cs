using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

/// <summary>
/// One case of job files: several files in one, each after a line <c>#> path</c>. Lines <c># expect: place code</c> before the first say
/// what is wrong with them. The services db and api are there in every case.
/// </summary>
internal sealed record Fixture(string Name, IReadOnlyList<JobFile> Files, IReadOnlyList<string> Expected)
{
    private static readonly JobFile Suite = new("tests/Suite/suite.yaml", """
        description: The suite of every case.
        capabilities: {one: x, two: x, three: x, fast: x, a: x, b: x, z: x, console: x}
        """);

    private const string FileMark = "#> ";
    private const string ExpectMark = "# expect: ";

    public static IEnumerable<string> Names(string kind) =>
        Directory.EnumerateFiles(Repository.PathOf("tests", "Unit", "Jobs", "Fixtures", kind), "*.yaml")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order();

    public static Fixture Load(string kind, string name)
    {
        var folder = Repository.PathOf("tests", "Unit", "Jobs", "Fixtures");
        return Parse(name, File.ReadAllText(Path.Combine(folder, kind, name + ".yaml")));
    }

    public static Fixture Parse(string name, string text)
    {
        var folder = Repository.PathOf("tests", "Unit", "Jobs", "Fixtures", "common", "services");
        var files = Directory.EnumerateFiles(folder)
            .Order()
            .Select(path => new JobFile("jobs/services/" + Path.GetFileName(path), File.ReadAllText(path)))
            .ToList();
        var parts = ("\n" + text).Split("\n" + FileMark);
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            files.Add(new JobFile(part[..end], part[(end + 1)..] + "\n"));
        }

        var expected = parts[0].Split('\n')
            .Where(line => line.StartsWith(ExpectMark, StringComparison.Ordinal))
            .Select(line => line[ExpectMark.Length..]);
        return new Fixture(name, files, [.. expected]);
    }

    public static JobCatalog Catalog(string text) => Parse("inline", text).Read();

    public JobCatalog Read() => JobCatalog.Read(Files, path => path == "changes/good.patch", name => name == "base", [Suite]);
}
