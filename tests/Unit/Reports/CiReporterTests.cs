using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Reports;

public sealed class CiReporterTests
{
    [TestCase("GITHUB_ACTIONS", "true", "::group::suite (a)", "::endgroup::")]
    [TestCase("GITLAB_CI", "true", "\u001b[0Ksection_start:1767225600:suite__a_[collapsed=true]\r\u001b[0Ksuite (a)", "\u001b[0Ksection_end:1767225600:suite__a_\r\u001b[0K")]
    [TestCase("TEAMCITY_VERSION", "2026.1", "##teamcity[blockOpened name='suite (a)']", "##teamcity[blockClosed name='suite (a)']")]
    [TestCase("TF_BUILD", "True", "##[group]suite (a)", "##[endgroup]")]
    public void Each_system_has_its_own_groups(string variable, string value, string begin, string end)
    {
        var (reporter, output) = Create((variable, value));
        reporter.BeginGroup("suite (a)");
        reporter.EndGroup("suite (a)");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.ToString(), Is.EqualTo($"{begin}\n{end}\n"));
            Assert.That(reporter.IsCi, Is.True);
        }
    }

    [Test]
    public void A_plain_console_gets_nothing()
    {
        var (reporter, output) = Create();
        reporter.BeginGroup("suite");
        reporter.EndGroup("suite");
        reporter.Report(SampleVerdicts.All["red-by-audit"], SampleVerdicts.Context);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.ToString(), Is.Empty);
            Assert.That(reporter.IsCi, Is.False);
        }
    }

    [Test]
    public void GitHub_gets_an_annotation_a_cause_and_the_summary()
    {
        var summary = Path.GetTempFileName();
        try
        {
            File.WriteAllText(summary, "before\n");
            var (reporter, output) = Create(("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", summary));
            reporter.Report(SampleVerdicts.All["red-by-service"], SampleVerdicts.Context);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(output.ToString(), Is.EqualTo(
                    "::error title=nova-glancev2 (libvirt)::service glance: did not become healthy within 60 s: GET http://glance:9292/healthcheck: connection refused (nova-api, nova-compute wait for it)\n"));
                Assert.That(File.ReadAllText(summary), Does.StartWith("before\n# ⚠️ Gate: infrastructure"));
            }
        }
        finally
        {
            File.Delete(summary);
        }
    }

    [TestCase("GITHUB_ACTIONS", "true", "::error title=a%3Ab%2Cc::test A.B: 100%25 wrong")]
    [TestCase("TEAMCITY_VERSION", "1", "##teamcity[buildProblem description='a:b,c: test A.B: 100% wrong']")]
    [TestCase("TF_BUILD", "true", "##vso[task.logissue type=error]a:b,c: test A.B: 100%AZP25 wrong")]
    public void Messages_cannot_break_out_of_a_command(string variable, string value, string line)
    {
        var (reporter, output) = Create((variable, value));
        reporter.Report(Failed("100% wrong"), SampleVerdicts.Context);
        Assert.That(output.ToString().Split('\n'), Does.Contain(line));
    }

    [Test]
    public void TeamCity_escapes_its_own_signs()
    {
        var (reporter, output) = Create(("TEAMCITY_VERSION", "1"));
        reporter.Report(Failed("it's [a|b] é"), SampleVerdicts.Context);
        Assert.That(output.ToString(), Does.Contain("it|'s |[a||b|] |0x00e9"));
    }

    [Test]
    public void No_more_causes_than_a_page_shows()
    {
        var tests = Enumerable.Range(0, 30).Select(number => SampleRuns.Test($"A.T{number}", TestOutcome.Failed, $"no {number}")).ToArray();
        var verdict = VerdictJudge.Judge([VerdictJudge.Judge(SampleRuns.Green with { Suite = SampleRuns.Suite(tests) })], SampleRuns.Started, TimeSpan.Zero, "run");
        var (reporter, output) = Create(("GITHUB_ACTIONS", "true"));
        reporter.Report(verdict, SampleVerdicts.Context);
        Assert.That(output.ToString().Split('\n').Count(line => line.StartsWith("::error", StringComparison.Ordinal)), Is.EqualTo(10));
    }

    [Test]
    public void Variants_that_do_not_vote_are_no_errors()
    {
        var run = SampleRuns.Green with { Variant = SampleRuns.Variant with { Voting = false }, Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, "no")) };
        var verdict = VerdictJudge.Judge([VerdictJudge.Judge(SampleRuns.Green), VerdictJudge.Judge(run)], SampleRuns.Started, TimeSpan.Zero, "run");
        var (reporter, output) = Create(("GITHUB_ACTIONS", "true"));
        reporter.Report(verdict, SampleVerdicts.Context);
        Assert.That(output.ToString(), Is.Empty);
    }

    private static GateVerdict Failed(string message)
    {
        var run = SampleRuns.Green with { Variant = SampleRuns.Variant with { Name = "a:b,c" }, Suite = SampleRuns.Suite(SampleRuns.Test("A.B", TestOutcome.Failed, message)) };
        return VerdictJudge.Judge([VerdictJudge.Judge(run)], SampleRuns.Started, TimeSpan.Zero, "run");
    }

    private static (CiReporter Reporter, StringWriter Output) Create(params (string Name, string Value)[] variables)
    {
        var output = new StringWriter { NewLine = "\n" };
        var environment = variables.ToDictionary(pair => pair.Name, pair => pair.Value);
        return (CiReporter.Detect(environment.GetValueOrDefault, output, new ManualTimeProvider()), output);
    }
}
