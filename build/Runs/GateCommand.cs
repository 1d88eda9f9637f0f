using GlanceGate.Jobs;
using GlanceGate.Reports;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The target Gate: runs the selected variants, judges them, writes the reports, says what came of it.</summary>
internal static class GateCommand
{
    /// <summary>Runs it.</summary>
    /// <exception cref="JobConfigurationException">Job files or the selection are wrong; nothing was started.</exception>
    public static async Task<Outcome> RunAsync(GateSettings settings, CancellationToken cancellation)
    {
        var run = await ReportedRun.RunAsync(settings, JobSource.Select(settings), cancellation);
        var outcome = run.Outcome;
        try
        {
            CiReporter.Detect(Environment.GetEnvironmentVariable, Console.Out, TimeProvider.System).Report(run.Verdict, run.Context);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"the CI system could not be told: {problem.Message}");
            outcome = outcome == Outcome.Success ? Outcome.PostFailure : outcome;
        }

        SummaryPrinter.Print(ConsoleSummary.Render(run.Verdict, run.Context));
        return outcome;
    }
}
