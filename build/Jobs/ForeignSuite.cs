namespace GlanceGate.Jobs;

/// <summary>A suite that is no project of this repository: a program in an image, whose folder says in <c>suite.yaml</c> how it is run.</summary>
/// <param name="Name">Name of the image's folder, and the key of a job's <c>suite</c>.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Command">What runs; the job's values follow as <c>--name=value</c>.</param>
/// <param name="Results">Absolute path of the JUnit file that it leaves when it came to its end.</param>
/// <param name="Live">Pattern of the line that it writes when a test ends, or null when it writes none.</param>
/// <param name="Where">What a test selection means to it, which it is given as <c>--where=value</c>; null when it takes none.</param>
/// <param name="MemoryLimit">Memory limit of its container in bytes, or null.</param>
/// <param name="Parameters">What a job may say.</param>
internal sealed record ForeignSuite(
    string Name,
    string Description,
    IReadOnlyList<string> Command,
    string Results,
    string? Live,
    string? Where,
    long? MemoryLimit,
    IReadOnlyList<SuiteParameter> Parameters)
{
    /// <summary>Further names by which the services of the stack find its container.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Capabilities that its tests may require.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];
}

/// <summary>What a job may say about a foreign suite.</summary>
/// <param name="Name">Key.</param>
/// <param name="Type">One of the words of <see cref="Language.SuiteLanguage.Types"/>.</param>
/// <param name="Description">What it means, for people.</param>
/// <param name="Required">Whether a job must say it.</param>
internal sealed record SuiteParameter(string Name, string Type, string Description, bool Required);

/// <summary>A foreign suite with what a job says about it.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Values">Parameter to its values, in the job's order; a list has several.</param>
internal sealed record ForeignSuiteUse(ForeignSuite Suite, IReadOnlyDictionary<string, IReadOnlyList<string>> Values);

/// <summary>Tests that may be skipped, and why.</summary>
/// <param name="Name">Name, by which a job that inherits it can change it.</param>
/// <param name="Test">Regular expression that a test's full name matches.</param>
/// <param name="Reason">Why that is no gap in what the job proves.</param>
internal sealed record AllowedSkip(string Name, string Test, string Reason)
{
    /// <summary>The last day on which it explains a skip without a remark, or null for as long as the entry stands.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The group of the job files that it stands in, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Where the merged job has it, below the mapping of all of them.</summary>
    public IReadOnlyList<string> Path => Group is null ? [Name] : [Group, Name];
}
