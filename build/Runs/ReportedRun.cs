using GlanceGate.CommandLine;
using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Reports;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>A run of some variants that was judged and whose reports are written.</summary>
/// <param name="Verdict">The verdict; what went wrong around the run, which has been said, is a cause in it.</param>
/// <param name="Context">What reports need besides it.</param>
/// <param name="Phases">Phases that belong to no variant.</param>
internal sealed record ReportedRun(GateVerdict Verdict, ReportContext Context, IReadOnlyList<PhaseTiming> Phases)
{
    /// <summary>Runs the variants, shows them while they run, and writes the reports.</summary>
    /// <param name="settings">The checked command line.</param>
    /// <param name="around">What the run meets outside.</param>
    /// <param name="variants">The variants.</param>
    /// <param name="cancellation">Interrupts the run, which still ends with a verdict.</param>
    /// <exception cref="GateArgumentException">The load that was asked for cannot be made, or no report be written; nothing was started.</exception>
    public static async Task<ReportedRun> RunAsync(
        GateSettings settings, Surroundings around, IReadOnlyList<JobVariant> variants, CancellationToken cancellation)
    {
        await UnfinishedRun.BeginAsync(settings, around);
        var run = new GateRun(settings, around);
        GateVerdict verdict;
        using (var loops = new BusyLoops())
        using (var console = new RunConsole(around.Screen, around.Time))
        {
            loops.Start(settings.BusyLoops);
            verdict = await run.RunAsync(variants, console, cancellation);
            if (loops.Ended is > 0 and var ended)
            {
                verdict = VerdictJudge.After(verdict, $"{ended} of {settings.BusyLoops} busy loops ended before the run did");
            }
        }

        if (around.Screen.Lost() is { } lost)
        {
            verdict = VerdictJudge.After(verdict, $"what the run printed was lost: {lost}");
        }

        var context = new ReportContext(
            settings.Artifacts,
            settings.Root,
            run.Engine,
            verdict.Variants.ToDictionary(variant => variant.Run.Session, variant => PlanWriter.Write(variant.Run.Variant)),
            new Redactor(run.Secrets).Redact);
        try
        {
            using var deadline = new CancellationTokenSource(ReportWriter.Deadline);
            await ReportWriter.WriteAsync(verdict, context, deadline.Token);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            verdict = VerdictJudge.After(verdict, $"the reports could not be written to {context.Artifacts}: {problem.Message}");
        }

        return new ReportedRun(verdict, context, run.Phases);
    }
}
