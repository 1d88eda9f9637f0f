using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;

namespace GlanceGate.Runs;

/// <summary>The job files of the repository, as a command sees them.</summary>
internal static class JobSource
{
    /// <summary>Reads every job file; mistakes are in the catalog's diagnostics.</summary>
    public static JobCatalog Read(GateSettings settings) => JobCatalog.Read(
        JobFolder.Read(settings.Root),
        path => Path.Exists(Path.Combine(settings.Root, "jobs", path)),
        image => Directory.Exists(Path.Combine(settings.Root, "build", "Images", image)),
        JobFolder.ReadSuites(settings.Root));

    /// <summary>The foreign suites that jobs may name.</summary>
    /// <exception cref="JobConfigurationException">A description of one has mistakes.</exception>
    public static IReadOnlyList<ForeignSuite> ReadSuites(string root)
    {
        var bag = new DiagnosticBag();
        var suites = ForeignSuiteReader.Read(JobFolder.ReadSuites(root), bag);
        return bag.Count == 0 ? suites : throw new JobConfigurationException(bag.Sorted());
    }

    /// <summary>The variants that the command line selects.</summary>
    /// <exception cref="JobConfigurationException">A job file or the selection is wrong; the message has every error.</exception>
    public static IReadOnlyList<JobVariant> Select(GateSettings settings) => Select(settings, Read(settings));

    /// <inheritdoc cref="Select(GateSettings)"/>
    /// <param name="settings">The checked command line.</param>
    /// <param name="catalog">The job files, read.</param>
    public static IReadOnlyList<JobVariant> Select(GateSettings settings, JobCatalog catalog) =>
        Load(settings, catalog, SelectionOf(settings));

    /// <summary>Which jobs of the pipeline run for the files that the command line names, and because of which line not.</summary>
    /// <exception cref="JobConfigurationException">A job file or the selection is wrong; the message has every error.</exception>
    public static IReadOnlyList<JobDecision> Explain(GateSettings settings) => Read(settings).Explain(SelectionOf(settings));

    /// <summary>The selected variants for those who work on a variant and judge none: controls are among them only when jobs are named.</summary>
    /// <exception cref="JobConfigurationException">A job file or the selection is wrong; the message has every error.</exception>
    /// <exception cref="GateArgumentException">Only controls are selected.</exception>
    public static IReadOnlyList<JobVariant> SelectCandidates(GateSettings settings)
    {
        var selected = Select(settings);
        IReadOnlyList<JobVariant> candidates = settings.Jobs.Count > 0 ? selected : [.. selected.Where(variant => variant.Expect is null)];
        return candidates.Count > 0
            ? candidates
            : throw new GateArgumentException([$"the selection has only controls: {string.Join(", ", selected.Select(variant => variant.Name))}; name one with --job"]);
    }

    /// <summary>
    /// The variant of a kept stack, as the job files describe it now; the command line's overrides apply, its selection does not. What its changes say is in the stack's images already.
    /// </summary>
    /// <exception cref="JobConfigurationException">There is no such variant any more, or a job file is wrong.</exception>
    public static FrozenVariant SelectVariant(GateSettings settings, string job, string variant) =>
        Freeze(settings, Read(settings), SelectionOf(settings, job, variant))[0];

    /// <summary>The variant of a kept stack, as <see cref="SelectVariant"/> has it, with its own changes and those of the command line.</summary>
    /// <exception cref="JobConfigurationException">There is no such variant any more, a job file or a change is wrong.</exception>
    public static JobVariant SelectChanged(GateSettings settings, string job, string variant) =>
        Load(settings, Read(settings), SelectionOf(settings, job, variant))[0];

    private static JobSelection SelectionOf(GateSettings settings) =>
        new(settings.Pipeline, settings.Jobs, settings.Variants, settings.Sets, settings.Where) { ChangedFiles = settings.ChangedFiles };

    private static JobSelection SelectionOf(GateSettings settings, string job, string variant) => new(null, [job], [variant], settings.Sets, settings.Where);

    private static IReadOnlyList<JobVariant> Load(GateSettings settings, JobCatalog catalog, JobSelection selection) =>
        new ChangeLoader(settings, catalog.NewBag()).Load(Freeze(settings, catalog, selection));

    // with the time and the cores that this machine gives
    private static IReadOnlyList<FrozenVariant> Freeze(GateSettings settings, JobCatalog catalog, JobSelection selection) =>
        [.. catalog.Select(selection).Select(variant => TimeLimits.Stretch(variant, settings.Patience.Factor) with { Cpuset = settings.Cpuset })];
}
