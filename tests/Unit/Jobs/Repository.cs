using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;

namespace GlanceGate.Unit.Jobs;

/// <summary>The checkout that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(TestContext.CurrentContext.TestDirectory);

    public static IReadOnlyList<ForeignSuite> Suites => ForeignSuiteReader.Read(JobFolder.ReadSuites(Root), new DiagnosticBag());

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CakeBuild.csproj")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no CakeBuild.csproj above {folder}");
    }
}
