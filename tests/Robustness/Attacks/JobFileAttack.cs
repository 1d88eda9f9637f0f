using GlanceGate.Jobs;
using GlanceGate.Model;

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
        var text = random.Next(2) == 0 ? Reshape(random, _files[at].Text) : Material.Mutate(random, _files[at].Text, [.. _files.Select(file => file.Text)]);
        var files = _files.Select((file, index) => index == at ? new JobFile(file.Path, text) : file).ToList();
        try
        {
            var catalog = JobCatalog.Read(files, path => Path.Exists(Path.Combine(root, "jobs", path)), image => Directory.Exists(Path.Combine(root, "build", "Images", image)), _suites);
            foreach (var variant in catalog.Select(JobSelection.Default))
            {
                var changes = variant.Changes.Select(change => new JobChange(change, new Change(change.Project, change.Patch, new PatchContent([], string.Empty))));
                PlanWriter.Write(new JobVariant(variant, [.. changes]), origins: true);
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

    /// <summary>Values of other shapes than their keys have.</summary>
    private static string Reshape(Random random, string text)
    {
        var lines = text.Split('\n');
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(lines.Length);
            if (lines[at].Split(": ", 2) is [var key, var value])
            {
                lines[at] = $"{key}: {random.Next(7) switch { 0 => $"[{value}]", 1 => $"[[{value}]]", 2 => $"{{a: {value}}}", 3 => "null", 4 => "\"\"", 5 => "[]", _ => "{}" }}";
            }
        }

        return string.Join('\n', lines);
    }
}
