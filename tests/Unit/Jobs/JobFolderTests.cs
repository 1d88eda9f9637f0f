using GlanceGate.Inputs;
using GlanceGate.Jobs;

namespace GlanceGate.Unit.Jobs;

[TestFixture]
internal sealed class JobFolderTests
{
    private string _root = "";

    [SetUp]
    public void Create() => _root = Directory.CreateTempSubdirectory("gate-jobs-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Read_finds_the_job_files_by_path_and_leaves_changes_and_schema()
    {
        Write("jobs/web.yaml", "a");
        Write("jobs/services/db.yml", "b");
        Write("jobs/changes/tree/x.yaml", "c");
        Write("jobs/schema/y.yaml", "d");
        Write("jobs/notes.md", "e");

        Assert.That(
            JobFolder.Read(_root),
            Is.EqualTo(new[] { new JobFile("jobs/services/db.yml", "b"), new JobFile("jobs/web.yaml", "a") }));
    }

    [Test]
    public void Read_of_a_file_that_is_too_large_ends_as_a_mistake_of_that_file()
    {
        Write("jobs/web.yaml", new string('#', 3 * 1024 * 1024));

        var catalog = JobCatalog.Read(JobFolder.Read(_root), _ => true, _ => true);

        Assert.That(
            catalog.Diagnostics.Select(item => item.ToString()),
            Is.EqualTo(new[] { "jobs/web.yaml:1:1: error GATE003: the file is larger than 1 MiB" }));
    }

    [Test]
    public void More_files_than_anybody_writes_are_a_mistake()
    {
        for (var i = 0; i <= InputLimits.JobFiles; i++)
        {
            Write($"jobs/{i}.yaml", "");
        }

        Assert.That(() => JobFolder.Read(_root), Throws.TypeOf<JobConfigurationException>().With.Message.Contains("jobs:1:1: error GATE003: it holds more than 1000 files"));
    }

    [Test]
    public void Files_that_are_too_large_together_are_a_mistake()
    {
        for (var i = 0; i < 6; i++)
        {
            Write($"jobs/{i}.yaml", new string('#', 1_000_000));
        }

        Assert.That(() => JobFolder.Read(_root), Throws.TypeOf<JobConfigurationException>().With.Message.Contains("jobs/4.yaml:1:1: error GATE003: with it the job files are larger than 4 MiB"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void A_file_that_cannot_be_text_is_a_mistake_at_its_place_and_hides_none_of_another()
    {
        Write("jobs/web.yaml", "nothing: x\n");
        File.WriteAllBytes(Path.Combine(_root, "jobs/latin.yaml"), [.. "a: "u8, 0xE9]);
        File.CreateSymbolicLink(Path.Combine(_root, "jobs/.#web.yaml"), "user@host.1:2");
        File.CreateSymbolicLink(Path.Combine(_root, "jobs/zero.yaml"), "/dev/zero");

        var catalog = JobCatalog.Read(JobFolder.Read(_root), _ => true, _ => true);

        Assert.That(catalog.Diagnostics.Select(item => item.ToString()), Is.EquivalentTo(new[]
        {
            "jobs/latin.yaml:1:4: error GATE022: a byte 0xE9 is no text in UTF-8",
            "jobs/zero.yaml:1:1: error GATE022: it is a folder, pipe, socket or device",
            catalog.Diagnostics.Single(item => item.Span!.File == "jobs/web.yaml").ToString(),
        }));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void A_folder_that_leads_into_itself_is_a_mistake()
    {
        Write("jobs/a/web.yaml", "");
        File.CreateSymbolicLink(Path.Combine(_root, "jobs/a/up"), "..");

        Assert.That(() => JobFolder.Read(_root), Throws.TypeOf<JobConfigurationException>().With.Message.Contains("look for a link that leads to a folder above it"));
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
