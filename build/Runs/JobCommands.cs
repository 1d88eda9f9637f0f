using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The commands that read job files and start nothing.</summary>
internal static class JobCommands
{
    /// <summary>Checks every job file and every variant of every job.</summary>
    public static Outcome Validate(GateSettings settings)
    {
        var catalog = JobSource.Read(settings);
        if (catalog.Diagnostics.Count > 0)
        {
            throw new JobConfigurationException(catalog.Diagnostics);
        }

        // the changes of all jobs, whatever is selected
        JobSource.Select(settings with { Pipeline = null, Jobs = catalog.Jobs, Variants = [], Sets = [], Where = null, Changes = [] }, catalog);
        var variants = JobSource.Select(settings, catalog);
        Console.WriteLine($"every job file is valid; selected: {string.Join(", ", variants.Select(variant => variant.Name))}");

        // whatever is selected, mutations are of the stacks that a run without arguments tests
        var checkedOn = MutationSource.LoadAll(settings with { Pipeline = null, Jobs = [], Variants = [], Sets = [], Where = null, Changes = [] });
        foreach (var mutations in checkedOn)
        {
            Console.WriteLine($"every mutation file is valid for {mutations.Variant.Name}: {mutations.Mutated.Count}");
        }

        return Outcome.Success;
    }

    /// <summary>Prints the frozen jobs.</summary>
    public static Outcome Plan(GateSettings settings)
    {
        Console.Write(PlanWriter.Write(JobSource.Select(settings), settings.Sources));
        return Outcome.Success;
    }

    /// <summary>Writes the JSON Schema of the job files.</summary>
    public static Outcome Schema(GateSettings settings)
    {
        var file = Path.Combine(settings.Root, "jobs", "schema", "jobs.schema.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JobSchema.Generate(JobSource.ReadSuites(settings.Root)));
        Console.WriteLine(file);
        return Outcome.Success;
    }
}
