namespace GlanceGate.Unit;

/// <summary>Files under a <c>Fixtures</c> folder, as real programs wrote them.</summary>
internal static class FixtureFiles
{
    public static string PathOf(string path) => Path.Combine(TestContext.CurrentContext.TestDirectory, path);

    public static string Text(string path) => File.ReadAllText(PathOf(path));

    public static IReadOnlyList<string> Lines(string path) => File.ReadAllLines(PathOf(path));
}
