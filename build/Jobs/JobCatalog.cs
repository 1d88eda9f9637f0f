using GlanceGate.Jobs.Freezing;

namespace GlanceGate.Jobs;

/// <summary>All jobs of the job files, checked, and the way to the variants that a run asks for.</summary>
/// <remarks>Immutable and pure: reads no file and no clock.</remarks>
internal sealed class JobCatalog
{
    private readonly JobLibrary _library;
    private readonly DiagnosticBag _sources;
    private readonly Func<string, bool> _imageExists;
    private readonly Dictionary<string, List<FrozenVariant>> _frozen;

    private JobCatalog(
        JobLibrary library, DiagnosticBag bag, Func<string, bool> imageExists, Dictionary<string, List<FrozenVariant>> frozen)
    {
        _library = library;
        _sources = bag.Fork();
        _imageExists = imageExists;
        _frozen = frozen;
        Diagnostics = bag.Sorted();
    }

    /// <summary>Every mistake of all files, by file, line and column; empty when all jobs can be selected.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Names of all jobs that can be selected, in file order.</summary>
    public IReadOnlyList<string> Jobs => [.. _frozen.Keys];

    /// <summary>
    /// Reads job files and freezes every variant of every job, so that all mistakes show at once. Never throws for a mistake in a file.
    /// </summary>
    /// <param name="files">The job files, services and matrix values, as <see cref="JobFolder.Read"/> gives them.</param>
    /// <param name="fileExists">Whether a file or folder exists, its path relative to <c>jobs/</c>.</param>
    /// <param name="imageExists">Whether a folder of that name exists below <c>build/Images</c>.</param>
    /// <param name="suites">The descriptions of suites, as <see cref="JobFolder.ReadSuites"/> gives them; none when null.</param>
    public static JobCatalog Read(
        IReadOnlyList<JobFile> files, Func<string, bool> fileExists, Func<string, bool> imageExists, IReadOnlyList<JobFile>? suites = null)
    {
        var bag = new DiagnosticBag();
        var foreign = ForeignSuiteReader.Read(suites ?? [], bag);
        var library = new JobLibrary(foreign, ProjectSuiteReader.Read(suites ?? [], bag));
        if (bag.Count > 0)
        {
            // every job that names the suite, or a capability of it, would have a mistake that is none
            return new JobCatalog(library, bag, imageExists, []);
        }

        LibraryReader.Read(files, library, bag);
        LibraryChecker.Check(library, bag, fileExists);
        var freezer = new JobFreezer(library, bag, imageExists);
        var frozen = new Dictionary<string, List<FrozenVariant>>(StringComparer.Ordinal);
        foreach (var job in library.Jobs.Values)
        {
            if (!job.IsAbstract)
            {
                frozen[job.Name] = freezer.Freeze(job);
            }
        }

        return new JobCatalog(library, bag, imageExists, frozen);
    }

    /// <summary>A bag for further mistakes, which knows the lines of the job files.</summary>
    public DiagnosticBag NewBag() => _sources.Fork();

    /// <summary>Which jobs of a pipeline run for the files that a change touches, and because of which line not.</summary>
    /// <exception cref="JobConfigurationException">The files have mistakes, or there is no such pipeline.</exception>
    public IReadOnlyList<JobDecision> Explain(JobSelection selection)
    {
        if (Diagnostics.Count > 0)
        {
            throw new JobConfigurationException(Diagnostics);
        }

        var bag = _sources.Fork();
        var decisions = new JobSelector(_library, bag).Explain(selection);
        return bag.Count == 0 ? decisions : throw new JobConfigurationException(bag.Sorted());
    }

    /// <summary>The variants that a run asks for, in the order of the pipeline or of the job names, then in matrix order.</summary>
    /// <exception cref="JobConfigurationException">The files have mistakes, or the selection has; with every one of them.</exception>
    public IReadOnlyList<FrozenVariant> Select(JobSelection selection)
    {
        if (Diagnostics.Count > 0)
        {
            throw new JobConfigurationException(Diagnostics);
        }

        var bag = _sources.Fork();
        var selector = new JobSelector(_library, bag);
        var wanted = selector.Jobs(selection);
        var sets = new SetTracker(SetOverride.Parse(selection.Sets, bag));
        var freezer = new JobFreezer(_library, bag, _imageExists);
        var variants = new List<FrozenVariant>();
        var filter = new VariantFilter(selection.Variants);
        foreach (var (job, last) in wanted)
        {
            variants.AddRange(last is null && selection.Sets.Count == 0
                ? _frozen[job.Name].Where(filter.Matches)
                : freezer.Freeze(job, last, (combination, name) => filter.Matches(name, combination), sets));
        }

        filter.Report(bag, [.. wanted.SelectMany(item => _frozen[item.Job.Name])]);
        sets.Report(bag);
        return bag.Count == 0 ? variants : throw new JobConfigurationException(bag.Sorted());
    }
}
