using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Repeats;
using GlanceGate.Reports;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The target Repeat: each selected variant many times, each time as Gate runs it, to find what does not come each time.</summary>
/// <remarks>No red ends it. What is known is written after every run, so that one that is killed leaves what it saw.</remarks>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What it meets outside.</param>
internal sealed class RepeatCommand(GateSettings settings, Surroundings around)
{
    /// <summary>Runs it.</summary>
    /// <exception cref="JobConfigurationException">Job files or the selection are wrong; nothing was started.</exception>
    /// <exception cref="GateArgumentException">An argument cannot be had with this target; nothing was started.</exception>
    public async Task<Outcome> RunAsync(CancellationToken cancellation)
    {
        var variants = Select(settings);
        var report = new RepeatReport(Reproduction.OfRepeat(settings), settings.Times * variants.Count, settings.BusyLoops, around.Time.GetUtcNow(), []);
        var isWritten = await WriteAsync(report);
        foreach (var (round, variant) in Enumerable.Range(1, settings.Times).SelectMany(round => variants.Select(variant => (round, variant))))
        {
            if (cancellation.IsCancellationRequested)
            {
                break;
            }

            var run = await RunAsync(round, variant, cancellation);
            report = report.With(run);
            around.Screen.Output.WriteLine(RepeatText.Line(run, report.Runs.Count, report.Planned));
            isWritten = await WriteAsync(report);
        }

        around.Screen.Output.WriteLine(RepeatText.Summary(report));
        return report.Outcome == Outcome.Success && !isWritten ? Outcome.PostFailure : report.Outcome;
    }

    /// <summary>The variants that are to be repeated; controls are among them only when jobs are named.</summary>
    /// <inheritdoc cref="RunAsync(CancellationToken)" path="/exception"/>
    public static IReadOnlyList<JobVariant> Select(GateSettings settings)
    {
        if (settings.Keep != Keep.Never)
        {
            throw new GateArgumentException(["Repeat needs a new stack for each run and keeps none: leave out --keep"]);
        }

        // what each run counts as is the question, so each votes
        return [.. JobSource.SelectCandidates(settings).Select(variant => variant with { Voting = true })];
    }

    private async Task<RepeatedRun> RunAsync(int round, JobVariant variant, CancellationToken cancellation)
    {
        var started = around.Time.GetUtcNow();
        var begin = around.Time.GetTimestamp();
        try
        {
            var run = await ReportedRun.RunAsync(settings with { Jobs = [variant.Job], Variants = [variant.Name] }, around, [variant], cancellation);
            var verdict = RedactedVerdict.Of(run.Verdict, run.Context.Redact);
            if (verdict.Outcome != Outcome.Success)
            {
                SummaryPrinter.Print(around.Screen, ConsoleSummary.Render(run.Verdict, run.Context));
            }
            else
            {
                GreenEvidence.Trim(settings.Artifacts, verdict).ToList().ForEach(around.Screen.Errors.WriteLine);
            }

            return RepeatedRun.Of(round, variant.Name, verdict, run.Phases);
        }
        catch (Exception problem) when (problem is not GateArgumentException)
        {
            // a defect that comes only sometimes is what is hunted for
            await around.Screen.Errors.WriteLineAsync(problem.ToString());
            var outcome = problem is OperationCanceledException && cancellation.IsCancellationRequested ? Outcome.Aborted : Outcome.Infrastructure;
            return RepeatedRun.Of(round, variant.Name, outcome, problem, started, around.Time.GetElapsedTime(begin));
        }
    }

    private async Task<bool> WriteAsync(RepeatReport report)
    {
        try
        {
            Directory.CreateDirectory(settings.Artifacts);
            await ReportWriter.ReplaceAsync(Path.Combine(settings.Artifacts, "repeat.json"), RepeatDocument.Of(report).ToJson(), CancellationToken.None);
            await ReportWriter.ReplaceAsync(Path.Combine(settings.Artifacts, "repeat.md"), RepeatText.Markdown(report), CancellationToken.None);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await around.Screen.Errors.WriteLineAsync($"repeat.md and repeat.json could not be written to {settings.Artifacts}: {problem.Message}");
            return false;
        }
    }
}
