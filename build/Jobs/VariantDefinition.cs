using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs;

/// <summary>What a variant of a job is, apart from its changes: parents merged, one value of every matrix axis chosen, command line applied.</summary>
/// <remarks>
/// <c>${...}</c> placeholders other than secrets and the session are already replaced. A <see cref="FrozenVariant"/> adds the changes by name, a
/// <see cref="JobVariant"/> with what they say.
/// </remarks>
/// <param name="Job">The job's name.</param>
/// <param name="Name"><c>job (value, value)</c> in matrix order, or the job's name alone without a matrix; stable between runs.</param>
/// <param name="Values">Matrix axis to value, in matrix order.</param>
/// <param name="Description">What the job proves, for people.</param>
/// <param name="Timeout">Longest time of a run up to the end of the suite.</param>
/// <param name="PostTimeout">Time kept back for evidence and clean-up.</param>
/// <param name="Attempts">How often set-up may be tried; a failed test is never retried.</param>
/// <param name="Voting">Whether the outcome counts.</param>
/// <param name="Capabilities">What the suite may expect of this variant, in file order.</param>
/// <param name="Services">Every service of the stack, ordered by name.</param>
/// <param name="Suite">What runs against the stack.</param>
/// <param name="Audit">Which service's access log is audited, if any.</param>
/// <param name="Expect">What a control must end as; null for an ordinary job, which must succeed.</param>
internal record VariantDefinition(
    string Job,
    string Name,
    IReadOnlyList<KeyValuePair<string, string>> Values,
    string Description,
    TimeSpan Timeout,
    TimeSpan PostTimeout,
    int Attempts,
    bool Voting,
    IReadOnlyList<string> Capabilities,
    IReadOnlyList<ServiceDefinition> Services,
    SuiteDefinition Suite,
    AuditDefinition? Audit,
    ExpectDefinition? Expect)
{
    /// <summary>
    /// The merged keys that the variant was read from, each with the place it came from; empty for a variant made by hand.
    /// </summary>
    public MappingNode Tree { get; init; } = MappingNode.Empty;

    /// <summary>
    /// What stands in for the host that a matrix value is about, in words for people, or null where it is what its name promises.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>What counts as an error in the services' logs; null looks for none.</summary>
    public LogScanDefinition? LogScan { get; init; }

    /// <summary>Processor cores that the stack's containers may run on, or null for all.</summary>
    public string? Cpuset { get; init; }

    /// <summary>Hosts on which services run instead of in containers, or null when all run in containers.</summary>
    public NodesetDefinition? Nodeset { get; init; }
}

/// <summary>The suite that runs against the stack: a project or a foreign suite.</summary>
/// <param name="Project">Folder under <c>tests/</c> that holds the suite; empty for a foreign one.</param>
/// <param name="Where">Test selection in the suite's own language, NUnit's for a project; empty selects all.</param>
/// <param name="Parameters">Handed to the suite as they are; values may hold <c>${secret:name}</c>.</param>
/// <param name="Files">Name to a file that is taken out of an image for the suite.</param>
internal sealed record SuiteDefinition(
    string Project,
    string Where,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, ImageFile> Files)
{
    /// <summary>The foreign suite, or null for a project.</summary>
    public ForeignSuiteUse? Foreign { get; init; }

    /// <summary>Tests that may be skipped besides those that need a capability which the stack lacks.</summary>
    public IReadOnlyList<AllowedSkip> Skips { get; init; } = [];

    /// <summary>How many tests must be executed at least, or null when nobody says so.</summary>
    public PinnedTests? Pinned { get; init; }

    /// <summary>Names of the images that the suite itself runs from; its files have their own.</summary>
    public IReadOnlyList<string> Images => Foreign is { } use ? [use.Suite.Name] : [];

    /// <summary>What the suite is called.</summary>
    public string Name => Foreign?.Suite.Name ?? Project;
}

/// <summary>A file inside an image.</summary>
/// <param name="Image">Image name as in a service's <c>image</c>.</param>
/// <param name="Path">Absolute path inside the image.</param>
internal sealed record ImageFile(string Image, string Path);

/// <summary>The audit of the image API, from the serving service's own access log.</summary>
/// <param name="Service">The service that serves the image API.</param>
/// <param name="Clients">Services that must use v2 and must never use v1.</param>
internal sealed record AuditDefinition(string Service, IReadOnlyList<string> Clients)
{
    /// <summary>Service to operations (<c>GET /v2/images/{id}/file</c>) that it must not use.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Forbidden { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>What a control must end as.</summary>
/// <param name="Outcome">The outcome class in the verdict's words, for example <c>failure</c>.</param>
/// <param name="Because">Its causes: it must have each of them and no other.</param>
internal sealed record ExpectDefinition(string Outcome, IReadOnlyList<ExpectedCause> Because);

/// <summary>A cause that a control names.</summary>
/// <param name="Kind">What it is, in the verdict's words, for example <c>image-api-audit</c>.</param>
/// <param name="Subject">What it is about, or null for anything.</param>
/// <param name="Says">Text that its message or one of its details contains, or null for any.</param>
internal sealed record ExpectedCause(string Kind, string? Subject = null, string? Says = null);
