using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Model;

namespace GlanceGate.Mutations;

/// <summary>Something that is made different in the stack on purpose: a defect, and the checks that must notice it; or what does no harm, and that nothing may notice.</summary>
/// <param name="Name">Name of its file without the extension.</param>
/// <param name="File">Path relative to the repository's root, with forward slashes.</param>
/// <param name="Description">What is broken or different, for people.</param>
/// <param name="CaughtBy">Ids of the checks that must notice it, or <see cref="ServiceCheck"/>, or <see cref="NoCheck"/> alone.</param>
/// <param name="Source">Where such a defect was seen, for people.</param>
/// <param name="Content">What is different.</param>
internal sealed record Mutation(
    string Name, string File, string Description, IReadOnlyList<string> CaughtBy, string Source, MutationContent Content)
{
    /// <summary>In place of a check's id: the service itself must notice, by not coming up or by ending.</summary>
    public const string ServiceCheck = "service";

    /// <summary>In place of all checks: the change does no harm, and everything must stay green with it.</summary>
    public const string NoCheck = "nothing";

    /// <summary>Whether nothing may notice it.</summary>
    public bool IsHarmless => CaughtBy is [NoCheck];

    /// <summary>Values of any matrix axis, or whole names, of the variants that it can be tried on; empty for all.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>The checks of the suite that must notice it.</summary>
    public IEnumerable<string> Checks => CaughtBy.Where(check => check is not (ServiceCheck or NoCheck));

    /// <summary>Whether a service must notice it.</summary>
    public bool IsForService => CaughtBy.Contains(ServiceCheck);

    /// <summary>Whether it can be tried on a variant.</summary>
    public bool IsFor(JobVariant variant) => new VariantFilter(Variants).Matches(variant);
}

/// <summary>What is different with a mutation.</summary>
/// <param name="Target">What it is about, for people and for the order: the project, or the services.</param>
internal abstract record MutationContent(string Target);

/// <summary>A diff of a project's source.</summary>
/// <param name="Change">The diff.</param>
/// <param name="Place">Where the file names the project.</param>
internal sealed record PatchMutation(Change Change, SourceSpan Place) : MutationContent(Change.Project);

/// <summary>Overrides of the job.</summary>
/// <param name="Sets">Overrides as on the command line, each with its place.</param>
/// <param name="Services">The services that they are about.</param>
internal sealed record SetMutation(IReadOnlyList<KeyValuePair<SourceSpan, string>> Sets, string Services) : MutationContent(Services);
