using GlanceGate.CommandLine;
using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Stack.Sessions;
using GlanceGate.Topology;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>Puts changes into a kept stack by replacing the services that run them, and those alone.</summary>
/// <remarks>
/// What is not of the changes must be as it was when the stack was brought up: a database that is made anew knows nothing of what the others
/// hold. So a stack whose job files, overrides or images are others by now is refused before anything of it is touched.
/// </remarks>
/// <param name="workshop">What the command works with.</param>
/// <param name="clock">Times the phases.</param>
/// <param name="kept">The stack.</param>
internal sealed class KeptStackMove(Workshop workshop, PhaseClock clock, KeptStack kept)
{
    /// <summary>Moves it.</summary>
    /// <param name="variant">Its variant with the changes that it is to have.</param>
    /// <param name="cancellation">Stops it; the stack is then refused until it was moved again.</param>
    /// <returns>Why the changes do not apply, so that the stack is what it was; else null.</returns>
    /// <exception cref="GateArgumentException">The stack cannot be moved.</exception>
    /// <exception cref="StackFailedException">A service did not come up with the changes; the stack can be moved on to others.</exception>
    public async Task<Interruption?> RunAsync(JobVariant variant, CancellationToken cancellation)
    {
        var plan = kept.Plan ?? throw new GateArgumentException([$"the stack {kept.Session} was kept by an older gate, which wrote down too little to change it; {Anew}"]);
        var images = await workshop.PrepareAsync(ImagesCommand.NamesOf([variant]), cancellation);
        var (changed, rejected) = await StackChanges.ApplyAsync(workshop, clock, variant, images, cancellation);
        if (changed is not { Rejection: null })
        {
            cancellation.ThrowIfCancellationRequested();
            return rejected;
        }

        var secrets = new SecretBox(plan.Secrets);
        TopologyPlan Planned(JobVariant one) => TopologyPlanner.Plan(one, kept.Session, plan.Owner, secrets.Get) with { Reach = plan.Reach };
        bool RunsChanges(ServiceDefinition service) => changed.Applied.Concat(kept.Changes).Any(change => service.Runs(change.Project));
        var next = Planned(changed.Variant);
        var (present, all) = await PresentAsync(next, changed.Images, RunsChanges, cancellation);
        await using var stack = StackSession.Create(Planned(present), all, workshop.Engine, workshop.Events, workshop.Time);
        Check(plan.Digests, stack.Digests);
        await stack.AttachAsync(cancellation);
        RefuseIfAny(present.Services.Where(service => stack.States[service.Name].State == ServiceState.Planned && !RunsChanges(service)).Select(service => $"{service.Name} does not run any more"));

        // until it has come to its end, a service may have the changes before or those after
        workshop.Kept.Update(kept with { Changes = [.. changed.Applied.Concat(kept.Changes).DistinctBy(change => (change.Project, change.Digest))], IsMoving = true });
        try
        {
            await clock.RunAsync("stack", () => stack.ApplyAsync(next, changed.Images, cancellation));
            var facts = await FactReader.ReadAsync(next, stack.ExecAsync, workshop.Time, cancellation);
            workshop.Kept.Update(kept with { Changes = changed.Applied, IsMoving = false }, workshop.Kept.Describe(kept.Session) with { Facts = facts, Hosts = stack.Addresses });
            return null;
        }
        catch (StackFailedException problem)
        {
            throw problem.With(new Redactor(plan.Secrets.Values).Redact);
        }
    }

    private string Anew => $"remove it with --target=Down --session={kept.Session} and bring it up anew";

    // The variant as it runs: a service whose container is of another image than it is to be has that image's id.
    private async Task<(JobVariant Present, IReadOnlyDictionary<string, string> Images)> PresentAsync(
        TopologyPlan next, IReadOnlyDictionary<string, string> images, Predicate<ServiceDefinition> runsChanges, CancellationToken cancellation)
    {
        var references = new Dictionary<string, string>(images, StringComparer.Ordinal);
        var services = new List<ServiceDefinition>();
        var problems = new List<string>();
        foreach (var container in next.Containers)
        {
            var service = next.Variant.Services.First(known => known.Name == container.Service);
            var wanted = images[service.Image];
            var state = await workshop.Engine.InspectContainerAsync(container.ContainerName, cancellation);
            if (state is null || state.Image == (await workshop.Engine.FindImageAsync(wanted, cancellation))?.Id)
            {
                services.Add(service);
                continue;
            }

            services.Add(service with { Image = state.Image });
            references[state.Image] = state.Image;
            if (!runsChanges(service))
            {
                problems.Add($"{service.Name} is made from another image than the one that '{service.Image}' is now");
            }
        }

        RefuseIfAny(problems);
        return (next.Variant with { Services = services }, references);
    }

    private void Check(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) => RefuseIfAny(
    [
        .. before.Keys.Except(after.Keys).Select(service => $"{service} is no service of it any more"),
        .. after.Keys.Except(before.Keys).Select(service => $"{service} is a new service"),
        .. after.Where(pair => before.TryGetValue(pair.Key, out var digest) && digest != pair.Value).Select(pair => $"{pair.Key} is described in another way"),
    ]);

    private void RefuseIfAny(IEnumerable<string> problems)
    {
        if (problems.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } lines)
        {
            throw new GateArgumentException(
            [
                $"the stack {kept.Session} cannot take changes, as it is not what {kept.Variant} is now; {Anew}:",
                .. lines.Select(line => $"    {line}"),
            ]);
        }
    }
}
