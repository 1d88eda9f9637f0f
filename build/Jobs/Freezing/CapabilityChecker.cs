using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Checks what job files promise to suites: a capability that is misspelt would make its tests skipped, and with a good reason.</summary>
/// <remarks>
/// A job's capabilities must be some that its own suite declares, so a job whose suite declares none has none. A matrix value serves jobs of
/// several suites, and an abstract job without a suite too: theirs must be declared by any.
/// </remarks>
internal static class CapabilityChecker
{
    /// <summary>Checks every job and every matrix value.</summary>
    public static void Check(JobLibrary library, DiagnosticBag bag)
    {
        string[] all = [.. library.Declared.SelectMany(suite => suite.Capabilities).Distinct()];
        foreach (var (axis, value) in library.AxisValues)
        {
            CheckCapabilities(value, all, "no suite declares", $"in {axis.Axis} '{value.Name}'", bag);
            CheckSuites(value, library, $"in {axis.Axis} '{value.Name}'", bag);
        }

        foreach (var job in library.Jobs.Values)
        {
            var context = $"in job '{job.Name}'";
            CheckSuites(job, library, context, bag);
            if (SuiteOf(job, library) is { } suite)
            {
                var declared = library.Declared.FirstOrDefault(known => known.Name == suite)?.Capabilities ?? [];
                CheckCapabilities(job, declared, $"the suite '{suite}' does not declare", context, bag);
            }
            else if (job.IsAbstract && job.IsSound)
            {
                CheckCapabilities(job, all, "no suite declares", context, bag);
            }
        }
    }

    /// <summary>The one suite of a job with its parents, or null when it has none, or several, which is a mistake of its own.</summary>
    private static string? SuiteOf(Declaration job, JobLibrary library)
    {
        var merged = (Lineage.Of(job, library.Jobs) ?? []).Aggregate(MappingNode.Empty, (below, item) => Merger.Merge(below, item.Body));
        var suite = merged["suite"] as MappingNode ?? MappingNode.Empty;
        string[] named =
        [
            .. Values.Text(suite["project"]) is { } project ? [project] : (string[])[],
            .. library.Suites.Where(foreign => suite[foreign.Name] is MappingNode).Select(foreign => foreign.Name),
        ];
        return named is [var only] ? only : null;
    }

    private static void CheckCapabilities(Declaration item, IReadOnlyCollection<string> known, string who, string context, DiagnosticBag bag)
    {
        foreach (var capability in (item.Body["capabilities"] as SequenceNode)?.Items.OfType<ScalarNode>() ?? [])
        {
            if (!known.Contains(capability.Value))
            {
                bag.Report(
                    DiagnosticCodes.UnknownCapability,
                    capability.Span,
                    $"{who} the capability '{capability.Value}'",
                    Suggestion.ForOrList(capability.Value, known) ?? "declare it under 'capabilities' in the suite.yaml of the suite whose tests require it",
                    context);
            }
        }
    }

    private static void CheckSuites(Declaration item, JobLibrary library, string context, DiagnosticBag bag)
    {
        var pinned = (item.Body["suite"] as MappingNode)?[JobLanguage.MinimumTests] as MappingNode;
        foreach (var (name, entry) in pinned?.Entries ?? MappingNode.Empty.Entries)
        {
            if (library.Declared.All(suite => suite.Name != name))
            {
                bag.Report(
                    DiagnosticCodes.UnknownSuite,
                    entry.Key.Span,
                    $"there is no suite '{name}'",
                    Suggestion.ForOrList(name, [.. library.Declared.Select(suite => suite.Name)]) ?? "a suite has a suite.yaml in its folder below tests/ or build/Images",
                    context);
            }
        }
    }
}
