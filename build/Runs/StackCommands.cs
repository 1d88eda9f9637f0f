using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Stack.Sessions;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The targets that bring up and remove what outlives a run: Up, Down, Sweep.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What it meets outside.</param>
internal sealed class StackCommands(GateSettings settings, Surroundings around)
{
    /// <summary>The one variant that Up is to bring up; controls are no candidates unless jobs are named.</summary>
    /// <exception cref="GateArgumentException">More than one variant is selected, or one with nodes.</exception>
    public static JobVariant SelectForUp(GateSettings settings)
    {
        var candidates = JobSource.SelectCandidates(settings);
        if (candidates is not [var variant])
        {
            var names = string.Join(", ", candidates.Select(selected => selected.Name));
            throw new GateArgumentException([$"Up keeps one stack, but the selection has several variants: {names}; choose with --job and --variant"]);
        }

        NodesetRefusal.Check("Up", variant);
        return variant;
    }

    /// <summary>Brings up the stack of one variant and keeps it.</summary>
    /// <exception cref="GateArgumentException">More than one variant is selected, or one with nodes.</exception>
    public async Task<Outcome> UpAsync(CancellationToken cancellation)
    {
        var variant = SelectForUp(settings);
        var kept = string.Empty;
        Interruption? rejected = null;
        await EngineCommand.RunAsync(settings, around, async (workshop, clock) =>
        {
            var images = await clock.RunAsync("images", () => workshop.PrepareAsync(ImagesCommand.NamesOf([variant]), cancellation));
            (var changed, rejected) = await StackChanges.ApplyAsync(workshop, clock, variant, images, cancellation);
            if (changed is not { Rejection: null })
            {
                cancellation.ThrowIfCancellationRequested();
                return;
            }

            await using var work = SessionWork.Begin(workshop, changed.Variant, changed.Images, NetworkReach.Machine);
            await clock.RunAsync("stack", () => work.StartAsync(cancellation));
            await work.KeepAsync(changed.Images, changed.Applied);
            kept = work.Session;
        }, cancellation);
        if (rejected is { } reason)
        {
            return await CommandOutcome.SayAsync(around.Screen.Errors, reason);
        }

        around.Screen.Output.WriteLine(KeptStackHints.Of(kept, settings.StateFolder, variant.Suite.Foreign is null ? variant.Suite.Project : null));
        return Outcome.Success;
    }

    /// <summary>Removes kept stacks: the one that is meant, or the only one.</summary>
    public async Task<Outcome> DownAsync(CancellationToken cancellation)
    {
        var kept = new KeptStacks(settings.StateFolder);
        var choice = new KeptStackChoice(settings, kept);

        // by its label alone, a session that is at work this moment would be removed as well
        var sessions = choice.Sessions();
        if (sessions.Count == 0)
        {
            around.Screen.Output.WriteLine("no stack is kept");
            return Outcome.Success;
        }

        var problems = new List<string>();
        foreach (var group in sessions.GroupBy(name => choice.OnEngineOf(kept.Find(name))))
        {
            await EngineCommand.RunAsync(group.Key, around, async (workshop, _) =>
            {
                foreach (var name in group)
                {
                    var left = await SessionObjects.RemoveAllAsync(
                        workshop.Engine, new Dictionary<string, string?> { [GateLabels.Session] = name }, cancellation);
                    problems.AddRange(left);
                    if (left.Count == 0)
                    {
                        kept.Remove(name);
                        workshop.Note($"removed the kept stack {name}");
                    }
                }
            }, cancellation);
        }

        problems.ForEach(around.Screen.Errors.WriteLine);
        return problems.Count == 0 ? Outcome.Success : Outcome.PostFailure;
    }

    /// <summary>Removes what earlier runs left behind, of this machine, and of others when that is asked for.</summary>
    public async Task<Outcome> SweepAsync(CancellationToken cancellation)
    {
        var swept = new List<SweptSession>();
        var problems = new List<string>();
        await EngineCommand.RunAsync(settings, around, async (workshop, _) =>
        {
            // opening the workshop has swept this machine's leftovers already; the second sweep takes what was asked for besides
            foreach (var result in new[] { workshop.Swept, await workshop.SweepAsync(settings.All, cancellation) })
            {
                swept.AddRange(result.Sessions);
                problems.AddRange(result.Problems);
            }
        }, cancellation);
        around.Screen.Output.WriteLine(swept.Count == 0 ? "nothing was left behind" : $"removed what {swept.Count} session(s) left behind");
        return problems.Count == 0 ? Outcome.Success : Outcome.PostFailure;
    }
}
