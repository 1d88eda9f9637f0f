using System.Globalization;
using GlanceGate.CommandLine;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Mutations;
using GlanceGate.Stack;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The target Mutate: puts defects into stacks that run, one after the other, and says which of them the suite notices; and what does no harm, with which everything must stay green.</summary>
/// <remarks>A mutation is tried once, on the first selected variant that can show it: one that it is for, and on which tests of its checks are green without it.</remarks>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What it meets outside.</param>
internal sealed class MutateCommand(GateSettings settings, Surroundings around)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly List<string> _left = [];
    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);

    /// <summary>Runs it.</summary>
    /// <exception cref="JobConfigurationException">A job file, a mutation or the selection is wrong; nothing was started.</exception>
    /// <exception cref="GateArgumentException">An argument cannot be had; nothing was started.</exception>
    public async Task<Outcome> RunAsync(CancellationToken cancellation)
    {
        var plan = MutationSource.Load(settings);
        plan.Grounds.ToList().ForEach(ground => NodesetRefusal.Check("Mutate", ground.Variant));
        if (plan.Count == 0)
        {
            throw new GateArgumentException([$"there are no mutations: put files into {MutationFolder.Name}"]);
        }

        var journal = new MutationJournal(settings, around, plan);
        try
        {
            // what is kept is said below: a stack of a harmless change is not, as the next one needs its own
            await EngineCommand.RunAsync(
                settings with { Keep = Keep.Never }, around, (workshop, clock) => RunAsync(workshop, clock, plan, journal, cancellation), cancellation);
        }
        finally
        {
            // also of a run that is interrupted, what is known is known
            await journal.WriteAsync();
            if (cancellation.IsCancellationRequested)
            {
                await around.Screen.Errors.WriteLineAsync($"what is known is kept: the same command goes on with --resume={journal.Path}");
            }
        }

        around.Screen.Output.WriteLine(MutationText.Summary(journal.Score));
        foreach (var problem in _left)
        {
            await around.Screen.Errors.WriteLineAsync(problem);
        }

        var outcome = journal.Score.Outcome;
        return outcome == Outcome.Success && (_left.Count > 0 || !journal.IsWritten) ? Outcome.PostFailure : outcome;
    }

    private async Task RunAsync(Workshop workshop, PhaseClock clock, MutationPlan plan, MutationJournal journal, CancellationToken cancellation)
    {
        journal.Machine = string.Join(", ", ((string[])
        [
            workshop.Info.Machine,
            string.Create(CultureInfo.InvariantCulture, $"{workshop.Info.Cpus} CPUs"),
            InputFile.Words(workshop.Info.MemoryBytes),
        ]).Where(part => part.Length > 0));
        var needed = plan.Grounds.Where(ground => ground.Mutated.Any(pair => plan.HomeOf(pair.Key) == ground || journal.Holds(pair.Key, ground.Variant))).ToList();
        var images = await clock.RunAsync("images", () => workshop.PrepareAsync(ImagesCommand.NamesOf(needed.Select(ground => ground.Variant)), cancellation));
        var digests = needed.ToDictionary(ground => ground.Variant.Name, ground => new MutationDigest(settings, ground, images), StringComparer.Ordinal);
        foreach (var ground in needed)
        {
            _settled.UnionWith(await journal.TakeOverAsync(ground, digests[ground.Variant.Name], _settled));
        }

        var suites = new SuiteMaker(workshop, images);
        foreach (var (index, ground) in plan.Grounds.Index())
        {
            var mutations = ground.Mutated.Select(pair => pair.Key).Where(mutation => !_settled.Contains(mutation.Name)).ToList();
            if (mutations.Count == 0)
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            var own = images;
            if (!digests.TryGetValue(ground.Variant.Name, out var digest))
            {
                // nobody's first choice: what is left for it, others handed on
                own = await clock.RunAsync("images", () => workshop.PrepareAsync(ImagesCommand.NamesOf([ground.Variant]), cancellation));
                digest = new MutationDigest(settings, ground, own);
            }

            var trial = new GroundTrial(ground, mutations, own, digest)
            {
                Others = plan.Grounds.Skip(index + 1).SelectMany(next => next.Mutated).Select(pair => pair.Key.Name).ToHashSet(StringComparer.Ordinal),
            };
            await TryAsync(workshop, clock, trial, suites, journal, cancellation);
            _settled.UnionWith(mutations.Except(journal.Of(ground.Variant).HandedOn).Select(mutation => mutation.Name));
        }
    }

    // A stack that does not come up is no reason to leave the other variants alone.
    private async Task TryAsync(
        Workshop workshop, PhaseClock clock, GroundTrial trial, SuiteMaker suites, MutationJournal journal, CancellationToken cancellation)
    {
        var variant = trial.Ground.Variant;
        var harmless = trial.Mutations.Where(mutation => mutation.IsHarmless).ToList();
        var defects = trial.Mutations.Except(harmless).ToList();
        await journal.PutAsync(journal.Of(variant) with
        {
            Selected = defects.Count,
            SelectedHarmless = harmless.Count,
            IsWhole = settings.WholeSuite == WholeSuite.Always,
            Suite = settings.WholeSuite == WholeSuite.Always ? variant.Suite : null,
        });
        try
        {
            if (defects.Count > 0 && !await TryDefectsAsync(workshop, clock, trial, defects, suites, journal, cancellation))
            {
                return;
            }

            if (harmless.Count > 0)
            {
                var suite = await clock.RunAsync("suite build", () => suites.MakeAsync(variant.Suite, cancellation));
                var run = new HarmlessRun(workshop, suite, trial.Images, variant);
                foreach (var change in harmless)
                {
                    var result = await run.TryAsync(change, trial.Mutated(change), cancellation);
                    var report = journal.Of(variant);
                    await EndedAsync(workshop, report with { Harmless = [.. report.Harmless, result with { Digest = trial.Digest.Of(change) }] }, result, journal);
                }
            }
        }
        catch (StackFailedException problem)
        {
            await journal.PutAsync(journal.Of(variant) with { Broken = problem.Message });
            _left.AddRange([problem.Message, .. problem.LastLines.Select(line => $"    {line}")]);
        }
    }

    private async Task<bool> TryDefectsAsync(
        Workshop workshop,
        PhaseClock clock,
        GroundTrial trial,
        IReadOnlyList<Mutation> defects,
        SuiteMaker suites,
        MutationJournal journal,
        CancellationToken cancellation)
    {
        var variant = trial.Ground.Variant;
        var (ready, rejected) = await clock.RunAsync("changes", () => ReadyVariant.OfAsync(workshop, variant, trial.Images, cancellation));
        if (ready is null)
        {
            _left.AddRange([rejected!.Rejected!, .. rejected.Details.Select(line => $"    {line}")]);
            return false;
        }

        var suite = await clock.RunAsync("suite build", () => suites.MakeAsync(variant.Suite, cancellation));
        await using var work = SessionWork.Begin(workshop, ready.Variant, ready.Images);
        await clock.RunAsync("stack", () => work.StartAsync(cancellation));

        var stack = new MutableStack(workshop, work, variant, ready, trial.Ground.Mutated.ToDictionary(), suite);
        var run = new MutationRun(stack, settings.WholeSuite == WholeSuite.Always, workshop.Time)
        {
            LooksFurther = settings.WholeSuite != WholeSuite.Never,
            Digest = trial.Digest.Of,
            IsOfAnother = mutation => trial.Others.Contains(mutation.Name),
        };
        var end = await clock.RunAsync("mutations", () => run.RunAsync(
            defects, journal.Of(variant), report => EndedAsync(workshop, report, report.Results[^1], journal), cancellation));
        await journal.PutAsync(end);
        _left.AddRange(await CloseAsync(workshop, clock, work, ready, end));
        return !end.IsHopeless;
    }

    private static Task EndedAsync(Workshop workshop, MutationReport report, MutationResult result, MutationJournal journal)
    {
        workshop.Note(MutationText.Line(result), report.Variant);
        return journal.PutAsync(report);
    }

    private async Task<IReadOnlyList<string>> CloseAsync(Workshop workshop, PhaseClock clock, SessionWork work, ReadyVariant ready, MutationReport report)
    {
        var isGood = report.Problem is null or "" && report.Results.All(result => result.Verdict == MutationVerdict.Caught);
        if (settings.Keep == Keep.Always || (settings.Keep == Keep.OnFailure && !isGood))
        {
            await clock.RunAsync("keep", () => work.KeepAsync(ready.Images, ready.Applied));
            workshop.Note(KeptStackHints.Of(work.Session, settings.StateFolder), ready.Variant.Name);
            return [];
        }

        var stopped = await clock.RunAsync("stop", () => work.Stack.StopAsync(Grace));
        var run = new VariantRun(ready.Variant, work.Session, workshop.Time.GetUtcNow(), clock.Phases, null, null, null, [], 1) { Changes = ready.Applied };
        using var post = new CancellationTokenSource(ready.Variant.PostTimeout, workshop.Time);
        run = await clock.RunAsync("evidence", () => work.CollectAsync(run, post.Token));
        var left = await clock.RunAsync("clean-up", work.CleanUpAsync);
        return [.. stopped, .. run.PostProblems.Select(problem => problem.Message), .. left];
    }

    /// <summary>What is tried on one variant.</summary>
    /// <param name="Ground">The variant.</param>
    /// <param name="Mutations">The mutations that are left for it.</param>
    /// <param name="Images">Image name to engine reference, without changes.</param>
    /// <param name="Digest">Digests of results.</param>
    private sealed record GroundTrial(
        MutationSelection Ground, IReadOnlyList<Mutation> Mutations, IReadOnlyDictionary<string, string> Images, MutationDigest Digest)
    {
        /// <summary>Names of mutations that a variant after it takes, too.</summary>
        public HashSet<string> Others { get; init; } = [];

        /// <summary>The variant that a mutation makes of it.</summary>
        public JobVariant Mutated(Mutation mutation) => Ground.Mutated.First(pair => pair.Key == mutation).Value;
    }
}
