using GlanceGate.Runs;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GreenEvidenceTests : IDisposable
{
    private readonly DirectoryInfo _artifacts = Directory.CreateTempSubdirectory("gate-green-");

    public void Dispose() => _artifacts.Delete(recursive: true);

    [Test]
    public void Of_a_green_run_the_verdict_stays_and_nobody_elses_files_are_touched()
    {
        var session = SampleRuns.Green.Session;
        foreach (var file in new[] { $"{session}/verdict.json", $"{session}/junit.xml", $"{session}/logs/api.log", "another/logs/api.log", "summary.md" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_artifacts.FullName, file))!);
            File.WriteAllText(Path.Combine(_artifacts.FullName, file), "text");
        }

        Directory.CreateSymbolicLink(Path.Combine(_artifacts.FullName, session, "link"), Path.Combine(_artifacts.FullName, "another"));

        Assert.That(GreenEvidence.Trim(_artifacts.FullName, Verdict()), Is.Empty);
        Assert.That(
            _artifacts.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_artifacts.FullName, file.FullName)),
            Is.EquivalentTo(new[] { $"{session}/verdict.json", "another/logs/api.log", "summary.md" }));
    }

    [Test]
    public void What_cannot_be_removed_is_said() =>
        Assert.That(GreenEvidence.Trim(_artifacts.FullName, Verdict()), Has.Exactly(1).Contains("could not be removed"), "there is no such folder");

    private static GateVerdict Verdict() =>
        VerdictJudge.Judge([VerdictJudge.Judge(SampleRuns.Green)], SampleRuns.Started, TimeSpan.Zero, "run");
}
