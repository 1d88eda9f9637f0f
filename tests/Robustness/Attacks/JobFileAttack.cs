using GlanceGate.Jobs;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Job files that are wrong anyhow.</summary>
/// <param name="root">Root of the repository.</param>
internal sealed class JobFileAttack(string root) : Attack
{
    private readonly IReadOnlyList<JobFile> _files = JobFolder.Read(root);
    private readonly IReadOnlyList<JobFile> _suites = JobFolder.ReadSuites(root);

    /// <inheritdoc/>
    public override string Name => "job-files";

    /// <inheritdoc/>
    public override string Promise => "a wrong job file ends in mistakes with their places";

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        var at = random.Next(_files.Count);
        var text = Material.Mutate(random, _files[at].Text, [.. _files.Select(file => file.Text)]);
        var files = _files.Select((file, index) => index == at ? new JobFile(file.Path, text) : file).ToList();
        try
        {
            var catalog = JobCatalog.Read(files, path => Path.Exists(Path.Combine(root, "jobs", path)), image => Directory.Exists(Path.Combine(root, "build", "Images", image)), _suites);
            foreach (var variant in catalog.Select(JobSelection.Default))
            {
                PlanWriter.Write(variant, origins: true);
            }
        }
        catch (JobConfigurationException problem)
        {
            return problem.Diagnostics.Count == 0 ? new Finding("it is refused without a mistake", text) : null;
        }
        catch (Exception problem)
        {
            return new Finding($"{_files[at].Path}: {problem.GetType().Name}: {problem.Message}", text);
        }

        return null;
    }
}
