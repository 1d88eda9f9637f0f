using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Reports;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;
using Spectre.Console;

namespace GlanceGate.Runs;

/// <summary>A run of some variants that was judged and whose reports are written.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Context">What reports need besides it.</param>
/// <param name="Phases">Phases that belong to no variant.</param>
/// <param name="Problems">What went wrong around the run, one line each; said already.</param>
internal sealed record ReportedRun(GateVerdict Verdict, ReportContext Context, IReadOnlyList<PhaseTiming> Phases, IReadOnlyList<string> Problems)
{
    // reports are small; only a file system that hangs takes longer
    private static readonly TimeSpan ReportDeadline = TimeSpan.FromMinutes(1);

    /// <summary>What it came to.</summary>
    public Outcome Outcome => Verdict.Outcome == Outcome.Success && Problems.Count > 0 ? Outcome.PostFailure : Verdict.Outcome;

    /// <summary>Runs the variants, shows them while they run, and writes the reports.</summary>
    /// <param name="settings">The checked command line.</param>
    /// <param name="variants">The variants.</param>
    /// <param name="cancellation">Interrupts the run, which still ends with a verdict.</param>
    /// <exception cref="GateArgumentException">The load that was asked for cannot be made; nothing was started.</exception>
    public static async Task<ReportedRun> RunAsync(GateSettings settings, IReadOnlyList<JobVariant> variants, CancellationToken cancellation)
    {
        var run = new GateRun(settings, TimeProvider.System);
        var problems = new List<string>();
        GateVerdict verdict;
        using (var loops = new BusyLoops())
        using (var console = new RunConsole(AnsiConsole.Console, RunConsole.CanRedraw(AnsiConsole.Console), TimeProvider.System))
        {
            loops.Start(settings.BusyLoops);
            verdict = await run.RunAsync(variants, console, cancellation);
            if (loops.Ended is > 0 and var ended)
            {
                problems.Add($"{ended} of {settings.BusyLoops} busy loops ended before the run did");
            }
        }

        var context = new ReportContext(
            settings.Artifacts,
            settings.Root,
            run.Engine,
            HostNote: null,
            verdict.Variants.ToDictionary(variant => variant.Run.Session, variant => PlanWriter.Write(variant.Run.Variant)),
            new Redactor(run.Secrets).Redact);
        try
        {
            using var deadline = new CancellationTokenSource(ReportDeadline);
            await ReportWriter.WriteAsync(verdict, context, deadline.Token);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            problems.Add($"the reports could not be written to {context.Artifacts}: {problem.Message}");
        }

        problems.ForEach(Console.Error.WriteLine);
        return new ReportedRun(verdict, context, run.Phases, problems);
    }
}
