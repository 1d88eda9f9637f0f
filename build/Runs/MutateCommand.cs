using GlanceGate.CommandLine;
using GlanceGate.Mutations;
using GlanceGate.Reports;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The target Mutate: puts defects into a stack that runs, one after the other, and says which of them the suite notices.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What it meets outside.</param>
internal sealed class MutateCommand(GateSettings settings, Surroundings around)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs it.</summary>
    /// <exception cref="Jobs.JobConfigurationException">A job file, a mutation or the selection is wrong; nothing was started.</exception>
    public async Task<Outcome> RunAsync(CancellationToken cancellation)
    {
        var selection = MutationSource.Load(settings);
        NodesetRefusal.Check("Mutate", selection.Variant);
        if (selection.Mutated.Count == 0)
        {
            throw new GateArgumentException([$"there are no mutations: put files into {MutationFolder.Name}"]);
        }

        var report = MutationReport.Empty(selection.Variant.Name, selection.Mutated.Count, settings.WholeSuite) with
        {
            LeftOut = selection.LeftOut,
            Suite = settings.WholeSuite ? selection.Variant.Suite : null,
        };
        IReadOnlyList<string> left = [];
        try
        {
            await EngineCommand.RunAsync(settings, around, async (workshop, clock) =>
            {
                var stopped = await RunAsync(workshop, clock, selection, report, Ended, cancellation);
                left = stopped;
            }, cancellation);
        }
        finally
        {
            // also of a run that is interrupted, what is known is known
            await WriteAsync(report);
        }

        around.Screen.Output.WriteLine(MutationText.Summary(report));
        foreach (var problem in left)
        {
            await around.Screen.Errors.WriteLineAsync(problem);
        }

        return report.Outcome == Outcome.Success && left.Count > 0 ? Outcome.PostFailure : report.Outcome;

        void Ended(MutationReport next) => report = next;
    }

    private static async Task<IReadOnlyList<string>> RunAsync(
        Workshop workshop, PhaseClock clock, MutationSelection selection, MutationReport report, Action<MutationReport> ended, CancellationToken cancellation)
    {
        var images = await clock.RunAsync("images", () => workshop.PrepareAsync(ImagesCommand.NamesOf([selection.Variant]), cancellation));
        var (ready, rejected) = await clock.RunAsync("changes", () => ReadyVariant.OfAsync(workshop, selection.Variant, images, cancellation));
        if (ready is null)
        {
            return [rejected!.Rejected!, .. rejected.Details.Select(line => $"    {line}")];
        }

        var suite = await clock.RunAsync("suite build", () => new SuiteMaker(workshop, images).MakeAsync(selection.Variant.Suite, cancellation));
        await using var work = SessionWork.Begin(workshop, ready.Variant, ready.Images);
        await clock.RunAsync("stack", () => work.StartAsync(cancellation));

        var stack = new MutableStack(workshop, work, ready, selection.Mutated.ToDictionary(), suite);
        var run = new MutationRun(stack, report.IsWhole, workshop.Time);
        var end = await clock.RunAsync("mutations", () => run.RunAsync([.. selection.Mutated.Select(pair => pair.Key)], report, Ended, cancellation));
        ended(end);
        return await CloseAsync(workshop, clock, work, ready, end);

        void Ended(MutationReport next)
        {
            workshop.Note(MutationText.Line(next.Results[^1]), selection.Variant.Name);
            ended(next);
        }
    }

    private static async Task<IReadOnlyList<string>> CloseAsync(Workshop workshop, PhaseClock clock, SessionWork work, ReadyVariant ready, MutationReport report)
    {
        var keep = workshop.Settings.Keep;
        if (keep == Keep.Always || (keep == Keep.OnFailure && report.Outcome != Outcome.Success))
        {
            await clock.RunAsync("keep", () => work.KeepAsync(ready.Images, ready.Applied));
            workshop.Note(KeptStackHints.Of(work.Session, workshop.Settings.StateFolder), ready.Variant.Name);
            return [];
        }

        var stopped = await clock.RunAsync("stop", () => work.Stack.StopAsync(Grace));
        var run = new VariantRun(ready.Variant, work.Session, workshop.Time.GetUtcNow(), clock.Phases, null, null, null, [], 1) { Changes = ready.Applied };
        using var post = new CancellationTokenSource(ready.Variant.PostTimeout, workshop.Time);
        run = await clock.RunAsync("evidence", () => work.CollectAsync(run, post.Token));
        var left = await clock.RunAsync("clean-up", work.CleanUpAsync);
        return [.. stopped, .. run.PostProblems.Select(problem => problem.Message), .. left];
    }

    private async Task WriteAsync(MutationReport report)
    {
        Directory.CreateDirectory(settings.Artifacts);
        await ReportWriter.ReplaceAsync(Path.Combine(settings.Artifacts, "mutations.json"), MutationDocument.Of(report).ToJson(), CancellationToken.None);
        await ReportWriter.ReplaceAsync(Path.Combine(settings.Artifacts, "mutations.md"), MutationText.Markdown(report), CancellationToken.None);
    }
}
