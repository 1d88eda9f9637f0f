using System.Collections.Concurrent;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>Runs a command where a service runs.</summary>
internal delegate Task<ExecResult> FactExec(string service, IReadOnlyList<string> command, CancellationToken cancellation);

/// <summary>Asks the services of a healthy stack for the facts that its suite is given.</summary>
/// <remarks>A fact is what a command prints where the service runs, for example how the running process understood its configuration.</remarks>
internal static class FactReader
{
    private const int LastLines = 20;

    // long enough for a command that starts an interpreter on a busy machine
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Reads every fact of every service, services side by side.</summary>
    /// <param name="plan">The stack that runs.</param>
    /// <param name="exec">Runs a command where a service runs.</param>
    /// <param name="time">Clock of the deadlines.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Service name to fact name to its text, without the line end; services without facts are left out.</returns>
    /// <exception cref="StackFailedException">A command failed or did not end in time: the stack is not what the job says.</exception>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(
        TopologyPlan plan, FactExec exec, TimeProvider time, CancellationToken cancellation)
    {
        var read = new ConcurrentDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        await Task.WhenAll(plan.Containers.Where(container => container.Definition.Facts.Count > 0).Select(async container =>
            read[container.Service] = await ReadAsync(container, exec, time, cancellation).ConfigureAwait(false))).ConfigureAwait(false);
        return new SortedDictionary<string, IReadOnlyDictionary<string, string>>(read, StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        ContainerPlan container, FactExec exec, TimeProvider time, CancellationToken cancellation)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, command) in container.Definition.Facts)
        {
            using var deadline = new CancellationTokenSource(Deadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            try
            {
                var result = await exec(container.Service, command, either.Token).ConfigureAwait(false);
                facts[name] = result.ExitCode != 0 ? throw Failed(container, name, $"its command ended with exit code {result.ExitCode}", Lines(result))
                    : result.IsCut ? throw Failed(container, name, $"its command says more than {InputFile.Words(InputLimits.ExecOutput)}", [])
                    : result.Output.TrimEnd();
            }
            catch (OperationCanceledException slow) when (!cancellation.IsCancellationRequested)
            {
                throw Failed(container, name, $"its command did not end within {FailureText.Seconds(Deadline)}", [], slow);
            }
            catch (EngineException refusal)
            {
                throw Failed(container, name, FailureText.OneLine(refusal.Message), [], refusal);
            }
        }

        return facts;
    }

    private static string[] Lines(ExecResult result) =>
        [.. $"{result.Output}\n{result.Errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(LastLines)];

    private static StackFailedException Failed(ContainerPlan container, string fact, string reason, IReadOnlyList<string> lines, Exception? inner = null) =>
        new(container.Service, $"the fact '{fact}' of {container.Service} could not be read: {reason}", lines, inner: inner);
}
