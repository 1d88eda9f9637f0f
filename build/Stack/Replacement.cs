using System.Text.Json;
using GlanceGate.Engine;
using GlanceGate.Model;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>Takes services of a running stack away so that they can be started again as another plan has them.</summary>
internal sealed class Replacement(StackContext stack, ServiceRunners runners)
{
    // the stack goes on, so that a service may finish what others wait for
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Moves the plan on, and finds what has to be replaced for it: what differs, and what is not well as it is.</summary>
    /// <returns>The new runners; nothing is changed on the engine yet.</returns>
    /// <exception cref="ArgumentException">The plan is one of another stack, or an image of it is not prepared.</exception>
    /// <exception cref="StackFailedException">The engine does not say what has ended.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<IReadOnlyList<ServiceRunner>> PlanAsync(TopologyPlan next, IReadOnlyDictionary<string, string> images, CancellationToken cancellation)
    {
        Check(next);

        // the engine knows it before those who watch are told
        var ended = await Task.WhenAll(runners.Current.Select(runner => EndedAsync(runner, cancellation))).ConfigureAwait(false);
        stack.MoveTo(next, images);
        return
        [
            .. from container in next.Containers
               let before = runners[container.Service]
               let after = new ServiceRunner(container, stack, before)
               let isWell = stack.Board[container.Service].State is ServiceState.Healthy or ServiceState.Completed && !ended.Contains(container.Service)
               where !isWell || !IsSame(before.Spec, after.Spec)
               select after,
        ];
    }

    /// <summary>Stops and removes the services' present containers, their logs read to the end, and puts the new runners in their place.</summary>
    /// <exception cref="StackFailedException">The engine refused.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task TakeAwayAsync(IReadOnlyList<ServiceRunner> next, CancellationToken cancellation)
    {
        var services = next.Select(runner => runner.Service).ToHashSet(StringComparer.Ordinal);
        foreach (var service in services)
        {
            runners[service].LetGo();
        }

        await StopOrder.RunAsync(stack.Plan, services, service => StopAsync(runners[service], cancellation)).ConfigureAwait(false);
        await Task.WhenAll(next.Select(runner => RemoveAsync(runners[runner.Service], cancellation))).ConfigureAwait(false);

        // all at once, or one would take the old state of another for the new one's
        foreach (var runner in next)
        {
            runners.Replace(runner);
            stack.Board.Renew(runner.Service);
        }
    }

    private async Task<string?> EndedAsync(ServiceRunner runner, CancellationToken cancellation)
    {
        var hasEnded = runner.HasEnded;
        if (!hasEnded)
        {
            await stack.ChangeAsync(
                runner.Service, "inspected", async token => hasEnded = await runner.FindDeathAsync(token).ConfigureAwait(false) is not null, cancellation).ConfigureAwait(false);
        }

        return hasEnded ? runner.Service : null;
    }

    private async Task StopAsync(ServiceRunner runner, CancellationToken cancellation)
    {
        await stack.ChangeAsync(
            runner.Service, "stopped", token => stack.Engine.StopContainerAsync(runner.Container, Grace, token), cancellation).ConfigureAwait(false);
        stack.Board.Publish(runner.Service, ServiceState.Stopped, string.Empty);
    }

    private async Task RemoveAsync(ServiceRunner runner, CancellationToken cancellation)
    {
        // a log that does not end is reported when the stack is stopped
        await runner.Following.WaitAsync(LogDeadline, stack.Time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stack.ChangeAsync(
            runner.Service, "removed", token => stack.Engine.RemoveContainerAsync(runner.Container, token), cancellation).ConfigureAwait(false);
    }

    private void Check(TopologyPlan next)
    {
        var services = stack.Plan.Containers.Select(container => container.ContainerName).Order(StringComparer.Ordinal);
        if (next.Session != stack.Plan.Session
            || next.Network != stack.Plan.Network
            || (next.EgressNetwork is { } egress && egress != stack.Plan.EgressNetwork)
            || !next.Containers.Select(container => container.ContainerName).Order(StringComparer.Ordinal).SequenceEqual(services))
        {
            throw new ArgumentException($"The plan {next.Network} has not the session, networks and services of {stack.Plan.Network}, which runs.", nameof(next));
        }
    }

    // As text, so that nothing that a container is made from can be forgotten in a comparison.
    private static bool IsSame(ContainerSpec left, ContainerSpec right) => JsonSerializer.Serialize(left) == JsonSerializer.Serialize(right);
}
