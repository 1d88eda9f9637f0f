using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Mutations;

namespace GlanceGate.Runs;

/// <summary>A variant whose images are there.</summary>
/// <param name="Variant">The variant, its services on images that have its changes.</param>
/// <param name="Images">Image name to engine reference, those with changes among them.</param>
/// <param name="Unchanged">Image name to engine reference, without changes.</param>
/// <param name="Applied">The changes, for the record.</param>
internal sealed record ReadyVariant(
    JobVariant Variant, IReadOnlyDictionary<string, string> Images, IReadOnlyDictionary<string, string> Unchanged, IReadOnlyList<AppliedChange> Applied)
{
    /// <summary>Makes the images of a variant's changes.</summary>
    /// <param name="workshop">What the run works with.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="unchanged">Image name to engine reference, without changes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The variant, or why its changes do not apply.</returns>
    /// <exception cref="Engine.EngineException">The engine failed.</exception>
    public static async Task<(ReadyVariant? Ready, MutationTrial? Rejected)> OfAsync(
        Workshop workshop, JobVariant variant, IReadOnlyDictionary<string, string> unchanged, CancellationToken cancellation)
    {
        var changes = variant.Changes.Select(change => change.Content).ToList();
        var stack = await workshop.Changes.ApplyAsync(variant, changes, unchanged, workshop.Events.ImageProgress(workshop.Time), cancellation);
        return stack.Rejection is { } rejection
            ? (null, new MutationTrial(rejection.Message, null, rejection.Details, null))
            : (new ReadyVariant(stack.Variant, stack.Images, unchanged, stack.Applied), null);
    }
}
