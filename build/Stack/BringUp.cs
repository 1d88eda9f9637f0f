using GlanceGate.Engine;

namespace GlanceGate.Stack;

/// <summary>Starts services all at once, each as soon as the conditions of its dependencies hold, and watches them from then on.</summary>
/// <param name="stack">What the parts of the session share.</param>
/// <param name="gateway">The gateway, which healthchecks go through.</param>
/// <param name="failure">The failure that is looked for at this moment: a watch may outlive the one that it began under.</param>
internal sealed class BringUp(StackContext stack, GatewayRunner gateway, Func<StackFailure> failure)
{
    /// <summary>Makes the network and the volumes, and starts everything on them.</summary>
    /// <exception cref="EngineException">The network or a volume could not be made.</exception>
    public async Task StartAllAsync(IEnumerable<ServiceRunner> runners, CancellationToken cancellation)
    {
        try
        {
            await CreateNetworkAsync(stack.Plan.Network, stack.Plan.Reach, cancellation).ConfigureAwait(false);
            if (stack.Plan.EgressNetwork is { } egress)
            {
                await CreateNetworkAsync(egress, NetworkReach.Outside, cancellation).ConfigureAwait(false);
            }

            foreach (var volume in stack.Plan.Volumes)
            {
                await stack.ChangeAsync(
                    volume, "created", token => stack.Engine.CreateVolumeAsync(volume, stack.Plan.Labels, token), cancellation).ConfigureAwait(false);
            }
        }
        catch (StackFailedException problem) when (problem.InnerException is EngineException refusal)
        {
            // no service is to blame for it
            throw new EngineException(problem.Message, refusal);
        }

        // The gateway first: most healthchecks need it, and it has nobody to wait for.
        var start = GuardAsync(() => gateway.StartAsync(cancellation), gateway.WatchAsync, cancellation);
        await Task.WhenAll(start, StartAsync(runners, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Starts services on a network that is there. A failure goes to where failures go, and is not thrown.</summary>
    public Task StartAsync(IEnumerable<ServiceRunner> runners, CancellationToken cancellation) => Task.WhenAll(runners.Select(runner =>
        GuardAsync(() => runner.StartAsync(token => gateway.Tunnel.WaitAsync(token), cancellation), runner.WatchAsync, cancellation)));

    /// <summary>Does what may fail as a service fails.</summary>
    public Task GuardAsync(Func<Task> work, CancellationToken cancellation) => GuardAsync(work, () => Task.CompletedTask, cancellation);

    private Task CreateNetworkAsync(string name, NetworkReach reach, CancellationToken cancellation) => stack.ChangeAsync(
        name, "created", token => stack.Engine.CreateNetworkAsync(name, reach, stack.Plan.Labels, token), cancellation);

    private async Task GuardAsync(Func<Task> start, Func<Task> watch, CancellationToken cancellation)
    {
        try
        {
            await start().ConfigureAwait(false);
            _ = WatchAsync(watch);
        }
        catch (StackFailedException problem)
        {
            await failure().ReportAsync(problem).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // a victim of the first failure, or the caller gave up: the session says which
        }
        catch
        {
            await failure().HaltAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WatchAsync(Func<Task> watch)
    {
        try
        {
            await watch().ConfigureAwait(false);
        }
        catch (StackFailedException problem)
        {
            await failure().ReportAsync(problem).ConfigureAwait(false);
        }
    }
}
