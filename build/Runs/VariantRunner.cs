using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>Runs one variant from its plan to a clean engine. What goes wrong is in the result; only what nobody expects is thrown.</summary>
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
        var started = workshop.Time.GetUtcNow();
        var clock = new PhaseClock(variant.Name, workshop.Events, workshop.Time);
        using var deadline = new CancellationTokenSource(variant.Timeout, workshop.Time);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(interrupted, deadline.Token);
        var (changed, rejected) = await StackChanges.ApplyAsync(workshop, clock, variant, images, running.Token);
        if (changed is not { Rejection: null })
        {
            // nothing of a stack was begun
            rejected = Cancelled(variant, clock, [], interrupted, running.Token) ?? rejected;
            return new VariantRun(variant, SessionName.New(workshop.Time), started, clock.Phases, rejected, null, null, [], attempt) { Changes = changed?.Applied ?? [] };
        }

        await using var work = SessionWork.Begin(workshop, changed.Variant, changed.Images);
        work.Plan.Secrets.ToList().ForEach(secrets.Add);
        var (result, interruption) = await TestAsync(work, clock, running.Token);
        work.Stack.EndSuite();
        interruption = Cancelled(variant, clock, work.Stack.States.Current, interrupted, running.Token) ?? interruption;
        var run = new VariantRun(variant, work.Session, started, clock.Phases, interruption, result, null, [], attempt) { Changes = changed.Applied };
        using var post = new CancellationTokenSource(variant.PostTimeout, workshop.Time);
        run = await CloseAsync(work, clock, run, interrupted.IsCancellationRequested, post.Token);
        return run with { Phases = clock.Phases };
    }

    // Whatever came of the rest, the cancellation came first.
    private static Interruption? Cancelled(
        JobVariant variant, PhaseClock clock, IReadOnlyList<ServiceSnapshot> services, CancellationToken interrupted, CancellationToken running) =>
        !running.IsCancellationRequested ? null
        : interrupted.IsCancellationRequested ? Interruptions.Aborted()
        : Interruptions.TimedOut(variant.Timeout, clock.Phases[^1].Name, services);

    private async Task<(SuiteResult? Suite, Interruption? Interruption)> TestAsync(SessionWork work, PhaseClock clock, CancellationToken running)
    {
        try
        {
            await clock.RunAsync("stack", () => work.StartAsync(running));
            var result = await clock.RunAsync("suite", () => StackSuite.RunAsync(workshop, suite, work, images, work.Plan.Variant.Suite.Where, running));
            return (result, work.Stack.Died.IsCompleted ? await Interruptions.DiedAsync(await work.Stack.Died, AskEngineAsync) : null);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            return (null, null);
        }
        catch (Exception problem) when (Interruptions.Of(problem) is { } known)
        {
            return (null, known);
        }
    }

    private async Task AskEngineAsync()
    {
        using var deadline = new CancellationTokenSource(EngineDeadline, workshop.Time);
        await workshop.Engine.GetInfoAsync(deadline.Token);
    }

    private async Task<VariantRun> CloseAsync(SessionWork work, PhaseClock clock, VariantRun run, bool aborted, CancellationToken post)
    {
        // what is published to nodes goes through this process, so such a stack ends with it
        var mayKeep = workshop.Settings.Keep != Keep.Never && !aborted && run.Variant.Nodeset is null;
        if (workshop.Settings.Keep != Keep.Never && run.Variant.Nodeset is not null)
        {
            workshop.Note("the stack is not kept: nodes reach it through this process", run.Variant.Name);
        }

        if (!mayKeep)
        {
            var problems = await clock.RunAsync("stop", () => work.Stack.StopAsync(aborted ? TimeSpan.Zero : Grace));
            run = run.With(CauseKinds.CleanUp, problems);
        }

        run = await clock.RunAsync("evidence", () => work.CollectAsync(run, post));
        if (mayKeep && (workshop.Settings.Keep == Keep.Always || VerdictJudge.Judge(run).Outcome != Outcome.Success))
        {
            await clock.RunAsync("keep", () => work.KeepAsync(images, run.Changes));
            workshop.Note(KeptStackHints.Of(work.Session, workshop.Settings.StateFolder), run.Variant.Name);
            return run;
        }

        return run.With(CauseKinds.CleanUp, await clock.RunAsync("clean-up", work.CleanUpAsync));
    }
}
