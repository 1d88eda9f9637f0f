using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>A job of a pipeline.</summary>
/// <param name="Name">Its name, where the pipeline or one that it includes has it first.</param>
/// <param name="Values">What the pipelines say about it, to be laid over it, or null.</param>
internal sealed record PipelineJob(ScalarNode Name, MappingNode? Values);

/// <summary>The jobs of pipelines: those of the pipelines that one includes, then its own, over all projects in file order.</summary>
internal static class PipelineJobs
{
    /// <summary>The jobs, each once. What a pipeline says about a job that it includes is laid over what the included one says.</summary>
    /// <param name="library">What the files declare.</param>
    /// <param name="pipeline">A pipeline's name.</param>
    public static IReadOnlyList<PipelineJob> Of(JobLibrary library, string pipeline)
    {
        var jobs = new OrderedDictionary<string, PipelineJob>(StringComparer.Ordinal);
        Collect(library, pipeline, [], jobs);
        return [.. jobs.Values];
    }

    /// <summary>Reports circles, what cannot be included, and jobs that stand in a pipeline twice.</summary>
    public static void Check(JobLibrary library, DiagnosticBag bag)
    {
        var inCircle = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pipeline in JobLanguage.Pipelines)
        {
            var includes = Includes(library, pipeline).ToList();
            foreach (var again in includes.GroupBy(include => include.Value).SelectMany(same => same.Skip(1)))
            {
                bag.Report(
                    DiagnosticCodes.DuplicateName, again.Span, $"pipeline '{pipeline}' includes '{again.Value}' twice", "of all projects, one may say so");
            }

            if (!inCircle.Contains(pipeline) && Circle(library, pipeline) is { } circle)
            {
                inCircle.UnionWith(circle);
                bag.Report(
                    DiagnosticCodes.PipelineCycle,
                    includes.First(include => include.Value == circle.Append(pipeline).ElementAt(1)).Span,
                    $"pipeline '{pipeline}' includes itself: {string.Join(" -> ", circle.Append(pipeline))}",
                    "take out one 'include'");
            }

            foreach (var include in includes.Where(include => library.IsComplete && !inCircle.Contains(pipeline) && Of(library, include.Value).Count == 0))
            {
                string[] filled = [.. JobLanguage.Pipelines.Where(name => name != pipeline && Own(library, name).Any())];
                bag.Report(
                    DiagnosticCodes.UnknownPipeline,
                    include.Span,
                    $"no project has a job in pipeline '{include.Value}'",
                    filled.Length > 0 ? "there are jobs in " + string.Join(", ", filled) : null,
                    $"in pipeline '{pipeline}'");
            }

            CheckTwice(library, pipeline, bag);
        }
    }

    /// <summary>The names that stand in a pipeline itself, each with its values for it.</summary>
    public static IEnumerable<PipelineJob> Own(JobLibrary library, string pipeline)
    {
        foreach (var list in library.Projects.Select(project => project.Find(pipeline, "jobs")).OfType<SequenceNode>())
        {
            foreach (var item in list.Items)
            {
                if (item is ScalarNode name)
                {
                    yield return new PipelineJob(name, null);
                }
                else if (item is MappingNode mapping)
                {
                    foreach (var entry in mapping.Entries.Values)
                    {
                        yield return new PipelineJob(entry.Key, entry.Value as MappingNode);
                    }
                }
            }
        }
    }

    private static void Collect(JobLibrary library, string pipeline, string[] above, OrderedDictionary<string, PipelineJob> jobs)
    {
        foreach (var include in Includes(library, pipeline).Where(include => include.Value != pipeline && !above.Contains(include.Value)))
        {
            // one that comes by two ways has the same values on both, or is a mistake
            foreach (var job in Included(library, include.Value, [.. above, pipeline]))
            {
                jobs.TryAdd(job.Name.Value, job);
            }
        }

        foreach (var job in Own(library, pipeline))
        {
            jobs[job.Name.Value] = !jobs.TryGetValue(job.Name.Value, out var known) ? job
                : known with { Values = known.Values is { } below && job.Values is { } values ? Merger.Merge(below, values) : job.Values ?? known.Values };
        }
    }

    private static OrderedDictionary<string, PipelineJob>.ValueCollection Included(JobLibrary library, string pipeline, string[] above)
    {
        var jobs = new OrderedDictionary<string, PipelineJob>(StringComparer.Ordinal);
        Collect(library, pipeline, above, jobs);
        return jobs.Values;
    }

    private static IEnumerable<ScalarNode> Includes(JobLibrary library, string pipeline) =>
        library.Projects
            .Select(project => project.Find(pipeline, JobLanguage.Include))
            .SelectMany(node => node is SequenceNode list ? list.Items : node is null ? [] : [node])
            .OfType<ScalarNode>();

    private static void CheckTwice(JobLibrary library, string pipeline, DiagnosticBag bag)
    {
        var included = new Dictionary<string, (PipelineJob Job, string Pipeline)>(StringComparer.Ordinal);
        foreach (var include in Includes(library, pipeline).DistinctBy(include => include.Value).Where(include => include.Value != pipeline))
        {
            foreach (var job in Included(library, include.Value, [pipeline]))
            {
                if (included.TryAdd(job.Name.Value, (job, include.Value)))
                {
                    continue;
                }

                var first = included[job.Name.Value];
                if (!ReferenceEquals(first.Job.Values, job.Values))
                {
                    bag.Report(
                        DiagnosticCodes.DuplicateName,
                        include.Span,
                        $"job '{job.Name.Value}' comes into pipeline '{pipeline}' from '{first.Pipeline}' and from '{include.Value}', with other values",
                        "include one of them, or give it the same values in a pipeline that both include");
                }
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var job in Own(library, pipeline))
        {
            if (!seen.Add(job.Name.Value))
            {
                bag.Report(DiagnosticCodes.DuplicateName, job.Name.Span, $"job '{job.Name.Value}' stands in pipeline '{pipeline}' twice", "keep one of them");
            }
            else if (job.Values is null && included.TryGetValue(job.Name.Value, out var known))
            {
                bag.Report(
                    DiagnosticCodes.DuplicateName,
                    job.Name.Span,
                    $"job '{job.Name.Value}' is in pipeline '{pipeline}' already, which includes '{known.Pipeline}'",
                    "take it out, or give it other values here");
            }
        }
    }

    private static List<string>? Circle(JobLibrary library, string pipeline)
    {
        return Find([pipeline]);

        List<string>? Find(List<string> path)
        {
            foreach (var include in Includes(library, path[^1]))
            {
                if (include.Value == pipeline)
                {
                    return path;
                }

                if (!path.Contains(include.Value) && Find([.. path, include.Value]) is { } found)
                {
                    return found;
                }
            }

            return null;
        }
    }
}
