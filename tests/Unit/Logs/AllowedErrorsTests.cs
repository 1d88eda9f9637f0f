using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Logs;

/// <summary>What the repository's jobs allow in logs is what services were seen to write there: the files are of real runs.</summary>
internal sealed class AllowedErrorsTests
{
    [TestCase("libvirt", "nova-compute", "server-deleted-during-its-live-snapshot", ExpectedResult = 0)]
    [TestCase("hyper-v", "nova-compute", "server-deleted-during-its-live-snapshot", ExpectedResult = 1)]
    public int An_error_that_was_seen_is_allowed_where_it_can_come(string virt, string service, string log)
    {
        var definition = JobCatalog.Read(
                JobFolder.Read(Repository.Root),
                path => Path.Exists(Repository.PathOf("jobs", path)),
                name => Directory.Exists(Repository.PathOf("build", "Images", name)),
                JobFolder.ReadSuites(Repository.Root))
            .Select(new JobSelection(null, ["nova-glancev2"], [virt], [], "")).Single().LogScan!;
        var scan = new ServiceLogScan(definition, service, new LogWindow(Ready: 0, End: long.MaxValue), isJudged: true);
        foreach (var line in File.ReadLines(FixtureFiles.PathOf($"Logs/Fixtures/{log}.log")))
        {
            scan.Take(line);
        }

        scan.End();
        Assert.That(scan.Findings.Count + scan.Allowed.GetValueOrDefault(log), Is.EqualTo(1), "it is one event");
        return scan.Findings.Count;
    }
}
