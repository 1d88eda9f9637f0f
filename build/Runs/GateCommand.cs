using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Reports;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;
using Spectre.Console;

namespace GlanceGate.Runs;

/// <summary>The target Gate: runs the selected variants, judges them, writes the reports, says what came of it.</summary>
internal static class GateCommand
{
    // reports are small; only a file system that hangs takes longer
    private static readonly TimeSpan ReportDeadline = TimeSpan.FromMinutes(1);

    /// <summary>Runs it.</summary>
    /// <exception cref="JobConfigurationException">Job files or the selection are wrong; nothing was started.</exception>
    public static async Task<Outcome> RunAsync(GateSettings settings, CancellationToken cancellation)
    {
        var variants = JobSource.Select(settings);
        var run = new GateRun(settings, TimeProvider.System);
        GateVerdict verdict;
        using (var console = new RunConsole(AnsiConsole.Console, RunConsole.CanRedraw(AnsiConsole.Console), TimeProvider.System))
        {
            verdict = await run.RunAsync(variants, console, cancellation);
        }

        var context = new ReportContext(
            settings.Artifacts,
            settings.Root,
            run.Engine,
            HostNote: null,
            verdict.Variants.ToDictionary(variant => variant.Run.Session, variant => PlanWriter.Write(variant.Run.Variant)),
            new Redactor(run.Secrets).Redact);
        return await ReportAsync(verdict, context);
    }

    private static async Task<Outcome> ReportAsync(GateVerdict verdict, ReportContext context)
    {
        var outcome = verdict.Outcome;
        try
        {
            using var deadline = new CancellationTokenSource(ReportDeadline);
            await ReportWriter.WriteAsync(verdict, context, deadline.Token);
            CiReporter.Detect(Environment.GetEnvironmentVariable, Console.Out, TimeProvider.System).Report(verdict, context);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"the reports could not be written to {context.Artifacts}: {problem.Message}");
            outcome = outcome == Outcome.Success ? Outcome.PostFailure : outcome;
        }

        SummaryPrinter.Print(ConsoleSummary.Render(verdict, context));
        return outcome;
    }
}
