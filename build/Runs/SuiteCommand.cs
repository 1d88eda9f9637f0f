using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack.Sessions;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The target Suite: runs the suite on a kept stack, after changes of the command line were put into it; once, or again at each save.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What it meets outside.</param>
internal sealed class SuiteCommand(GateSettings settings, Surroundings around)
{
    private readonly KeptStacks _kept = new(settings.StateFolder);

    /// <summary>Runs it.</summary>
    /// <exception cref="GateArgumentException">Which stack is meant is not plain, or it cannot be used so.</exception>
    /// <exception cref="JobConfigurationException">A job file or a change is wrong; nothing was touched.</exception>
    public async Task<Outcome> RunAsync(CancellationToken cancellation)
    {
        var choice = new KeptStackChoice(settings, _kept);
        var session = choice.One().Session;
        using var held = _kept.Hold(session, alone: settings.Changes.Count > 0)
            ?? throw new GateArgumentException([$"another gate uses the stack {session}, and its services cannot be replaced below it: wait for its end"]);
        if (!settings.Watch)
        {
            return await OnceAsync(choice, session, cancellation);
        }

        var stack = Find(session);
        var watch = ChangeWatch.Of(settings, JobSource.SelectVariant(settings, stack.Job, stack.Variant).Suite.Project, around.Time);
        while (true)
        {
            watch.Look();
            var outcome = await CommandOutcome.OfAsync(() => OnceAsync(choice, session, cancellation), around.Screen.Errors, cancellation);
            if (cancellation.IsCancellationRequested)
            {
                return outcome;
            }

            around.Screen.Output.WriteLine($"{outcome.Word()}; the suite runs again as soon as a change or the suite is saved, Ctrl+C ends it");
            if (!await watch.WaitAsync(cancellation))
            {
                // it was waiting for a person, who has seen the last outcome
                return outcome;
            }
        }
    }

    private async Task<Outcome> OnceAsync(KeptStackChoice choice, string session, CancellationToken cancellation)
    {
        // read anew: another gate may have changed it before this one held it, and so does each round
        var stack = Find(session);
        if (stack.IsMoving && settings.Changes.Count == 0)
        {
            throw new GateArgumentException([$"the last changes of the stack {stack.Session} did not come to their end: put them in again with --change, or remove it with --target=Down"]);
        }

        var changed = settings.Changes.Count == 0 ? null : JobSource.SelectChanged(settings, stack.Job, stack.Variant);
        VariantDefinition variant = changed is null ? JobSource.SelectVariant(settings, stack.Job, stack.Variant) : changed;
        Interruption? rejected = null;
        SuiteResult? result = null;
        await EngineCommand.RunAsync(choice.OnEngineOf(stack), around, async (workshop, clock) =>
        {
            workshop.KeepEngine();
            rejected = changed is null ? null : await new KeptStackMove(workshop, clock, stack).RunAsync(changed, cancellation);
            result = rejected is null ? await KeptSuite.RunAsync(workshop, clock, stack, variant, cancellation) : null;
        }, cancellation);
        if (rejected is not null)
        {
            return await CommandOutcome.SayAsync(around.Screen.Errors, rejected);
        }

        around.Screen.Output.WriteLine(KeptSuite.Describe(variant.Suite, result!));
        return KeptSuite.OutcomeOf(variant.Suite, result!);
    }

    private KeptStack Find(string session) => _kept.Find(session) ?? throw new GateArgumentException([$"the stack {session} is kept no more"]);
}
