using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Stack;

namespace GlanceGate.Mutations;

/// <summary>Tries mutations one after the other on a stack that runs: moves it, runs the tests that must notice, judges.</summary>
/// <remarks>
/// <para>The stack is moved from one mutation to the next in one step, so that a service is replaced once. What one leaves behind could
/// make a test of another fail, so the same tests run once more without any mutation at the end.</para>
/// <para>Where the named checks notice nothing, the whole suite says whether any other test does. Which of its tests are green without
/// mutations is asked when the first one is red, as most runs never need to know.</para>
/// </remarks>
/// <param name="stack">The stack.</param>
/// <param name="isWhole">Whether the whole suite runs with each mutation.</param>
/// <param name="time">Clock.</param>
internal sealed class MutationRun(IMutableStack stack, bool isWhole, TimeProvider time)
{
    private Baseline _baseline = Baseline.None;
    private bool _isWholeKnown;

    /// <summary>Whether the whole suite runs with a mutation that the named checks do not notice.</summary>
    public bool LooksFurther { get; init; } = true;

    /// <summary>Digest of all that the result of a mutation depends on.</summary>
    public Func<Mutation, string> Digest { get; init; } = _ => string.Empty;

    /// <summary>Whether another variant can be asked about a mutation whose checks have no green test on this one.</summary>
    public Predicate<Mutation> IsOfAnother { get; init; } = _ => false;

    /// <summary>Runs.</summary>
    /// <param name="mutations">The mutations, in the order in which they are tried.</param>
    /// <param name="before">The report so far: the stack came up, and nothing else.</param>
    /// <param name="ended">Gets the report as it grows.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MutationReport> RunAsync(
        IReadOnlyList<Mutation> mutations, MutationReport before, Func<MutationReport, Task> ended, CancellationToken cancellation)
    {
        IReadOnlyList<string> all = isWhole ? [] : [.. mutations.SelectMany(mutation => mutation.Checks)];
        _isWholeKnown = all.Count == 0;
        var report = before with { Before = await BaselineAsync(all, cancellation) };
        if (report.IsHopeless)
        {
            return report;
        }

        report = report with { HandedOn = [.. mutations.Where(mutation => MutationJudge.Unshown(mutation, _baseline) is not null && IsOfAnother(mutation))] };
        report = report with { Selected = report.Selected - report.HandedOn.Count };
        foreach (var mutation in mutations.Except(report.HandedOn))
        {
            var result = await JudgeAsync(mutation, cancellation);
            cancellation.ThrowIfCancellationRequested();
            report = report with { Results = [.. report.Results, result with { Variant = report.Variant, Digest = Digest(mutation) }] };
            await ended(report);
        }

        if (report.Results.Count == 0)
        {
            return report;
        }

        await stack.MoveAsync(null, cancellation);
        var after = await TestAsync(report.Results.Any(result => result.Verdict == MutationVerdict.Other) ? [] : all, cancellation);
        return report with { After = after, Results = [.. report.Results.Select(result => MutationJudge.Confirm(result, after))] };
    }

    private async Task<MutationResult> JudgeAsync(Mutation mutation, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        if (MutationJudge.Unshown(mutation, _baseline) is { } unshown)
        {
            return Judge(new MutationTrial(unshown, null, [], null));
        }

        IReadOnlyList<string> checks = isWhole ? [] : [.. mutation.Checks];
        var trial = await TryAsync(mutation, checks, isThere: false, cancellation);
        var result = Judge(trial);
        if (result.Verdict != MutationVerdict.Missed || !LooksFurther)
        {
            return result;
        }

        if (checks.Count > 0)
        {
            trial = await TryAsync(mutation, [], isThere: true, cancellation);
        }

        if (!_isWholeKnown && trial.Suite is { } suite && suite.Tests.Any(test => test.Outcome == TestOutcome.Failed && !_baseline.Knows(test)))
        {
            await stack.MoveAsync(null, cancellation);
            await BaselineAsync([], cancellation);
            _isWholeKnown = true;
        }

        var wider = Judge(trial);
        return wider.Verdict == MutationVerdict.Invalid
            ? result with { Reason = $"{result.Reason}; with the whole suite: {wider.Reason}", Details = wider.Details, Duration = wider.Duration }
            : wider;

        MutationResult Judge(MutationTrial seen) => MutationJudge.Judge(mutation, seen, _baseline, time.GetElapsedTime(begin));
    }

    private async Task<SuiteResult> BaselineAsync(IReadOnlyList<string> checks, CancellationToken cancellation)
    {
        var result = await TestAsync(checks, cancellation);
        _baseline = _baseline.With(result);
        return result;
    }

    // A suite that is stopped ends with a result like any other, and must not be taken for one that is red.
    private async Task<SuiteResult> TestAsync(IReadOnlyList<string> checks, CancellationToken cancellation)
    {
        var result = await stack.TestAsync(checks, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result;
    }

    private async Task<MutationTrial> TryAsync(
        Mutation mutation, IReadOnlyList<string> checks, bool isThere, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(stack.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            if (!isThere && await stack.MoveAsync(mutation, either.Token) is { } rejected)
            {
                return rejected;
            }

            var suite = await stack.TestAsync(checks, either.Token);
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
