using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Jobs;
using GlanceGate.Mutations;

namespace GlanceGate.Runs;

/// <summary>A variant that mutations are tried on, and which of them it can show.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Projects">Projects whose source its images hold and its services run.</param>
internal sealed record MutationGround(JobVariant Variant, IReadOnlySet<string> Projects)
{
    /// <summary>A variant, and what its images hold.</summary>
    /// <param name="root">Root of the repository.</param>
    /// <param name="variant">The variant.</param>
    public static MutationGround Of(string root, JobVariant variant)
    {
        var folder = Path.Combine(root, "build", "Images");
        return new MutationGround(variant, variant.Services
            .SelectMany(service => HeldProjects.Of(service.Image, image => ImageFolder.Find(folder, image)).Layouts.Keys
                .Where(service.Runs))
            .ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether the variant can show a mutation: one of others it cannot, nor one of what only others run.</summary>
    public bool Takes(Mutation mutation) =>
        mutation.IsFor(Variant) && (mutation.Content is not PatchMutation patch || Projects.Contains(patch.Change.Project));

    /// <summary>Says why none of some variants takes a mutation.</summary>
    public static Diagnostic WhyNone(Mutation mutation, IReadOnlyList<MutationGround> grounds) =>
        mutation.Content is PatchMutation patch && grounds.Any(ground => mutation.IsFor(ground.Variant))
            ? Unheld(patch, grounds)
            : Foreign(mutation, grounds);

    private static Diagnostic Unheld(PatchMutation patch, IReadOnlyList<MutationGround> grounds) => new(
        DiagnosticCodes.UnknownProject,
        patch.Place,
        $"no image of {Names(grounds)} holds the source of a project '{patch.Change.Project}'",
        Suggestion.ForOrList(patch.Change.Project, grounds.SelectMany(ground => ground.Projects).ToHashSet(StringComparer.Ordinal)));

    private static Diagnostic Foreign(Mutation mutation, IReadOnlyList<MutationGround> grounds) => new(
        DiagnosticCodes.UnknownVariant,
        new SourceSpan(mutation.File, 1, 1, 1),
        $"the mutation '{mutation.Name}' is of {string.Join(" and ", mutation.Variants)}, and not of {Names(grounds)}",
        "choose with --variant, or change the values that its file names");

    private static string Names(IReadOnlyList<MutationGround> grounds) => string.Join(", ", grounds.Select(ground => ground.Variant.Name));
}
