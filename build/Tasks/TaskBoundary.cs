using Cake.Core;
using GlanceGate.Runs;
using GlanceGate.Verdicts;

namespace GlanceGate.Tasks;

/// <summary>Where a task meets the gate: what a command comes to becomes the run's outcome, and what it throws becomes words.</summary>
internal static class TaskBoundary
{
    /// <summary>Runs a command for a task.</summary>
    /// <exception cref="CakeException">The command did not succeed, so that no further target runs; the outcome is recorded already.</exception>
    public static async Task RunAsync(this GateContext context, Func<GateCommands, Task<Outcome>> command)
    {
        // what nobody expects is a defect of the gate or of the machine below it, and goes on to Cake, which shows it
        var outcome = Outcome.Infrastructure;
        try
        {
            outcome = await CommandOutcome.OfAsync(
                () => command(new GateCommands(context.Settings, Surroundings.OfThisProcess, context.Cancellation)), Console.Error, context.Cancellation);
        }
        finally
        {
            context.Outcome.Record(outcome);
        }

        if (outcome != Outcome.Success)
        {
            throw new CakeException($"{Words(outcome)} (exit code {(int)outcome})");
        }
    }

    private static string Words(Outcome outcome) => outcome switch
    {
        Outcome.ConfigError => "config error: nothing was started",
        Outcome.TimedOut => "timed out",
        Outcome.PostFailure => "post failure",
        _ => outcome.ToString().ToLowerInvariant(),
    };
}
