using GlanceGate.Reports;

namespace GlanceGate.Unit.Reports;

/// <summary>What people and programs see of each kind of verdict, compared with files that a person has read.</summary>
/// <remarks>A text that differs is written below the test output's <c>received</c>; when it is better, it replaces the fixture.</remarks>
public sealed class ReportSnapshotTests
{
    [TestCaseSource(nameof(Names))]
    public void Summary(string name) => Compare($"{name}.md", MarkdownSummary.Render(Sample(name), SampleVerdicts.Context));

    [TestCaseSource(nameof(Names))]
    public void Junit(string name) => Compare($"{name}.junit.xml", JunitReport.Render(Sample(name)));

    [TestCaseSource(nameof(Names))]
    public void ConsoleText(string name) => Compare(
        $"{name}.console.txt",
        string.Concat(ConsoleSummary.Render(SampleVerdicts.All[name], SampleVerdicts.Context).Select(line => $"{line.Role,-8}{line.Text}".TrimEnd() + "\n")));

    [TestCase("red-by-audit")]
    [TestCase("red-by-logs")]
    [TestCase("too-few-tests")]
    [TestCase("matrix-with-controls")]
    public void Json(string name) => Compare($"{name}.verdict.json", VerdictDocument.Of(Sample(name), SampleVerdicts.Context).ToJson());

    private static IEnumerable<string> Names() => SampleVerdicts.All.Keys;

    private static GlanceGate.Verdicts.GateVerdict Sample(string name) => RedactedVerdict.Of(SampleVerdicts.All[name], SampleVerdicts.Context.Redact);

    private static void Compare(string name, string actual)
    {
        var expected = FixtureFiles.PathOf(Path.Combine("Reports", "Fixtures", name));
        if (!File.Exists(expected) || File.ReadAllText(expected) != actual)
        {
            Directory.CreateDirectory(FixtureFiles.PathOf("received"));
            File.WriteAllText(FixtureFiles.PathOf(Path.Combine("received", name)), actual);
        }

        Assert.That(actual, Is.EqualTo(File.Exists(expected) ? File.ReadAllText(expected) : string.Empty));
    }
}
