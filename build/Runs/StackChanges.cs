using GlanceGate.Changes;
using GlanceGate.Jobs;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The phase in which the changes under test come into the images of a variant's stack.</summary>
internal static class StackChanges
{
    /// <summary>Applies the variant's changes; there is no such phase where it has none.</summary>
    /// <param name="workshop">What the run works with.</param>
    /// <param name="clock">Times the phase.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="images">Image name to engine reference, without changes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The stack with the changes, null when it was stopped or the engine failed; and why it must not be started, or null.</returns>
    public static async Task<(ChangedStack? Stack, Interruption? Interruption)> ApplyAsync(
        Workshop workshop, PhaseClock clock, JobVariant variant, IReadOnlyDictionary<string, string> images, CancellationToken cancellation)
    {
        if (variant.Changes.Count == 0)
        {
            return (new ChangedStack(variant, images, [], null), null);
        }

        var changes = variant.Changes.Select(change => change.Content).ToList();
        try
        {
            var stack = await clock.RunAsync("changes", () => workshop.Changes.ApplyAsync(
                variant, changes, images, workshop.Events.ImageProgress(workshop.Time), cancellation));
            foreach (var change in stack.Rejection is null ? stack.Applied : [])
            {
                workshop.Note($"{change.Project} has {ChangeWords.Of(change)}", variant.Name);
            }

            return (stack, stack.Rejection is { } rejection ? Interruptions.Rejected(rejection) : null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (null, null);
        }
        catch (Exception problem) when (Interruptions.Of(problem) is { } known)
        {
            return (null, known);
        }
    }
}
