using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>The order in which services are stopped: one that loses what it depends on complains in its log, so dependents come first.</summary>
internal static class StopOrder
{
    /// <summary>Stops services, each as soon as those of them that depend on it are stopped.</summary>
    /// <param name="plan">Who depends on whom.</param>
    /// <param name="services">What is stopped.</param>
    /// <param name="stop">Stops one.</param>
    public static Task RunAsync(TopologyPlan plan, IReadOnlyCollection<string> services, Func<string, Task> stop)
    {
        var ends = new Dictionary<string, Task>(StringComparer.Ordinal);
        return Task.WhenAll(services.Select(EndOf).ToList());

        Task EndOf(string service)
        {
            if (!ends.TryGetValue(service, out var end))
            {
                var dependents = plan.Containers
                    .Where(container => container.Definition.DependsOn.ContainsKey(service) && services.Contains(container.Service))
                    .Select(container => EndOf(container.Service))
                    .ToList();
                ends[service] = end = StopAsync(service, dependents);
            }

            return end;
        }

        async Task StopAsync(string service, List<Task> dependents)
        {
            await Task.WhenAll(dependents).ConfigureAwait(false);
            await stop(service).ConfigureAwait(false);
        }
    }
}
