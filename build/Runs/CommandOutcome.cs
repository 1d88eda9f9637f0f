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
            return await SayAsync(errors, Outcome.ConfigError, problem.Message);
        }
        catch (Exception problem) when (Interruptions.Of(problem) is { } known)
        {
            return await SayAsync(errors, known);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return await SayAsync(errors, Outcome.Aborted, "aborted");
        }
    }

    /// <summary>Says what ended a command.</summary>
    /// <returns>Its outcome.</returns>
    public static Task<Outcome> SayAsync(TextWriter errors, Interruption interruption) => SayAsync(
        errors,
        interruption.Outcome,
        string.Join(Environment.NewLine, [interruption.Cause.Message, .. interruption.Cause.Details.Select(line => $"    {line}")]));

    private static async Task<Outcome> SayAsync(TextWriter errors, Outcome outcome, string words)
    {
        await errors.WriteLineAsync(PlainText.WithoutEscapes(words));
        return outcome;
    }
}
