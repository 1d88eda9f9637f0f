using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Merges a job's layers, expands its matrix, and freezes each combination into a variant.</summary>
/// <param name="library">What the files declare.</param>
/// <param name="bag">Takes mistakes.</param>
/// <param name="imageExists">Whether an image of the gate's own exists.</param>
internal sealed class JobFreezer(JobLibrary library, DiagnosticBag bag, Func<string, bool> imageExists)
{
    /// <summary>Freezes every variant of a job.</summary>
    /// <param name="job">A job that is not abstract.</param>
    /// <param name="last">Laid over the job: what a pipeline or the command line says about it.</param>
    /// <param name="wanted">Which variants to freeze, by combination and name.</param>
    /// <param name="sets">Overrides of services, with what became of each.</param>
    /// <returns>The variants in matrix order; those with mistakes are left out.</returns>
    public List<FrozenVariant> Freeze(
        Declaration job,
        MappingNode? last = null,
        Func<Combination, string, bool>? wanted = null,
        SetTracker? sets = null)
    {
        if (Lineage.Of(job, library.Jobs) is not { } chain)
        {
            return [];
        }

        MappingNode[] layers = last is null ? [.. chain.Select(item => item.Body)] : [.. chain.Select(item => item.Body), last];
        var merged = layers.Aggregate(MappingNode.Empty, Merger.Merge);
        var own = job.IsSound ? job.Body["matrix"] as MappingNode : null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var variants = new List<FrozenVariant>();
        var combinations = new MatrixExpander(bag, $"in job '{job.Name}'").Expand(merged["matrix"] as MappingNode, own);
        CheckOverrides(job, combinations);
        foreach (var combination in combinations)
        {
            var name = combination.NameOf(job.Name);
            if (!names.Add(name))
            {
                bag.Report(
                    DiagnosticCodes.DuplicateVariant,
                    merged["matrix"]!.Span,
                    $"two variants are named '{name}'",
                    "take out one of them");
            }
            else if (wanted?.Invoke(combination, name) != false
                && Freeze(job, chain, name, combination, layers, merged, last, sets) is { } variant)
            {
                variants.Add(variant);
            }
        }

        return variants;
    }

    /// <summary>What the job itself says of a value must be of one that it has; an inherited one may have lost its variants.</summary>
    private void CheckOverrides(Declaration job, IReadOnlyList<Combination> combinations)
    {
        string[] values = [.. combinations.SelectMany(combination => combination.Values.Select(pair => pair.Value.Value)).Distinct()];
        foreach (var (value, entry) in (job.Body[JobLanguage.Variants] as MappingNode)?.Entries ?? MappingNode.Empty.Entries)
        {
            if (combinations.Count > 0 && !values.Contains(value) && entry.Value is MappingNode && job.IsSound)
            {
                bag.Report(
                    DiagnosticCodes.MatrixEntryUnused,
                    entry.Key.Span,
                    $"no variant of '{job.Name}' has the value '{value}'",
                    Suggestion.ForOrList(value, values) ?? "the job has no matrix",
                    $"in job '{job.Name}'");
            }
        }
    }

    private FrozenVariant? Freeze(
        Declaration job,
        IReadOnlyList<Declaration> chain,
        string name,
        Combination combination,
        MappingNode[] layers,
        MappingNode merged,
        MappingNode? last,
        SetTracker? sets)
    {
        var trust = new Trust();
        foreach (var item in chain)
        {
            trust.Add(item);
        }

        return new VariantFreezer(library, bag, imageExists, job, name, combination, trust).Freeze(merged, layers, last, sets);
    }
}
