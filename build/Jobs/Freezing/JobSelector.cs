using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>A job that a run asks for.</summary>
/// <param name="Job">The job.</param>
/// <param name="Last">What the pipeline and the command line say about it, to be laid over it, or null.</param>
internal sealed record SelectedJob(Declaration Job, MappingNode? Last);

/// <summary>Finds the jobs that a run asks for.</summary>
/// <param name="library">What the files declare.</param>
/// <param name="bag">Takes mistakes.</param>
internal sealed class JobSelector(JobLibrary library, DiagnosticBag bag)
{
    private const string DefaultPipeline = "check";

    /// <summary>The jobs in order.</summary>
    public IReadOnlyList<SelectedJob> Jobs(JobSelection selection)
    {
        List<SelectedJob> jobs = selection.Pipeline is null && selection.Jobs.Count > 0
            ? [.. library.Jobs.Values.Select(job => new SelectedJob(job, null))]
            : OfPipeline(selection.Pipeline ?? DefaultPipeline);
        if (selection is { Jobs.Count: 0, ChangedFiles.Count: > 0 } && bag.Count == 0)
        {
            jobs = [.. jobs.Where(item => Decide(item, selection).Runs)];
            if (jobs.Count == 0)
            {
                bag.Report(
                    DiagnosticCodes.NoJobForFiles,
                    null,
                    $"no job of pipeline '{selection.Pipeline ?? DefaultPipeline}' runs for the changed files",
                    "--target=Plan --explain=yes says why; jobs that are named with --job run for any");
            }
        }

        if (selection.Jobs.Count > 0 && bag.Count == 0)
        {
            jobs = [.. selection.Jobs.Distinct().Select(name => Find(name, jobs, selection.Pipeline)).OfType<SelectedJob>()];
        }

        return string.IsNullOrEmpty(selection.Where)
            ? jobs
            : [.. jobs.Select(item => item with { Last = Narrow(item.Job, item.Last, selection.Where) })];
    }

    /// <summary>Which jobs of the selection's pipeline run for the changed files, and why.</summary>
    public IReadOnlyList<JobDecision> Explain(JobSelection selection) => [.. OfPipeline(selection.Pipeline ?? DefaultPipeline).Select(item => Decide(item, selection))];

    private JobDecision Decide(SelectedJob item, JobSelection selection) => FileFilter.Decide(item.Job.Name, Merged(item.Job), selection.ChangedFiles);

    private MappingNode Merged(Declaration job) =>
        (Lineage.Of(job, library.Jobs) ?? []).Aggregate(MappingNode.Empty, (below, item) => Merger.Merge(below, item.Body));

    private List<SelectedJob> OfPipeline(string pipeline)
    {
        var jobs = PipelineJobs.Of(library, pipeline)
            .Select(job => new SelectedJob(library.Jobs[job.Name.Value], job.Values))
            .ToList();
        if (!JobLanguage.Pipelines.Contains(pipeline))
        {
            bag.Report(
                DiagnosticCodes.UnknownPipeline,
                null,
                $"there is no pipeline '{pipeline}'",
                Suggestion.ForOrList(pipeline, [.. JobLanguage.Pipelines]));
        }
        else if (jobs.Count == 0)
        {
            var filled = JobLanguage.Pipelines.Where(name => PipelineJobs.Of(library, name).Count > 0).ToArray();
            bag.Report(
                DiagnosticCodes.UnknownPipeline,
                null,
                $"no project has a job in pipeline '{pipeline}'",
                filled.Length > 0
                    ? "there are jobs in " + string.Join(", ", filled)
                    : $"add '- project:' with '{pipeline}: {{jobs: [...]}}' to a job file");
        }

        return jobs;
    }

    private SelectedJob? Find(string name, IReadOnlyList<SelectedJob> jobs, string? pipeline)
    {
        foreach (var item in jobs.Where(item => item.Job.Name == name))
        {
            if (!item.Job.IsAbstract)
            {
                return item;
            }

            string[] children =
            [
                .. library.Jobs.Values
                    .Where(job => !job.IsAbstract && Lineage.Of(job, library.Jobs)?.Contains(item.Job) == true)
                    .Select(job => job.Name),
            ];
            bag.Report(
                DiagnosticCodes.AbstractSelected,
                item.Job.Place,
                $"job '{name}' is abstract and cannot run",
                children.Length > 0 ? "select one that inherits from it: " + string.Join(", ", children) : "no job inherits from it");
            return null;
        }

        string[] runnable = [.. jobs.Where(item => !item.Job.IsAbstract).Select(item => item.Job.Name)];
        bag.Report(
            DiagnosticCodes.UnknownJob,
            null,
            pipeline is not null && library.Jobs.ContainsKey(name)
                ? $"job '{name}' is not in pipeline '{pipeline}'"
                : $"there is no job '{name}'",
            Suggestion.ForOrList(name, runnable));
        return null;
    }

    /// <summary>The command line's test selection never widens the job's own.</summary>
    private MappingNode Narrow(Declaration job, MappingNode? last, string where)
    {
        var place = new SourceSpan("--where", 1, 1, where.Length);
        var own = Values.Text(Merged(job).Find("suite", "where"));
        var text = string.IsNullOrWhiteSpace(own) ? where : $"({own}) and ({where})";
        var suite = Merger.With(new MappingNode(place, []), ScalarNode.Text(place, "where"), ScalarNode.Text(place, text));
        return Merger.With(last ?? new MappingNode(place, []), ScalarNode.Text(place, "suite"), suite);
    }
}
