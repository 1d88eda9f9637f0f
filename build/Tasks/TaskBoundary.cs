using Cake.Core;
using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Reports;
using GlanceGate.Runs;
using GlanceGate.Stack;
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
            outcome = await OutcomeOfAsync(() => command(new GateCommands(context.Settings, Surroundings.OfThisProcess, context.Cancellation)), context.Cancellation);
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

    /// <summary>The outcome of a command, whatever it throws; the words go to standard error.</summary>
    internal static async Task<Outcome> OutcomeOfAsync(Func<Task<Outcome>> command, CancellationToken cancellation)
    {
        try
        {
            return await command();
        }
        catch (Exception problem) when (problem is JobConfigurationException or GateArgumentException)
        {
            await Console.Error.WriteLineAsync(PlainText.WithoutEscapes(problem.Message));
            return Outcome.ConfigError;
        }
        catch (EngineException problem)
        {
            await Console.Error.WriteLineAsync(PlainText.WithoutEscapes(problem.Message));
            return Outcome.Infrastructure;
        }
        catch (SuiteFileException problem)
        {
            await Console.Error.WriteLineAsync(PlainText.WithoutEscapes(problem.Message));
            return Outcome.Failure;
        }
        catch (StackFailedException problem)
        {
            await Console.Error.WriteLineAsync(PlainText.WithoutEscapes(string.Join(Environment.NewLine, [problem.Message, .. problem.LastLines.Select(line => $"    {line}")])));
            return Outcome.Infrastructure;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("aborted");
            return Outcome.Aborted;
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
