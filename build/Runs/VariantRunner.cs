using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The whole way of one variant, from its plan to a clean engine. What goes wrong is in the result; only what nobody expects is thrown.</summary>
/// <param name="workshop">What the run works with.</param>
/// <param name="suite">The variant's suite.</param>
/// <param name="images">Image name to engine reference.</param>
/// <param name="secrets">Gets the secrets of each session, so that reports of the whole run can be freed of them.</param>
internal sealed class VariantRunner(Workshop workshop, ISuite suite, IReadOnlyDictionary<string, string> images, ICollection<string> secrets)
{
    // a service that is stopped says its last words; the stack is thrown away, so it need not do more
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // one that answers does so in milliseconds; this one may be busy with the end of many containers
    private static readonly TimeSpan EngineDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Runs the variant once.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="attempt">1-based number of the set-up attempt.</param>
    /// <param name="interrupted">Cancelled when a person or the CI system stops the run.</param>
    public async Task<VariantRun> RunAsync(JobVariant variant, int attempt, CancellationToken interrupted)
    {
        var clock = new PhaseClock(variant.Name, workshop.Events, workshop.Time);
        using var limit = new VariantLimit(variant.Timeout, clock, workshop.Time, interrupted);
        var run = new VariantRun(variant, SessionName.New(workshop.Time), workshop.Time.GetUtcNow(), [], null, null, null, [], attempt);

        var (changed, rejected) = await StackChanges.ApplyAsync(workshop, clock, variant, images, limit.Token);
        run = run with { Changes = changed?.Applied ?? [] };
        if (changed is not { Rejection: null })
        {
            // nothing of a stack was begun
            return run with { Interruption = limit.Reached([]) ?? rejected, Phases = clock.Phases };
        }

        await using var work = SessionWork.Begin(workshop, changed.Variant, changed.Images);
        run = run with { Session = work.Session };
        work.Plan.Secrets.ToList().ForEach(secrets.Add);
        try
        {
            await clock.RunAsync("stack", () => work.StartAsync(limit.Token));
            run = run with { Suite = await clock.RunAsync("suite", () => SuitePhase.RunAsync(workshop, suite, work, images, work.Plan.Variant.Suite.Where, limit.Token)) };
            run = run with { Interruption = work.Stack.Died.IsCompleted ? await Interruptions.DiedAsync(await work.Stack.Died, AskEngineAsync) : null };
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            // which limit it was is told below, where it also stands before whatever else was found
        }
        catch (Exception problem) when (Interruptions.Of(problem) is { } known)
        {
            run = run with { Interruption = known };
        }

        work.Stack.EndSuite();
        run = run with { Interruption = limit.Reached(work.Stack.States.Current) ?? run.Interruption };
        var aborted = interrupted.IsCancellationRequested;
        using var post = new CancellationTokenSource(variant.PostTimeout, workshop.Time);
        var mayKeep = MayKeep(variant, aborted);
        if (!mayKeep)
        {
            run = run.With(CauseKinds.CleanUp, await clock.RunAsync("stop", () => work.Stack.StopAsync(aborted ? TimeSpan.Zero : Grace)));
        }

        run = await clock.RunAsync("evidence", () => work.CollectAsync(run, post.Token));
        var isKept = mayKeep && (workshop.Settings.Keep == Keep.Always || VerdictJudge.Judge(run).Outcome != Outcome.Success);
        run = isKept
            ? await KeepAsync(work, clock, run)
            : run.With(CauseKinds.CleanUp, await clock.RunAsync("clean-up", work.CleanUpAsync));
        return run with { Phases = clock.Phases };
    }

    private async Task AskEngineAsync()
    {
        using var deadline = new CancellationTokenSource(EngineDeadline, workshop.Time);
        await workshop.Engine.GetInfoAsync(deadline.Token);
    }

    // a stack that cannot be kept must not cost what was found out on it
    private async Task<VariantRun> KeepAsync(SessionWork work, PhaseClock clock, VariantRun run)
    {
        try
        {
            await clock.RunAsync("keep", () => work.KeepAsync(images, run.Changes));
            workshop.Note(KeptStackHints.Of(work.Session, workshop.Settings.StateFolder), run.Variant.Name);
            return run;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException || Interruptions.Of(problem) is not null)
        {
            var left = await clock.RunAsync("clean-up", work.CleanUpAsync);
            return run.With(CauseKinds.CleanUp, [$"the stack could not be kept: {problem.Message}", .. left]);
        }
    }

    private bool MayKeep(JobVariant variant, bool aborted)
    {
        if (workshop.Settings.Keep == Keep.Never)
        {
            return false;
        }

        if (variant.Nodeset is not null)
        {
            // what is published to nodes goes through this process, so such a stack ends with it
            workshop.Note("the stack is not kept: nodes reach it through this process", variant.Name);
            return false;
        }

        return !aborted;
    }
}
