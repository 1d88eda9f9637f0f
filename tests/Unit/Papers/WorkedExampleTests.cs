using System.Text.RegularExpressions;
using GlanceGate.Jobs;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Papers;

/// <summary>The backend that jobs/virt/README.md makes, made by its text.</summary>
internal sealed partial class WorkedExampleTests
{
    [Test]
    public void The_backend_of_the_paper_is_one_that_can_be_planned()
    {
        var files = Yaml().Matches(File.ReadAllText(Repository.PathOf("jobs", "virt", "README.md")))
            .Select(file => new JobFile(file.Groups["path"].Value, Indent().Replace(file.Groups["text"].Value, string.Empty)))
            .ToList();
        var catalog = JobCatalog.Read(
            [.. JobFolder.Read(Repository.Root), .. files],
            path => Path.Exists(Repository.PathOf("jobs", path)),
            image => Directory.Exists(Repository.PathOf("build", "Images", image)),
            JobFolder.ReadSuites(Repository.Root));

        var variant = catalog.Select(JobSelection.Default with { Jobs = ["nova-glancev2-raw-disks"] }).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(files.Select(file => file.Path), Is.EqualTo(new[] { "jobs/virt/raw-disks.yaml", "jobs/nova-glancev2-raw-disks.yaml" }));
            Assert.That(catalog.Diagnostics, Is.Empty);
            Assert.That(variant.Name, Is.EqualTo("nova-glancev2-raw-disks (raw-disks)"));
            Assert.That(PlanWriter.Write(variant.WithChangesRead()), Does.Match(@"images_type: ""?raw\b"));
        }
    }

    // the sentence before a block names its file
    [GeneratedRegex(@"`(?<path>jobs/[\w/-]+\.yaml)`[^`]*(?:`[^`]+`[^`]*)*?\n\n *```yaml\n(?<text>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex("^   ", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
