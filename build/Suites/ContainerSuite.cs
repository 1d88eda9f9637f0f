using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Machine;
using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>A foreign suite: it runs in a container on the stack's network and leaves a JUnit file there.</summary>
/// <param name="use">The suite and what the job says about it.</param>
/// <param name="image">The engine's reference of its image.</param>
/// <param name="engine">Where the stack runs.</param>
/// <param name="events">Where tests are reported as they end.</param>
/// <param name="time">Clock.</param>
internal sealed class ContainerSuite(ForeignSuiteUse use, string image, IContainerEngine engine, IRunEvents events, TimeProvider time) : ISuite
{
    // Creating copies files in and may wait for a busy disk; nothing that works takes this long.
    private static readonly TimeSpan CallDeadline = TimeSpan.FromMinutes(2);

    // How long a suite that is to end has before it is killed.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<SuiteResult> RunAsync(StackUnderTest stack, CancellationToken stopping)
    {
        var begin = time.GetTimestamp();
        var spec = ForeignSuiteSpec.Of(use, image, stack);
        PrivateFiles.CreateFolder(stack.Run.Folder);
        using var output = new SuiteOutput(stack.Run, events, time, new LiveLines(use.Suite.Live));
        try
        {
            // neither call is interrupted: it might still take effect when the container is looked for to be removed
            await WithDeadlineAsync(token => engine.CreateContainerAsync(spec, token));
            await WithDeadlineAsync(token => engine.StartContainerAsync(spec.Name, token));
            var end = await FollowAsync(spec.Name, output, stopping);
            IReadOnlyList<string> remarks = end.OutOfMemory ? ["it ran out of the memory that its container may use"] : [];
            var (results, missing) = await ReadResultsAsync(spec.Name);
            return SuiteEnding.Decide(
                (int)(end.ExitCode ?? 0),
                stopping.IsCancellationRequested,
                [.. results.Select(stack.Run.Redact)],
                output.Tests,
                [.. remarks, .. missing.Select(stack.Run.Redact), .. output.LastLines],
                time.GetElapsedTime(begin),
                JunitResults.Parse);
        }
        finally
        {
            await WithDeadlineAsync(token => engine.RemoveContainerAsync(spec.Name, token));
        }
    }

    /// <summary>Takes the suite's output until it has ended, or was stopped.</summary>
    private async Task<ContainerState> FollowAsync(string container, SuiteOutput output, CancellationToken stopping)
    {
        using var reading = new CancellationTokenSource();
        var read = ReadLinesAsync(container, output, reading.Token);
        try
        {
            return await WaitAsync(container, stopping);
        }
        finally
        {
            // the log of a container that has ended ends as well, unless the engine is out of order
            using var patience = new CancellationTokenSource(CallDeadline, time);
            await using var giveUp = patience.Token.Register(reading.Cancel);
            await read;
            output.End();
        }
    }

    private async Task<ContainerState> WaitAsync(string container, CancellationToken stopping)
    {
        try
        {
            return await engine.WaitForExitAsync(container, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await WithDeadlineAsync(token => engine.StopContainerAsync(container, Grace, token));
            using var deadline = new CancellationTokenSource(CallDeadline, time);
            return await engine.WaitForExitAsync(container, deadline.Token);
        }
    }

    private async Task ReadLinesAsync(string container, SuiteOutput output, CancellationToken cancellation)
    {
        try
        {
            await foreach (var line in engine.ReadLogAsync(container, follow: true, cancellation))
            {
                output.Take(line.Text);
            }
        }
        catch (Exception problem) when (problem is EngineException or OperationCanceledException)
        {
            output.Take($"the output ends here: {problem.Message}");
        }
    }

    /// <summary>The text of the result file, and why there is none.</summary>
    private async Task<(string[] Results, string[] Missing)> ReadResultsAsync(string container)
    {
        using var file = new MemoryStream();
        try
        {
            await WithDeadlineAsync(token => engine.CopyFileOutAsync(container, use.Suite.Results, file, InputLimits.SuiteResults, token));
        }
        catch (EngineException problem)
        {
            return ([], [problem.Message]);
        }

        return ([System.Text.Encoding.UTF8.GetString(file.GetBuffer(), 0, (int)file.Length)], []);
    }

    private async Task WithDeadlineAsync(Func<CancellationToken, Task> call)
    {
        using var deadline = new CancellationTokenSource(CallDeadline, time);
        try
        {
            await call(deadline.Token);
        }
        catch (OperationCanceledException slow)
        {
            throw new EngineException($"the engine did not answer for the suite '{use.Suite.Name}' within {CallDeadline.TotalMinutes:0} min", slow);
        }
    }
}
