namespace GlanceGate.Jobs;

/// <summary>Whether a job of a pipeline runs for the files that a change touches, and why.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="Runs">Whether it runs.</param>
/// <param name="Why">Why, for people.</param>
/// <param name="Place">The line that decided, or null when none did.</param>
internal sealed record JobDecision(string Job, bool Runs, string Why, SourceSpan? Place)
{
    /// <summary>The decision in one line.</summary>
    public override string ToString() =>
        $"{Job}: {(Runs ? "runs" : "does not run")}{(Place is null ? "" : $", because of {Place.File}:{Place.Line}")}: {Why}";
}
