using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Reports;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The target Gate: runs the selected variants, judges them, writes the reports, says what came of it.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What it meets outside.</param>
internal sealed class GateCommand(GateSettings settings, Surroundings around)
{
    /// <summary>Runs it.</summary>
    /// <exception cref="JobConfigurationException">Job files or the selection are wrong; nothing was started.</exception>
    public async Task<Outcome> RunAsync(CancellationToken cancellation)
    {
        var run = await ReportedRun.RunAsync(settings, around, await SelectAsync(), cancellation);
        var verdict = run.Verdict;
        try
        {
            CiReporter.Detect(around.Variable, around.Screen.Commands, around.Time).Report(verdict, run.Context);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            verdict = VerdictJudge.After(verdict, $"the CI system could not be told: {problem.Message}");
        }

        SummaryPrinter.Print(around.Screen, ConsoleSummary.Render(verdict, run.Context));
        return verdict.Outcome;
    }

    private async Task<IReadOnlyList<JobVariant>> SelectAsync()
    {
        try
        {
            return JobSource.Select(settings);
        }
        catch (JobConfigurationException problem)
        {
            await UnfinishedRun.RefuseAsync(settings.Artifacts, settings.Root, Reproduction.Of(settings), problem.Message, around);
            throw;
        }
    }
}
