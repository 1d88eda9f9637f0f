using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>A job, service or matrix value as its file declares it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Place">Where the name stands.</param>
/// <param name="Body">The good part of its keys.</param>
/// <param name="IsSound">Whether that is all of them, so that what is missing was never there.</param>
internal sealed record Declaration(string Name, SourceSpan Place, MappingNode Body, bool IsSound)
{
    /// <summary>The parent's name, or null.</summary>
    public ScalarNode? Parent => Body["parent"] as ScalarNode is { Kind: not ScalarKind.Null } parent ? parent : null;

    /// <summary>Whether it is there to be inherited from only.</summary>
    public bool IsAbstract => Body["abstract"] is ScalarNode { Value: "true" or "True" or "TRUE" };
}

/// <summary>A matrix value's name: the axis and the value.</summary>
/// <param name="Axis">Axis.</param>
/// <param name="Value">Value.</param>
internal sealed record AxisValue(string Axis, string Value);

/// <summary>Everything that the job files declare, each by name, nothing merged yet.</summary>
/// <param name="suites">Foreign suites that jobs may name.</param>
/// <param name="projects">Projects that say what their suites are.</param>
internal sealed class JobLibrary(IReadOnlyList<ForeignSuite> suites, IReadOnlyList<DeclaredSuite> projects)
{
    /// <summary>Foreign suites that jobs may name.</summary>
    public IReadOnlyList<ForeignSuite> Suites => suites;

    /// <summary>Suites of both kinds that say what they are.</summary>
    public IReadOnlyList<DeclaredSuite> Declared { get; } = [.. projects, .. suites.Select(suite => new DeclaredSuite(suite.Name, suite.Capabilities))];

    /// <summary>Jobs in file order.</summary>
    public OrderedDictionary<string, Declaration> Jobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Services.</summary>
    public Dictionary<string, Declaration> Services { get; } = new(StringComparer.Ordinal);

    /// <summary>Matrix values that have a file.</summary>
    public Dictionary<AxisValue, Declaration> AxisValues { get; } = [];

    /// <summary>The values of one axis that have a file, by name.</summary>
    public Dictionary<string, Declaration> ValuesOf(string axis) =>
        AxisValues.Where(pair => pair.Key.Axis == axis).ToDictionary(pair => pair.Key.Value, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Projects in file order.</summary>
    public List<MappingNode> Projects { get; } = [];

    /// <summary>Axes that have a folder of files.</summary>
    public HashSet<string> AxisFolders { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether every file could be read to its end; if not, a name that is not here may stand in what could not be read.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Whether each value of an axis must have a file.</summary>
    public bool NeedsFiles(string axis) => axis == Language.JobLanguage.VirtItem || AxisFolders.Contains(axis);
}
