using GlanceGate.Model;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>The wait of a service for those that it depends on.</summary>
internal static class DependencyWait
{
    /// <summary>Returns when the conditions of all dependencies hold; publishes which one the service is waiting for.</summary>
    public static async Task UntilAllHoldAsync(ContainerPlan plan, StackContext stack, CancellationToken cancellation)
    {
        foreach (var (dependency, condition) in plan.Definition.DependsOn.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            if (!condition.Holds(stack.Board[dependency].State))
            {
                stack.Board.Publish(plan.Service, ServiceState.Waiting, $"for {dependency} {condition.Words()}");
                await stack.Board.WhenAsync(dependency, snapshot => condition.Holds(snapshot.State), cancellation).ConfigureAwait(false);
            }
        }
    }
}
