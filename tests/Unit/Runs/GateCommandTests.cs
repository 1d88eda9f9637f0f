using System.Xml.Linq;
using GlanceGate.CommandLine;
using GlanceGate.Jobs;
using GlanceGate.Runs;
using GlanceGate.Unit.Inputs;

namespace GlanceGate.Unit.Runs;

internal sealed class GateCommandTests
{
    [Test]
    public void A_mistake_in_a_job_file_takes_the_green_of_the_run_before()
    {
        using var folder = new InputFolder();
        folder.Write("jobs/a.yaml", "jobs: [").Write("artifacts/junit.xml", "green").Write("artifacts/summary.md", "green").Write("artifacts/verdict.json", "green");
        var settings = new GateSettings(folder.Path, folder.Of("state"), folder.Of("artifacts"), null, [], [], [], null, Keep.Never, null, null, false, false);

        Assert.That(() => GateCommand.RunAsync(settings, CancellationToken.None), Throws.TypeOf<JobConfigurationException>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)XDocument.Load(folder.Of("artifacts/junit.xml")).Root!.Attribute("errors"), Is.EqualTo("1"));
            Assert.That(File.ReadAllText(folder.Of("artifacts/verdict.json")), Does.Contain("jobs/a.yaml:1:"));
            Assert.That(File.ReadAllText(folder.Of("artifacts/summary.md")), Does.Not.Contain("green"));
        }
    }
}
