using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The commands that read job files and start nothing.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="output">Where words for people go.</param>
internal sealed class JobCommands(GateSettings settings, TextWriter output)
{
    /// <summary>Checks every job file and every variant of every job.</summary>
    public Outcome Validate()
    {
        var catalog = JobSource.Read(settings);
        if (catalog.Diagnostics.Count > 0)
        {
            throw new JobConfigurationException(catalog.Diagnostics);
        }

        // the changes of all jobs, whatever is selected
        JobSource.Select(settings with { Pipeline = null, Jobs = catalog.Jobs, Variants = [], Sets = [], Where = null, Changes = [] }, catalog);
        var variants = JobSource.Select(settings, catalog);
        output.WriteLine($"every job file is valid; selected: {string.Join(", ", variants.Select(variant => variant.Name))}");

        // whatever is selected, mutations are of the stacks that a run without arguments tests
        var checkedOn = MutationSource.LoadAll(settings with { Pipeline = null, Jobs = [], Variants = [], Sets = [], Where = null, Changes = [], ChangedFiles = [] });
        foreach (var mutations in checkedOn)
        {
            output.WriteLine($"every mutation file is valid for {mutations.Variant.Name}: {mutations.Mutated.Count}");
        }

        return Outcome.Success;
    }

    /// <summary>Prints the frozen jobs.</summary>
    public Outcome Plan()
    {
        if (settings.Explain)
        {
            foreach (var decision in JobSource.Explain(settings))
            {
                output.WriteLine(decision);
            }

            return Outcome.Success;
        }

        var variants = JobSource.Select(settings);
        output.Write(settings.Json ? PlanWriter.WriteJson(variants, settings.Sources) : PlanWriter.Write(variants, settings.Sources));
        return Outcome.Success;
    }

    /// <summary>Writes the JSON Schema of the job files, and their keys as a paper.</summary>
    public Outcome Schema()
    {
        var suites = JobSource.ReadSuites(settings.Root);
        foreach (var (name, text) in new[] { (JobSchema.Path, JobSchema.Generate(suites)), (JobKeys.Path, JobKeys.Generate(suites)) })
        {
            var file = Path.Combine(settings.Root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            output.WriteLine(file);
        }

        return Outcome.Success;
    }
}
