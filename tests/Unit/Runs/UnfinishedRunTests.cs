using System.Text.Json;
using System.Xml.Linq;
using GlanceGate.CommandLine;
using GlanceGate.Runs;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UnfinishedRunTests : IDisposable
{
    private static readonly Surroundings Around = new(
        (_, _, _) => throw new AssertionException("a report needs no engine"), new Screen(TextWriter.Null, TextWriter.Null, TextWriter.Null), new ManualTimeProvider(), _ => null);

    private readonly DirectoryInfo _artifacts = Directory.CreateTempSubdirectory("gate-unfinished-");

    public void Dispose() => _artifacts.Delete(recursive: true);

    [Test]
    public async Task A_run_that_has_only_begun_is_red_in_every_report()
    {
        LeaveGreen();

        await UnfinishedRun.BeginAsync(Settings(_artifacts.FullName), Around);

        AssertReports(Outcome.Aborted, "did not come to its end");
    }

    [Test]
    public async Task A_run_that_is_refused_is_red_in_every_report_with_every_mistake()
    {
        LeaveGreen();

        await UnfinishedRun.RefuseAsync(_artifacts.FullName, "/root", "dotnet run -- --jbo=a", "jobs/a.yaml:1:1: error GATE001\njobs/b.yaml:2:2: error GATE002", Around);

        AssertReports(Outcome.ConfigError, "jobs/a.yaml:1:1: error GATE001");
        Assert.That(File.ReadAllText(Report("junit.xml")), Does.Contain("jobs/b.yaml:2:2"));
    }

    [Test]
    public void Nothing_is_begun_whose_reports_cannot_be_written()
    {
        var file = Path.Combine(_artifacts.FullName, "file");
        File.WriteAllText(file, "text");

        Assert.That(() => UnfinishedRun.BeginAsync(Settings(Path.Combine(file, "artifacts")), Around), Throws.TypeOf<GateArgumentException>().With.Message.Contains("nothing is started"));
    }

    private void AssertReports(Outcome outcome, string words)
    {
        var suites = XDocument.Load(Report("junit.xml")).Root!;
        using var verdict = JsonDocument.Parse(File.ReadAllText(Report("verdict.json")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)suites.Attribute("errors"), Is.EqualTo("1"));
            Assert.That((string?)suites.Descendants("error").Single().Attribute("message"), Does.Contain(words));
            Assert.That(verdict.RootElement.GetProperty("outcome").GetString(), Is.EqualTo(outcome.Word()));
            Assert.That(File.ReadAllText(Report("summary.md")), Does.Contain(words).And.Not.Contain("green"));
        }
    }

    private void LeaveGreen()
    {
        foreach (var report in new[] { "junit.xml", "verdict.json", "summary.md" })
        {
            File.WriteAllText(Report(report), "green");
        }
    }

    private string Report(string name) => Path.Combine(_artifacts.FullName, name);

    private static GateSettings Settings(string artifacts) => new("/root", "/state", artifacts, null, [], [], [], null, Keep.Never, null, null, false, false);
}
