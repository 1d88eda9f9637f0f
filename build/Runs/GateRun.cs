using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>A whole run: one engine, every selected variant in turn, one verdict.</summary>
internal sealed class GateRun(GateSettings settings, Surroundings around)
{
    private readonly List<VariantRun> _runs = [];
    private readonly List<string> _secrets = [];

    /// <summary>What the engine was, or null when there was none.</summary>
    public EngineInfo? Engine { get; private set; }

    /// <summary>Phases that belong to no variant, in order.</summary>
    public IReadOnlyList<PhaseTiming> Phases { get; private set; } = [];

    /// <summary>Every secret of every session of the run, for redaction.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>Runs the variants. What goes wrong is in the verdict, never thrown, except what nobody expects.</summary>
    public async Task<GateVerdict> RunAsync(IReadOnlyList<JobVariant> variants, IRunEvents events, CancellationToken interrupted)
    {
        var time = around.Time;
        var clock = new PhaseClock(null, events, time);
        var started = time.GetUtcNow();
        var begin = time.GetTimestamp();
        Interruption? before = null;
        try
        {
            var workshop = await Workshop.OpenAsync(settings, around, clock, events, interrupted);
            Engine = workshop.Info;
            try
            {
                await RunAsync(workshop, clock, variants, interrupted);
            }
            finally
            {
                await clock.RunAsync("engine release", () => workshop.DisposeAsync().AsTask());
            }
        }
        catch (Exception problem) when (Interruptions.Of(problem) is { } known)
        {
            before = known;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            before = Interruptions.Aborted();
        }

        if (interrupted.IsCancellationRequested && before is null && _runs.All(run => run.Interruption?.Outcome != Outcome.Aborted))
        {
            // it came after the tests: everything was closed as it should be, but whoever stops a run is told that it was stopped
            before = Interruptions.Aborted();
        }

        Phases = clock.Phases;
        return VerdictJudge.Judge([.. _runs.Select(VerdictJudge.Judge)], started, time.GetElapsedTime(begin), Reproduction.Of(settings), before);
    }

    private async Task RunAsync(Workshop workshop, PhaseClock clock, IReadOnlyList<JobVariant> variants, CancellationToken interrupted)
    {
        var images = await clock.RunAsync("images", () => workshop.PrepareAsync(ImagesCommand.NamesOf(variants), interrupted));
        var suites = await clock.RunAsync("suite build", () => MakeAsync(new SuiteMaker(workshop, images), variants, interrupted));
        foreach (var (variant, suite) in variants.Zip(suites))
        {
            interrupted.ThrowIfCancellationRequested();
            _runs.Add(await RunAsync(new VariantRunner(workshop, suite, images, _secrets), workshop, variant, interrupted));
        }
    }

    // Only an engine that failed is tried again. A service that did not become healthy, or a test, would be a flake that nobody sees.
    private static async Task<VariantRun> RunAsync(VariantRunner runner, Workshop workshop, JobVariant variant, CancellationToken interrupted)
    {
        for (var attempt = 1; ; attempt++)
        {
            var run = await runner.RunAsync(variant, attempt, interrupted);
            if (run is not { Suite: null, Interruption: { Outcome: Outcome.Infrastructure, Cause.Kind: CauseKinds.Engine } } || attempt >= variant.Attempts)
            {
                return run;
            }

            workshop.Note($"set-up attempt {attempt} of {variant.Attempts} failed: {run.Interruption.Cause.Message}", variant.Name);
        }
    }

    private static async Task<IReadOnlyList<ISuite>> MakeAsync(SuiteMaker maker, IReadOnlyList<JobVariant> variants, CancellationToken interrupted)
    {
        var suites = new List<ISuite>();
        foreach (var variant in variants)
        {
            suites.Add(await maker.MakeAsync(variant.Suite, interrupted));
        }

        return suites;
    }
}
