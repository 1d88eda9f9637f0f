using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>A job with its parents.</summary>
internal static class Lineage
{
    /// <summary>
    /// The job's ancestors from the root down, then the job itself; null when a parent is missing or the parents form a circle.
    /// </summary>
    public static IReadOnlyList<Declaration>? Of(Declaration job, JobLibrary library)
    {
        var chain = new List<Declaration> { job };
        while (chain[^1].Parent is { } parent)
        {
            if (!library.Jobs.TryGetValue(parent.Value, out var next) || chain.Contains(next))
            {
                return null;
            }

            chain.Add(next);
        }

        chain.Reverse();
        return chain;
    }

    /// <summary>Reports unknown parents and circles, each circle once.</summary>
    public static void Check(JobLibrary library, DiagnosticBag bag)
    {
        var inCircle = new HashSet<string>(StringComparer.Ordinal);
        foreach (var job in library.Jobs.Values)
        {
            if (job.Parent is not { } parent)
            {
                continue;
            }

            if (!library.Jobs.ContainsKey(parent.Value))
            {
                if (library.IsComplete)
                {
                    bag.Report(
                        DiagnosticCodes.UnknownParent,
                        parent.Span,
                        $"parent '{parent.Value}' is not known",
                        Suggestion.ForOrList(parent.Value, [.. library.Jobs.Keys.Where(name => name != job.Name)]),
                        $"in job '{job.Name}'");
                }
            }
            else if (!inCircle.Contains(job.Name) && Circle(job, library) is { } circle)
            {
                inCircle.UnionWith(circle);
                bag.Report(
                    DiagnosticCodes.ParentCycle,
                    parent.Span,
                    $"job '{job.Name}' inherits from itself: {string.Join(" -> ", circle.Append(job.Name))}",
                    "take out one 'parent'");
            }
        }
    }

    private static List<string>? Circle(Declaration job, JobLibrary library)
    {
        var path = new List<string> { job.Name };
        for (var at = job; at.Parent is ScalarNode parent && library.Jobs.TryGetValue(parent.Value, out var next); at = next)
        {
            if (next.Name == job.Name)
            {
                return path;
            }

            if (path.Contains(next.Name))
            {
                return null;
            }

            path.Add(next.Name);
        }

        return null;
    }
}
