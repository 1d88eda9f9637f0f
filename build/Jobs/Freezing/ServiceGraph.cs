namespace GlanceGate.Jobs.Freezing;

/// <summary>Who waits for whom.</summary>
internal static class ServiceGraph
{
    /// <summary>
    /// The first circle of services in name order, each depending on the next and the last on the first; null when there is none.
    /// </summary>
    /// <remarks>Dependencies on services that do not exist, and of a service on itself, are not circles here.</remarks>
    public static IReadOnlyList<string>? FindCycle(IReadOnlyDictionary<string, ServiceDefinition> services)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in services.Keys.Order(StringComparer.Ordinal))
        {
            if (Visit(start, services, done, []) is { } cycle)
            {
                return cycle;
            }
        }

        return null;
    }

    private static List<string>? Visit(
        string name, IReadOnlyDictionary<string, ServiceDefinition> services, HashSet<string> done, List<string> path)
    {
        var at = path.IndexOf(name);
        if (at >= 0)
        {
            return path[at..];
        }

        if (!done.Add(name))
        {
            return null;
        }

        path.Add(name);
        foreach (var next in services[name].DependsOn.Keys)
        {
            if (next != name && services.ContainsKey(next) && Visit(next, services, done, path) is { } cycle)
            {
                return cycle;
            }
        }

        path.RemoveAt(path.Count - 1);
        return null;
    }
}
