using GlanceGate.Inputs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

/// <summary>What a suite says without end.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SuiteOutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gate-suite-").FullName;

    private string Log => Path.Combine(_folder, SuiteRun.LogName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Tests_are_told_up_to_a_number()
    {
        using var output = Create();
        for (var i = 0; i < InputLimits.SuiteTests + 10; i++)
        {
            output.Take("ok a");
        }

        Assert.That(output.Tests, Has.Count.EqualTo(InputLimits.SuiteTests));
    }

    [Test]
    public void Tests_are_told_up_to_a_size()
    {
        using var output = Create();
        var line = "ok " + new string('a', InputLimits.LogLine);
        for (var i = 0; i < 20; i++)
        {
            output.Take(line);
        }

        Assert.That(output.Tests, Has.Count.EqualTo(InputLimits.SuiteTestsText / InputLimits.LogLine));
    }

    [Test]
    public void The_last_lines_are_as_long_as_a_report_can_use()
    {
        using var output = Create();
        for (var i = 0; i < 100; i++)
        {
            output.Take(new string('a', 10_000));
        }

        Assert.That((output.LastLines.Count, output.LastLines.Max(line => line.Length)), Is.EqualTo((40, 4100)));
    }

    [Test]
    public void A_log_beyond_its_limit_ends_and_says_so()
    {
        using (var output = Create(limit: 10))
        {
            output.Take("ok a");
            output.Take("ok b");
            output.Take("ok c");
            output.Take("ok d");
            Assert.That(output.Tests.Select(test => test.Name), Is.EqualTo(new[] { "a", "b", "c", "d" }));
            Assert.That(output.LastLines[^1], Is.EqualTo("the suite's output is not complete: it has more than 10 bytes"));
        }

        Assert.That(File.ReadAllLines(Log), Is.EqualTo(new[] { "ok a", "ok b" }));
    }

    private SuiteOutput Create(long limit = InputLimits.Log) => new(
        new SuiteRun(
            "job (x)",
            new StackDescription("s1", "job", "job (x)", [], new Dictionary<string, string>(), new Dictionary<string, string>(), string.Empty, new Dictionary<string, string>()),
            string.Empty,
            _folder,
            text => text),
        new NoEvents(),
        TimeProvider.System,
        new LiveLines("^(?<passed>ok) (?<name>.*)$"))
    {
        Limit = limit,
    };

    private sealed class NoEvents : IRunEvents
    {
        public void Publish(RunEvent item)
        {
        }
    }
}
