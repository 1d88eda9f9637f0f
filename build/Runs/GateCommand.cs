using GlanceGate.CommandLine;
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
        var run = await ReportedRun.RunAsync(settings, await SelectAsync(settings), cancellation);
        var verdict = run.Verdict;
        try
        {
            CiReporter.Detect(Environment.GetEnvironmentVariable, StandardStreams.Commands, TimeProvider.System).Report(verdict, run.Context);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            verdict = VerdictJudge.After(verdict, $"the CI system could not be told: {problem.Message}");
        }

        SummaryPrinter.Print(ConsoleSummary.Render(verdict, run.Context));
        return verdict.Outcome;
    }

    private static async Task<IReadOnlyList<JobVariant>> SelectAsync(GateSettings settings)
    {
        try
        {
            return JobSource.Select(settings);
        }
        catch (JobConfigurationException problem)
        {
            await UnfinishedRun.RefuseAsync(settings.Artifacts, settings.Root, Reproduction.Of(settings), problem.Message);
            throw;
        }
    }
}
