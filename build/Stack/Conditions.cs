using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>When the conditions of dependencies hold, and the words for them.</summary>
internal static class Conditions
{
    /// <summary>Whether a dependency in this state fulfils the condition.</summary>
    public static bool Holds(this DependencyCondition condition, ServiceState state) => condition switch
    {
        DependencyCondition.ServiceStarted => state is ServiceState.Starting or ServiceState.Healthy or ServiceState.Completed,
        // a one-shot whose healthcheck is its exit code is healthy when it has ended well
        DependencyCondition.ServiceHealthy => state is ServiceState.Healthy or ServiceState.Completed,
        _ => state is ServiceState.Completed,
    };

    /// <summary>What the dependent waits for, as in "api waits for db to be healthy".</summary>
    public static string Words(this DependencyCondition condition) => condition switch
    {
        DependencyCondition.ServiceStarted => "to be started",
        DependencyCondition.ServiceHealthy => "to be healthy",
        _ => "to be completed",
    };

    /// <summary>Whether a service is meant to end: its healthcheck says so, or somebody waits for its end.</summary>
    public static bool IsOneShot(this TopologyPlan plan, ContainerPlan container) =>
        container.Definition.Healthcheck?.Probe is HealthProbe.Exit
        || plan.Containers.Any(other =>
            other.Definition.DependsOn.TryGetValue(container.Service, out var condition) && condition == DependencyCondition.ServiceCompletedSuccessfully);

    /// <summary>Everything that a service depends on, directly or not, the most basic first.</summary>
    public static IReadOnlyList<string> Foundations(this TopologyPlan plan, string service)
    {
        var byName = plan.Containers.ToDictionary(container => container.Service, StringComparer.Ordinal);
        var found = new List<string>();
        Visit(service);
        found.Remove(service);
        return found;

        void Visit(string name)
        {
            if (found.Contains(name) || !byName.TryGetValue(name, out var container))
            {
                return;
            }

            foreach (var dependency in container.Definition.DependsOn.Keys.Order(StringComparer.Ordinal))
            {
                Visit(dependency);
            }

            found.Add(name);
        }
    }
}
