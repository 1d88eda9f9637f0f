namespace GlanceGate.Jobs;

/// <summary>What of the catalog a run asks for.</summary>
/// <param name="Pipeline">Pipeline of the projects; null means <c>check</c>, or every job when <paramref name="Jobs"/> names some.</param>
/// <param name="Jobs">Job names; empty takes the pipeline's.</param>
/// <param name="Variants">Matrix values (<c>libvirt</c>) or whole variant names; empty takes all.</param>
/// <param name="Sets">Overrides, <c>service.key.key=value</c> each, in order.</param>
/// <param name="Where">NUnit test selection that narrows the jobs' own, or null.</param>
internal sealed record JobSelection(
    string? Pipeline,
    IReadOnlyList<string> Jobs,
    IReadOnlyList<string> Variants,
    IReadOnlyList<string> Sets,
    string? Where)
{
    /// <summary>Paths of the files that the change under review touches, for a pipeline's jobs that run for some only; empty when that is not known.</summary>
    public IReadOnlyList<string> ChangedFiles { get; init; } = [];

    /// <summary>Every variant of the default pipeline.</summary>
    public static JobSelection Default { get; } = new(null, [], [], [], null);
}
