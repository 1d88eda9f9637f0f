using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Mutations;
using GlanceGate.Stack;
using GlanceGate.Suites;

namespace GlanceGate.Runs;

/// <summary>The stack of a session, moved between its variant and the variants that mutations make of it.</summary>
/// <param name="workshop">What the run works with.</param>
/// <param name="work">The session, its stack up.</param>
/// <param name="variant">The variant without mutations.</param>
/// <param name="plain">The same as it runs.</param>
/// <param name="mutated">Mutation to its variant.</param>
/// <param name="suite">The suite.</param>
internal sealed class MutableStack(
    Workshop workshop,
    SessionWork work,
    JobVariant variant,
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
        if (mutation is not null)
        {
            workshop.Note($"mutation {mutation.Name}: {mutation.Description}", plain.Variant.Name);
        }

        // Also without mutations: of many images with changes the oldest are removed, by this gate or another, and those of the plain variant may be among them.
        var (next, rejected) = await ReadyVariant.OfAsync(workshop, mutation is null ? variant : mutated[mutation], plain.Unchanged, cancellation);
        if (rejected is not null)
        {
            return rejected;
        }

        _images = next!.Images;
        try
        {
            await work.ApplyAsync(next.Variant, next.Images, cancellation);
            return null;
        }
        catch (StackFailedException problem) when (problem.Service != ContainerSpecs.Gateway)
        {
            throw problem.With(work.Redact);
        }
    }

    /// <inheritdoc/>
    public Task<SuiteResult> TestAsync(IEnumerable<string> checks, CancellationToken cancellation) => SuitePhase.RunAsync(
        workshop, suite, work, _images, MutationOrder.Where(plain.Variant.Suite.Where, checks), cancellation);
}
