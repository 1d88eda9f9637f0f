using GlanceGate.Model;

namespace GlanceGate.Jobs;

/// <summary>One concrete execution of a job, with all that a run takes from files: a frozen variant whose changes are read.</summary>
/// <remarks>Each of its services has its projects by name, but for those of a host, of which nobody knows what else it runs.</remarks>
internal sealed record JobVariant : VariantDefinition
{
    /// <summary>Makes a variant that can be planned and run.</summary>
    /// <param name="definition">All of it but its changes.</param>
    /// <param name="changes">Its changes, in the order in which they are applied.</param>
    public JobVariant(VariantDefinition definition, IReadOnlyList<JobChange> changes)
        : base(definition) => Changes = changes;

    /// <summary>Changes under test, in the order in which they are applied.</summary>
    public IReadOnlyList<JobChange> Changes { get; init; }
}

/// <summary>A change under test that is read.</summary>
/// <param name="Definition">What the job file or the command line says of it.</param>
/// <param name="Content">The change itself.</param>
internal sealed record JobChange(ChangeDefinition Definition, Change Content);
