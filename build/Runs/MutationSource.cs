using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Mutations;

namespace GlanceGate.Runs;

/// <summary>A variant that mutations are tried on.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Mutated">Each mutation that it can show, to the variant that it makes of that, in the order in which they are tried.</param>
internal sealed record MutationSelection(JobVariant Variant, IReadOnlyList<KeyValuePair<Mutation, JobVariant>> Mutated);

/// <summary>What a run of mutations is about, checked.</summary>
/// <param name="Grounds">The selected variants that must succeed, in order. A mutation is tried on the first one that can show it.</param>
/// <param name="LeftOut">Mutations that none of them can show, because they are of others, or change what only others run.</param>
internal sealed record MutationPlan(IReadOnlyList<MutationSelection> Grounds, IReadOnlyList<Mutation> LeftOut)
{
    /// <summary>How many mutations there are to try.</summary>
    public int Count => Grounds.SelectMany(ground => ground.Mutated).Select(pair => pair.Key.Name).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The variant that a mutation is tried on, when nothing speaks against it.</summary>
    public MutationSelection HomeOf(Mutation mutation) => Grounds.First(ground => ground.Mutated.Any(pair => pair.Key == mutation));
}

/// <summary>The mutation files of the repository, as a command sees them.</summary>
internal static class MutationSource
{
    /// <summary>Reads and checks the mutations that the command line selects, on every variant that it selects and that must succeed.</summary>
    /// <exception cref="JobConfigurationException">A job file, a mutation file or the selection is wrong; the message has every error.</exception>
    /// <exception cref="GateArgumentException">No variant can take mutations.</exception>
    public static MutationPlan Load(GateSettings settings) => Load(settings, JobSource.Read(settings), [], mayLeaveOut: settings.Mutations.Count == 0);

    /// <summary>Reads and checks every mutation on the variants that the command line selects, and those that are of others on these, whatever job has them;
    /// one that no variant can show is a mistake.</summary>
    /// <inheritdoc cref="Load(GateSettings)"/>
    public static MutationPlan LoadAll(GateSettings settings)
    {
        var catalog = JobSource.Read(settings);
        return Load(settings, catalog, Grounds(settings with { Jobs = catalog.Jobs }, catalog), mayLeaveOut: false);
    }

    private static List<MutationGround> Grounds(GateSettings settings, JobCatalog catalog)
    {
        var variants = JobSource.Select(settings, catalog).Where(selected => selected is { Expect: null, Suite.Foreign: null }).ToList();
        return variants.Count > 0
            ? variants.ConvertAll(variant => MutationGround.Of(settings.Root, variant))
            : throw new GateArgumentException(["mutations are tried on a variant that must succeed and whose suite has checks, and the selection has none; choose with --job and --variant"]);
    }

    private static MutationPlan Load(GateSettings settings, JobCatalog catalog, IReadOnlyList<MutationGround> others, bool mayLeaveOut)
    {
        var grounds = Grounds(settings, catalog);
        var bag = new DiagnosticBag();
        var mutations = Select(MutationReader.Read(MutationFolder.Read(settings.Root), bag), settings.Mutations, bag);
        var mistakes = new List<Diagnostic>(bag.Sorted());
        var homeless = mutations.Where(mutation => !grounds.Exists(ground => ground.Takes(mutation))).ToList();
        var elsewhere = others
            .Select(ground => (Ground: ground, Takes: homeless.Where(mutation => mutation.Variants.Count > 0 && ground.Takes(mutation)).ToList()))
            .Where(other => other.Takes.Count > 0)
            .ToList();
        var leftOut = homeless.Where(mutation => !elsewhere.Exists(other => other.Takes.Contains(mutation))).ToList();
        mistakes.AddRange(leftOut.Where(_ => !mayLeaveOut).Select(mutation => MutationGround.WhyNone(mutation, grounds)));
        List<MutationSelection> selections =
        [
            .. grounds.Select(ground => new MutationSelection(ground.Variant, Apply(mutations.Where(ground.Takes), settings, catalog, ground, mistakes))),
            .. elsewhere.Select(other => new MutationSelection(
                other.Ground.Variant, Apply(other.Takes, settings with { Jobs = [other.Ground.Variant.Job] }, catalog, other.Ground, mistakes))),
        ];
        return mistakes.Count == 0 ? new MutationPlan(selections, leftOut) : throw new JobConfigurationException(mistakes);
    }

    private static List<KeyValuePair<Mutation, JobVariant>> Apply(
        IEnumerable<Mutation> mutations, GateSettings settings, JobCatalog catalog, MutationGround ground, List<Diagnostic> mistakes)
    {
        var mutated = new List<KeyValuePair<Mutation, JobVariant>>();
        foreach (var mutation in MutationOrder.Of(mutations, item => item))
        {
            try
            {
                mutated.Add(KeyValuePair.Create(mutation, Apply(mutation, settings, catalog, ground.Variant)));
            }
            catch (JobConfigurationException problem)
            {
                mistakes.AddRange(problem.Diagnostics.Select(item => InFile(item, mutation, settings)));
            }
        }

        return mutated;
    }

    private static IReadOnlyList<Mutation> Select(IReadOnlyList<Mutation> mutations, IReadOnlyList<string> names, DiagnosticBag bag)
    {
        foreach (var name in names.Where(name => mutations.All(mutation => mutation.Name != name)))
        {
            bag.Report(
                DiagnosticCodes.UnknownMutation,
                null,
                $"there is no mutation '{name}' in {MutationFolder.Name}",
                Suggestion.ForOrList(name, [.. mutations.Select(mutation => mutation.Name)]));
        }

        return names.Count == 0 ? mutations : [.. mutations.Where(mutation => names.Contains(mutation.Name))];
    }

    // The variant is selected as it was before, so that everything about the command line holds for the mutated one too.
    private static JobVariant Apply(Mutation mutation, GateSettings settings, JobCatalog catalog, JobVariant variant)
    {
        var again = settings with { Variants = [variant.Name] };
        return mutation.Content switch
        {
            SetMutation sets => JobSource.Select(again with { Sets = [.. settings.Sets, .. sets.Sets.Select(set => set.Value)] }, catalog)
                .First(selected => selected.Name == variant.Name),
            PatchMutation patch => variant with
            {
                Changes = [.. variant.Changes, new JobChange(new ChangeDefinition(patch.Change.Project, patch.Change.Source, patch.Place), patch.Change)],
            },
            _ => throw new NotSupportedException($"No variant takes a {mutation.Content.GetType().Name}."),
        };
    }

    // A mutation's override stands in its file and not on the command line.
    private static Diagnostic InFile(Diagnostic item, Mutation mutation, GateSettings settings)
    {
        if (mutation.Content is SetMutation sets && item.Span is { File: "--set" } span && span.Line > settings.Sets.Count)
        {
            return item with { Span = sets.Sets[span.Line - settings.Sets.Count - 1].Key, Context = $"in the mutation {mutation.Name}", Excerpt = [] };
        }

        return item;
    }
}
