using GlanceGate.Engine;

namespace GlanceGate.CommandLine;

/// <summary>What the command line asks for, checked.</summary>
/// <param name="Root">The repository's root.</param>
/// <param name="StateFolder">Where the gate keeps what outlives a run: its daemon, kept stacks, work folders.</param>
/// <param name="Artifacts">Where reports and evidence go.</param>
/// <param name="Pipeline">Pipeline, or null for the default one.</param>
/// <param name="Jobs">Selected jobs; empty for those of the pipeline.</param>
/// <param name="Variants">Selected variants; empty for all.</param>
/// <param name="Sets">Overrides, <c>path=value</c>.</param>
/// <param name="Where">Test selection, or null for the job's own.</param>
/// <param name="Keep">When a stack is kept.</param>
/// <param name="Engine">Engine endpoint, or null for the one that is found.</param>
/// <param name="Session">The kept stack that is meant, or null.</param>
/// <param name="Sources">Whether a plan shows where each value came from.</param>
/// <param name="All">Whether a sweep takes in what gates of other machines left.</param>
internal sealed record GateSettings(
    string Root,
    string StateFolder,
    string Artifacts,
    string? Pipeline,
    IReadOnlyList<string> Jobs,
    IReadOnlyList<string> Variants,
    IReadOnlyList<string> Sets,
    string? Where,
    Keep Keep,
    string? Engine,
    string? Session,
    bool Sources,
    bool All)
{
    /// <summary>Changes under test, <c>project=path</c>, besides those of the jobs.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Folder that the paths of changes are relative to: where the command was started.</summary>
    public string WorkingDirectory { get; init; } = Root;

    /// <summary>Whether the suite runs again on a kept stack at each save.</summary>
    public bool Watch { get; init; }

    /// <summary>Mutations to try; empty for all.</summary>
    public IReadOnlyList<string> Mutations { get; init; } = [];

    /// <summary>Files that the change under review touches; empty when that is not known.</summary>
    public IReadOnlyList<string> ChangedFiles { get; init; } = [];

    /// <summary>Whether a plan says which jobs run, instead of what they are.</summary>
    public bool Explain { get; init; }

    /// <summary>Commit whose plans a plan is compared with, or null.</summary>
    public string? Diff { get; init; }

    /// <summary>Whether a plan is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>When the whole suite runs with a mutation.</summary>
    public WholeSuite WholeSuite { get; init; }

    /// <summary>Absolute path of the results of an earlier run of mutations that are taken over, or null.</summary>
    public string? Resume { get; init; }

    /// <summary>How often a variant is repeated.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Cores that are kept busy beside a run.</summary>
    public int BusyLoops { get; init; }

    /// <summary>Cores that the containers of stacks may run on, or null for all.</summary>
    public string? Cpuset { get; init; }

    /// <summary>Time limits of set-up.</summary>
    public Patience Patience { get; init; } = Patience.Usual;
}

/// <summary>When a stack is kept after its run.</summary>
internal enum Keep
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>When the run did not succeed.</summary>
    OnFailure,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>When the whole suite runs with a mutation.</summary>
internal enum WholeSuite
{
    /// <summary>When no test of its checks notices it.</summary>
    WhenMissed,

    /// <summary>With each.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
