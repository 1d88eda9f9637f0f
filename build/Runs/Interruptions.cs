using GlanceGate.Engine;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Stack;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What ended a run early, from what was thrown or cancelled.</summary>
internal static class Interruptions
{
    /// <summary>The interruption that an exception means, or null for one that nobody expects.</summary>
    /// <param name="problem">What was thrown before the suite began.</param>
    public static Interruption? Of(Exception problem) => problem switch
    {
        StackFailedException failed => new(Outcome.Infrastructure, Service(failed)),
        EngineException failed => new(Outcome.Infrastructure, new Cause(CauseKinds.Engine, string.Empty, FirstLine(failed.Message), Rest(failed.Message))),
        SuiteFileException wrong => new(Outcome.Failure, new Cause(CauseKinds.Suite, string.Empty, wrong.Message, Rest(wrong.InnerException!.Message))),
        SuiteBuildException failed => new(failed.IsOfTheSuite ? Outcome.Failure : Outcome.Infrastructure, new Cause(CauseKinds.Suite, string.Empty, failed.Message, failed.LastLines)),
        _ => null,
    };

    /// <summary>The change under test does not apply: that is the change's fault and no infrastructure.</summary>
    public static Interruption Rejected(ChangeRejection rejection) =>
        new(Outcome.Failure, new Cause(CauseKinds.Change, rejection.Project, rejection.Message, rejection.Details));

    /// <summary>
    /// A service ended while the suite ran: it is the change that must have broken it, because the stack was ready before; unless the engine is gone,
    /// with which all its containers end.
    /// </summary>
    /// <param name="failed">The service that ended first.</param>
    /// <param name="engine">Asks the engine for anything.</param>
    public static async Task<Interruption> DiedAsync(StackFailedException failed, Func<Task> engine)
    {
        try
        {
            await engine();
        }
        catch (Exception lost) when (lost is EngineException or OperationCanceledException)
        {
            return new(Outcome.Infrastructure, new Cause(CauseKinds.Engine, string.Empty, "the engine does not answer any more", [.. lost.Message.Split('\n'), failed.Message]));
        }

        return new(failed.InnerException is EngineException ? Outcome.Infrastructure : Outcome.Failure, Service(failed));
    }

    /// <summary>Job files or arguments are wrong.</summary>
    /// <param name="mistakes">What is wrong, in lines.</param>
    public static Interruption Refused(string mistakes) =>
        new(Outcome.ConfigError, new Cause(CauseKinds.Config, string.Empty, FirstLine(mistakes), Rest(mistakes)));

    /// <summary>The run was interrupted.</summary>
    public static Interruption Aborted() => new(Outcome.Aborted, new Cause(CauseKinds.Interrupted, string.Empty, "the run was interrupted", []));

    /// <summary>The variant ran over its time.</summary>
    /// <param name="limit">Its time.</param>
    /// <param name="phase">The phase at that moment.</param>
    /// <param name="services">The services at that moment.</param>
    public static Interruption TimedOut(TimeSpan limit, string phase, IReadOnlyList<ServiceSnapshot> services) => new(
        Outcome.TimedOut,
        new Cause(
            CauseKinds.Timeout,
            phase,
            $"the variant ran over its time of {Durations.Words(limit)} in phase '{phase}'",
            [.. services.Where(service => service.State is ServiceState.Waiting or ServiceState.Starting).Select(service => $"{service.Service} {service.State.ToString().ToLowerInvariant()}: {service.Detail}")]));

    private static Cause Service(StackFailedException failed) => new(CauseKinds.Service, failed.Service, failed.Message, failed.LastLines);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');

    private static string[] Rest(string text) => text.Contains('\n', StringComparison.Ordinal) ? text.Split('\n', 2)[1].TrimEnd().Split('\n') : [];
}
