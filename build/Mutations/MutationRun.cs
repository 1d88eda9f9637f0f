using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Stack;

namespace GlanceGate.Mutations;

/// <summary>Tries mutations one after the other on a stack that runs: moves it, runs the tests that must notice, judges.</summary>
/// <remarks>
/// The stack is moved from one mutation to the next in one step, so that a service is replaced once. What one leaves behind could
/// make a test of another fail, so the same tests run once more without any mutation at the end.
/// </remarks>
/// <param name="stack">The stack.</param>
/// <param name="isWhole">Whether the whole suite runs with each mutation.</param>
/// <param name="time">Clock.</param>
internal sealed class MutationRun(IMutableStack stack, bool isWhole, TimeProvider time)
{
    /// <summary>Runs.</summary>
    /// <param name="mutations">The mutations, in the order in which they are tried.</param>
    /// <param name="before">The report so far: the stack came up, and nothing else.</param>
    /// <param name="ended">Gets the report as it grows.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MutationReport> RunAsync(
        IReadOnlyList<Mutation> mutations, MutationReport before, Action<MutationReport> ended, CancellationToken cancellation)
    {
        IReadOnlyList<string> all = isWhole ? [] : [.. mutations.SelectMany(mutation => mutation.Checks)];
        var report = before with { Before = await TestAsync(all, cancellation) };
        if ((report with { Selected = 0, After = report.Before }).Problem is not null)
        {
            return report;
        }

        foreach (var mutation in mutations)
        {
            var begin = time.GetTimestamp();
            var trial = await TryAsync(mutation, cancellation);
            cancellation.ThrowIfCancellationRequested();
            report = report with { Results = [.. report.Results, MutationJudge.Judge(mutation, trial, time.GetElapsedTime(begin))] };
            ended(report);
        }

        await stack.MoveAsync(null, cancellation);
        return report with { After = await TestAsync(all, cancellation) };
    }

    // A suite that is stopped ends with a result like any other, and must not be taken for one that is red.
    private async Task<SuiteResult> TestAsync(IReadOnlyList<string> checks, CancellationToken cancellation)
    {
        var result = await stack.TestAsync(checks, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result;
    }

    private async Task<MutationTrial> TryAsync(Mutation mutation, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(stack.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            if (await stack.MoveAsync(mutation, either.Token) is { } rejected)
            {
                return rejected;
            }

            var suite = await stack.TestAsync(isWhole ? [] : mutation.Checks, either.Token);
            return stack.Death is { } death ? Failed(death, suite) : new MutationTrial(null, null, [], suite);
        }
        catch (StackFailedException problem) when (problem.Service != ContainerSpecs.Gateway)
        {
            return Failed(problem, null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new MutationTrial($"it ran over its time of {Durations.Words(stack.Patience)}", null, [], null);
        }
    }

    private static MutationTrial Failed(StackFailedException problem, SuiteResult? suite) => new(null, problem.Message, problem.LastLines, suite);
}

/// <summary>A stack that runs, and that mutations can be put into.</summary>
internal interface IMutableStack
{
    /// <summary>Longest time that one mutation may take.</summary>
    TimeSpan Patience { get; }

    /// <summary>The service that has ended since the last move, or null.</summary>
    StackFailedException? Death { get; }

    /// <summary>Moves the stack on to a mutation, or to none.</summary>
    /// <returns>Why the mutation does not apply; null when the stack has it.</returns>
    /// <exception cref="StackFailedException">A service did not come up with it; the stack can be moved on.</exception>
    Task<MutationTrial?> MoveAsync(Mutation? mutation, CancellationToken cancellation);

    /// <summary>Runs the tests of some checks, or the whole suite when there is none.</summary>
    Task<SuiteResult> TestAsync(IEnumerable<string> checks, CancellationToken cancellation);
}
