using GlanceGate.CommandLine;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>Reports of a run that has no verdict: one that has only begun, or that was refused.</summary>
/// <remarks>
/// They take the place of the previous run's before anything is started, and a verdict takes theirs. So a run that is killed, or that a mistake in
/// a job file keeps from starting, does not leave the green of an earlier one where a CI system looks for its own.
/// </remarks>
internal static class UnfinishedRun
{
    /// <summary>What a run has come to while it has not come to its end.</summary>
    public static Interruption Begun { get; } = new(
        Outcome.Aborted,
        new Cause(CauseKinds.Interrupted, string.Empty, "the run has no verdict: this was written when it began, and it did not come to its end", []));

    /// <summary>Reports a run that is about to start anything.</summary>
    /// <exception cref="GateArgumentException">The reports cannot be written where they are to go.</exception>
    public static async Task BeginAsync(GateSettings settings, Surroundings around)
    {
        try
        {
            await WriteAsync(settings.Artifacts, settings.Root, Reproduction.Of(settings), Begun, around.Time);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            throw new GateArgumentException([$"no report could be written to {settings.Artifacts}, so nothing is started (--artifacts=FOLDER names another folder): {problem.Message}"]);
        }
    }

    /// <summary>Reports a run that does not start, because of a mistake in job files or arguments. That the reports cannot be written is said and nothing more.</summary>
    /// <param name="artifacts">Absolute path of the folder that the reports go to.</param>
    /// <param name="root">Absolute path of the folder that paths are shown relative to.</param>
    /// <param name="command">The command that was given.</param>
    /// <param name="mistakes">What is wrong, in lines.</param>
    /// <param name="around">Where it is said, and the clock.</param>
    public static async Task RefuseAsync(string artifacts, string root, string command, string mistakes, Surroundings around)
    {
        try
        {
            await WriteAsync(artifacts, root, command, Interruptions.Refused(mistakes), around.Time);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await around.Screen.Errors.WriteLineAsync($"the reports could not be written to {artifacts}: {problem.Message}");
        }
    }

    private static async Task WriteAsync(string artifacts, string root, string command, Interruption interruption, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(ReportWriter.Deadline);
        await ReportWriter.WriteAsync(
            VerdictJudge.Judge([], time.GetUtcNow(), TimeSpan.Zero, command, interruption),
            new ReportContext(artifacts, root, Engine: null, new Dictionary<string, string>(), Redact: text => text),
            deadline.Token);
    }
}
