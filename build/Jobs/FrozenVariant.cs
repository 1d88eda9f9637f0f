namespace GlanceGate.Jobs;

/// <summary>One concrete execution of a job as the job files say it: a pure function of them and the arguments, and no other file is read for it.</summary>
/// <remarks>Its changes are names of files. What reads them makes a <see cref="JobVariant"/> of it, which alone can be planned and run.</remarks>
internal sealed record FrozenVariant : VariantDefinition
{
    /// <summary>Freezes a variant.</summary>
    /// <param name="definition">All of it but its changes.</param>
    /// <param name="changes">Its changes, in file order.</param>
    public FrozenVariant(VariantDefinition definition, IReadOnlyList<ChangeDefinition> changes)
        : base(definition) => Changes = changes;

    /// <summary>Changes under test, in file order.</summary>
    public IReadOnlyList<ChangeDefinition> Changes { get; init; }
}

/// <summary>A change under test, applied to a project's files in its image.</summary>
/// <param name="Project">The project the change belongs to.</param>
/// <param name="Patch">Path of a unified diff or a source tree: relative to the folder of the job files, or as the command line has it.</param>
/// <param name="Source">Where the job file or the command line says so.</param>
internal sealed record ChangeDefinition(string Project, string Patch, SourceSpan Source);
