using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Reports;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReportWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gate-reports-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_run_has_its_reports_at_fixed_paths_and_each_session_its_own()
    {
        await WriteAsync(SampleVerdicts.All["matrix-with-controls"]);
        Assert.That(
            Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path)),
            Is.EquivalentTo(new[] { string.Empty, "k3j2x9/", "c17/", "c20/", "p0o9i8/" }
                .SelectMany(folder => new[] { "verdict.json", "junit.xml", "summary.md" }.Select(file => folder + file))
                .Append("k3j2x9/plan.yaml")));
    }

    [Test]
    public async Task A_session_is_reported_as_what_its_variant_came_to()
    {
        await WriteAsync(SampleVerdicts.All["matrix-with-controls"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcome("verdict.json"), Is.EqualTo("failure"));
            Assert.That(Outcome("k3j2x9/verdict.json"), Is.EqualTo("success"));
            Assert.That(Outcome("p0o9i8/verdict.json"), Is.EqualTo("infrastructure"));
        }
    }

    [Test]
    public async Task Text_that_is_none_costs_no_report()
    {
        var run = SampleRuns.Green with { Suite = SampleRuns.Suite(SampleRuns.Test("A.\ud83d", TestOutcome.Failed, "\udc00 and \0")) };

        await WriteAsync(VerdictJudge.Judge([VerdictJudge.Judge(run)], SampleRuns.Started, TimeSpan.Zero, "run"));

        foreach (var report in new[] { "verdict.json", "junit.xml", "summary.md" })
        {
            Assert.That(File.ReadAllText(Path.Combine(_folder, report)), Does.Contain("\ufffd").Or.Contain(@"\uFFFD"), report);
        }
    }

    [Test]
    public async Task A_report_that_cannot_be_written_costs_itself_alone()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "summary.md", "in the way"));
        var green = VerdictJudge.Judge([VerdictJudge.Judge(SampleRuns.Green)], SampleRuns.Started, TimeSpan.Zero, "run");

        await Assert.ThatAsync(() => WriteAsync(green), Throws.TypeOf<IOException>().With.Message.StartsWith("summary.md: "));

        Assert.That(
            Directory.EnumerateFiles(_folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "junit.xml", "verdict.json" }), "and nothing half written");
    }

    [Test]
    public async Task What_went_wrong_in_no_variant_is_red_in_every_report()
    {
        var green = VerdictJudge.Judge([VerdictJudge.Judge(SampleRuns.Green)], SampleRuns.Started, TimeSpan.Zero, "run");

        var red = VerdictJudge.After(green, "the disk is full");
        await WriteAsync(red);

        Assert.That(ConsoleSummary.Render(red, SampleVerdicts.Context)[^1].Text, Does.StartWith("POST-FAILURE").And.Contain("exit code 6"));
        Assert.That(Outcome("verdict.json"), Is.EqualTo("post-failure"));
        Assert.That(File.ReadAllText(Path.Combine(_folder, "junit.xml")), Does.Contain("errors=\"1\"").And.Contain("message=\"the disk is full\""));
        Assert.That(File.ReadAllText(Path.Combine(_folder, "summary.md")), Does.Contain("the disk is full"));
    }

    [Test]
    public async Task No_report_holds_a_secret()
    {
        // so long, and beginning at every place, that a report which cuts a line before it redacts it shows a part of the secret
        var lines = Enumerable.Range(0, 7).Select(shift => new string('x', shift) + string.Concat(Enumerable.Repeat("hunter2", 100))).ToList();
        var line = lines[3];
        var run = SampleRuns.Green with
        {
            Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, line) with { Output = line, StackTrace = line }),
            Audit = SampleRuns.BrokenAudit(("api", line)) with { Gaps = [line] },
            PostProblems = [new Cause(CauseKinds.Evidence, "x", line, lines)],
            Interruption = new Interruption(GlanceGate.Verdicts.Outcome.TimedOut, new Cause(CauseKinds.Timeout, "x", line, lines)),
        };
        var verdict = VerdictJudge.Judge([VerdictJudge.Judge(run)], SampleRuns.Started, TimeSpan.Zero, $"dotnet run -- --set=a={line}");
        await WriteAsync(verdict);
        var texts = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Append(string.Concat(ConsoleSummary.Render(verdict, SampleVerdicts.Context).Select(item => item.Text)));
        Assert.That(texts, Has.None.Contains("hunter"));
    }

    [Test]
    public void Junit_is_valid_XML_whatever_a_test_wrote()
    {
        var nasty = string.Concat(Enumerable.Range(0, 300).Select(code => (char)code)) + "\ud83d\ude00 \ud83d ]]> \uffff";
        var test = SampleRuns.Test($"A.B({nasty})", TestOutcome.Failed, nasty) with { Output = nasty, StackTrace = nasty };
        var verdict = VerdictJudge.Judge([VerdictJudge.Judge(SampleRuns.Green with { Suite = SampleRuns.Suite(test) })], SampleRuns.Started, TimeSpan.Zero, "run");
        using var reader = XmlReader.Create(new StringReader(JunitReport.Render(verdict)), new XmlReaderSettings { CheckCharacters = true });
        Assert.That(XDocument.Load(reader).Descendants("testcase").Count(), Is.EqualTo(2));
    }

    [Test]
    public void A_summary_that_is_too_long_keeps_its_first_screen()
    {
        var tests = Enumerable.Range(0, 400).Select(number => SampleRuns.Test($"A.Test_{number}")).ToArray();
        var verdict = VerdictJudge.Judge([VerdictJudge.Judge(SampleRuns.Green with { Suite = SampleRuns.Suite(tests) })], SampleRuns.Started, TimeSpan.Zero, "run");
        var text = MarkdownSummary.Render(verdict, SampleVerdicts.Context, limit: 2000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Has.Length.LessThanOrEqualTo(2000));
            Assert.That(text, Does.StartWith("# ✅ Gate: success").And.EndsWith("limited in size.*\n"));
        }
    }

    [Test]
    public async Task Reports_replace_those_of_the_run_before()
    {
        await WriteAsync(SampleVerdicts.All["green"]);
        await WriteAsync(SampleVerdicts.All["aborted"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcome("verdict.json"), Is.EqualTo("aborted"));
            Assert.That(Directory.EnumerateFiles(_folder, "*.tmp", SearchOption.AllDirectories), Is.Empty);
        }
    }

    private string Outcome(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, file)));
        return document.RootElement.GetProperty("outcome").GetString()!;
    }

    private Task WriteAsync(GateVerdict verdict) =>
        ReportWriter.WriteAsync(verdict, SampleVerdicts.Context with { Artifacts = _folder }, CancellationToken.None);
}
