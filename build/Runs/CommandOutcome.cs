using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Reports;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What a command comes to: its outcome, or that of what it throws, in words for people.</summary>
internal static class CommandOutcome
{
    /// <summary>The outcome of a command, whatever it throws; what nobody expects is thrown on.</summary>
    /// <param name="command">The command.</param>
    /// <param name="errors">Gets the words.</param>
    /// <param name="cancellation">What interrupts it.</param>
    public static async Task<Outcome> OfAsync(Func<Task<Outcome>> command, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            return await command();
        }
        catch (Exception problem) when (problem is JobConfigurationException or GateArgumentException)
        {
            return await SayAsync(Outcome.ConfigError, problem.Message);
        }
        catch (Exception problem) when (Interruptions.Of(problem) is { } known)
        {
            return await SayAsync(known.Outcome, Interruptions.Words(known));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return await SayAsync(Outcome.Aborted, "aborted");
        }

        async Task<Outcome> SayAsync(Outcome outcome, string words)
        {
            await errors.WriteLineAsync(PlainText.WithoutEscapes(words));
            return outcome;
        }
    }
}
