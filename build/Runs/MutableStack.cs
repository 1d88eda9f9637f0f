using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Mutations;
using GlanceGate.Stack;
using GlanceGate.Suites;

namespace GlanceGate.Runs;

/// <summary>The stack of a session, moved between its variant and the variants that mutations make of it.</summary>
/// <param name="workshop">What the run works with.</param>
/// <param name="work">The session, its stack up.</param>
/// <param name="plain">The variant without mutations, as it runs.</param>
/// <param name="mutated">Mutation to its variant.</param>
/// <param name="suite">The suite.</param>
internal sealed class MutableStack(
    Workshop workshop,
    SessionWork work,
    ReadyVariant plain,
    IReadOnlyDictionary<Mutation, JobVariant> mutated,
    ISuite suite) : IMutableStack
{
    private IReadOnlyDictionary<string, string> _images = plain.Images;

    /// <inheritdoc/>
    public TimeSpan Patience => plain.Variant.Timeout;

    /// <inheritdoc/>
    public StackFailedException? Death => work.Stack.Died.IsCompleted ? work.Stack.Died.Result : null;

    /// <inheritdoc/>
    public async Task<MutationTrial?> MoveAsync(Mutation? mutation, CancellationToken cancellation)
    {
        var next = plain;
        if (mutation is not null)
        {
            workshop.Note($"mutation {mutation.Name}: {mutation.Description}", plain.Variant.Name);
            (next, var rejected) = await ReadyVariant.OfAsync(workshop, mutated[mutation], plain.Unchanged, cancellation);
            if (rejected is not null)
            {
                return rejected;
            }
        }

        _images = next!.Images;
        try
        {
            await work.ApplyAsync(next.Variant, next.Images, cancellation);
            return null;
        }
        catch (StackFailedException problem) when (problem.Service != ContainerSpecs.Gateway)
        {
            throw new StackFailedException(
                problem.Service, work.Redact(problem.Message), [.. problem.LastLines.Select(work.Redact)], problem.ExitCode, problem.InnerException);
        }
    }

    /// <inheritdoc/>
    public Task<SuiteResult> TestAsync(IEnumerable<string> checks, CancellationToken cancellation) => SuitePhase.RunAsync(
        workshop, suite, work, _images, MutationOrder.Where(plain.Variant.Suite.Where, checks), cancellation);
}
