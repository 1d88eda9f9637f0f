using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>The commands that read job files and start nothing.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="around">What the commands meet outside.</param>
internal sealed class JobCommands(GateSettings settings, Surroundings around)
{
    private readonly TextWriter _output = around.Screen.Output;

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
        _output.WriteLine($"every job file is valid; selected: {string.Join(", ", variants.Select(variant => variant.Name))}");

        // whatever is selected, mutations are of the stacks that a run without arguments tests, or of those that they name
        var checkedOn = MutationSource.LoadAll(settings with { Pipeline = null, Jobs = [], Variants = [], Sets = [], Where = null, Changes = [], ChangedFiles = [] });
        foreach (var mutations in checkedOn.Grounds)
        {
            _output.WriteLine($"every mutation file is valid for {mutations.Variant.Name}: {mutations.Mutated.Count}");
        }

        return Outcome.Success;
    }

    /// <summary>Prints the frozen jobs, or what the command line asks to know about them.</summary>
    public async Task<Outcome> PlanAsync(CancellationToken cancellation)
    {
        if (settings.Diff is { } commit)
        {
            if (settings.Explain || settings.Json)
            {
                throw new GateArgumentException(["'--diff' prints changes of plans as text: leave out --explain and --format"]);
            }

            await new PlanDiff(settings, around).WriteAsync(commit, cancellation);
            return Outcome.Success;
        }

        if (settings.Explain)
        {
            foreach (var decision in JobSource.Explain(settings))
            {
                _output.WriteLine(decision);
            }

            return Outcome.Success;
        }

        var variants = JobSource.Select(settings);
        _output.Write(settings.Json ? PlanWriter.WriteJson(variants, settings.Sources) : PlanWriter.Write(variants, settings.Sources));
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
            _output.WriteLine(file);
        }

        return Outcome.Success;
    }
}
