using System.Text.RegularExpressions;
using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads the <c>suite.yaml</c> files of images; those of projects are left to <see cref="ProjectSuiteReader"/>.</summary>
internal static class ForeignSuiteReader
{
    /// <summary>Reads all files; a suite's name is that of the folder.</summary>
    /// <param name="files">The files.</param>
    /// <param name="bag">Takes the mistakes; with any, the suites are not complete.</param>
    public static IReadOnlyList<ForeignSuite> Read(IEnumerable<JobFile> files, DiagnosticBag bag) =>
        [.. files.Where(file => !ProjectSuiteReader.IsOne(file)).Select(file => Read(file, bag)).OfType<ForeignSuite>().OrderBy(suite => suite.Name, StringComparer.Ordinal)];

    private static ForeignSuite? Read(JobFile file, DiagnosticBag bag)
    {
        var before = bag.Count;
        if (!NodeReader.TryRead(file, bag, out var root)
            || new ShapeChecker(bag, context: null).Check(root ?? MappingNode.Empty, SuiteLanguage.File, "the file") is not MappingNode good)
        {
            return null;
        }

        var name = file.Path.Split('/')[^2];
        CheckName(name, file, bag);
        CheckLive(good["live"], bag);
        return bag.Count > before ? null : new ForeignSuite(
            name,
            Values.Text(good["description"])!,
            Values.List(good["command"]),
            Values.Text(good["results"])!,
            Values.Text(good["live"]),
            Values.Text(good["where"]),
            Values.Text(good["mem_limit"]) is { } limit && Quantity.TrySize(limit, out var bytes) ? bytes : null,
            [.. Values.Entries(good["parameters"]).Select(pair => Parameter(pair.Key, (MappingNode)pair.Value))])
        {
            Aliases = Values.List(good["aliases"]),
            Capabilities = [.. Values.Entries(good["capabilities"]).Select(pair => pair.Key)],
        };
    }

    private static SuiteParameter Parameter(string name, MappingNode node) =>
        new(name, Values.Text(node["type"])!, Values.Text(node["description"])!, Values.Truth(node["required"]) ?? false);

    private static void CheckName(string name, JobFile file, DiagnosticBag bag)
    {
        if (JobLanguage.SuiteKeys.Contains(name))
        {
            bag.Report(
                DiagnosticCodes.Misplaced,
                new SourceSpan(file.Path, 1, 1, 1),
                $"a suite cannot be called '{name}', which is a key of every suite",
                "rename the folder");
        }
    }

    private static void CheckLive(Node? live, DiagnosticBag bag)
    {
        if (Values.Text(live) is { } pattern)
        {
            var groups = new Regex(pattern).GetGroupNames();
            if (!groups.Contains("name") || !groups.Intersect(["passed", "failed", "skipped"]).Any())
            {
                bag.Report(
                    DiagnosticCodes.BadValue,
                    live!.Span,
                    "'live' must say what a test's name and what its outcome is",
                    "as in ^((?<passed>ok)|(?<failed>FAILED)) (?<name>.*)$");
            }
        }
    }
}
