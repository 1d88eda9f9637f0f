using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Checks what shows only when all files are read: names that lead nowhere, and matrix values that nobody names.</summary>
internal static class LibraryChecker
{
    /// <summary>Checks the library.</summary>
    public static void Check(JobLibrary library, DiagnosticBag bag, Func<string, bool> fileExists)
    {
        Lineage.Check(library.Jobs, "job", library.IsComplete, bag);
        foreach (var axis in library.AxisValues.Keys.Select(value => value.Axis).Distinct())
        {
            Lineage.Check(library.ValuesOf(axis), axis, isComplete: true, bag);
        }

        CheckPipelines(library, bag);
        CheckAxes(library, bag);
        CheckPatches(library, bag, fileExists);
        CheckPrograms(library, bag, fileExists);
        CapabilityChecker.Check(library, bag);
    }

    private static void CheckPipelines(JobLibrary library, DiagnosticBag bag)
    {
        foreach (var pipeline in JobLanguage.Pipelines)
        {
            var context = $"in pipeline '{pipeline}'";
            foreach (var (name, _) in PipelineJobs.Own(library, pipeline))
            {
                if (!library.Jobs.TryGetValue(name.Value, out var job))
                {
                    if (library.IsComplete)
                    {
                        bag.Report(
                            DiagnosticCodes.UnknownJob,
                            name.Span,
                            $"there is no job '{name.Value}'",
                            Suggestion.ForOrList(name.Value, [.. library.Jobs.Keys]),
                            context);
                    }
                }
                else if (job.IsAbstract)
                {
                    bag.Report(
                        DiagnosticCodes.AbstractSelected,
                        name.Span,
                        $"job '{name.Value}' is abstract and cannot run",
                        "name a job that inherits from it",
                        context);
                }
            }
        }

        PipelineJobs.Check(library, bag);
    }

    private static void CheckAxes(JobLibrary library, DiagnosticBag bag)
    {
        if (!library.IsComplete || library.Jobs.Values.Any(job => !job.IsSound))
        {
            // What was taken away may have named the value.
            return;
        }

        var used = new HashSet<AxisValue>();
        var entries = library.Jobs.Values.SelectMany(job => (job.Body["matrix"] as MappingNode)?.Entries ?? MappingNode.Empty.Entries);
        foreach (var (axis, entry) in entries)
        {
            if (axis is not ("include" or "exclude"))
            {
                used.UnionWith(Values.List(entry.Value).Select(value => new AxisValue(axis, value)));
            }
            else if (axis == "include" && entry.Value is SequenceNode list)
            {
                var pairs = list.Items.OfType<MappingNode>().SelectMany(item => item.Entries);
                used.UnionWith(pairs.Select(pair => new AxisValue(pair.Key, Values.Text(pair.Value.Value) ?? "")));
            }
        }

        // A value that others inherit from is of use, even if no job runs with it.
        used.UnionWith(library.AxisValues.Where(pair => pair.Value.Parent is not null).Select(pair => pair.Key with { Value = pair.Value.Parent!.Value }));
        foreach (var (value, declared) in library.AxisValues.Where(pair => !used.Contains(pair.Key)))
        {
            bag.Report(
                DiagnosticCodes.UnusedMatrixValue,
                declared.Place,
                $"no job's matrix names the value '{value.Value}' of '{value.Axis}'",
                $"add it to the '{value.Axis}' of a job, or remove the file");
        }
    }

    private static void CheckPatches(JobLibrary library, DiagnosticBag bag, Func<string, bool> fileExists)
    {
        var declared = library.Jobs.Values.Select(job => (Noun: "job", Item: job))
            .Concat(library.AxisValues.Select(pair => (Noun: pair.Key.Axis, Item: pair.Value)));
        foreach (var (noun, item) in declared)
        {
            foreach (var change in JobPartsReader.Changes(item.Body["changes"]))
            {
                if (change.Patch.Length > 0 && !fileExists(change.Patch))
                {
                    bag.Report(
                        DiagnosticCodes.UnknownPatch,
                        change.Source,
                        $"there is no 'jobs/{change.Patch}'",
                        "the path is relative to jobs/",
                        $"in {noun} '{item.Name}'");
                }
            }
        }
    }

    private static void CheckPrograms(JobLibrary library, DiagnosticBag bag, Func<string, bool> fileExists)
    {
        var nodes = library.Jobs.Values.Concat(library.AxisValues.Values)
            .SelectMany(declared => Values.Entries((declared.Body["nodeset"] as MappingNode)?["nodes"]))
            .Select(pair => pair.Value)
            .OfType<MappingNode>();
        foreach (var program in nodes.SelectMany(node => NodesetLanguage.Commands.Select(word => node[word] is SequenceNode { Items: [var first, ..] } ? first : null)).OfType<ScalarNode>())
        {
            if (!Placeholders.Any(program.Value) && NodesetReader.IsOurs(program.Value) && !fileExists(program.Value))
            {
                bag.Report(
                    DiagnosticCodes.UnknownProgram,
                    program.Span,
                    $"there is no program 'jobs/{program.Value}'",
                    "a path is relative to jobs/; write a name alone for a program of this machine");
            }
        }
    }
}
