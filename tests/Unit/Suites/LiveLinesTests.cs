using GlanceGate.Model;
using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

[TestFixture]
internal sealed class LiveLinesTests
{
    private const string Pattern = @"^(?:(?<passed>ok)|(?<failed>FAILED)|(?<skipped>skipped)) (?<name>\S+)(?: \[(?<seconds>[0-9.]+) s\])?(?:: (?<message>.*))?$";

    [TestCase("ok a.b [1.5 s]", TestOutcome.Passed, 1.5, "")]
    [TestCase("FAILED a.b [0.1 s]: 1 != 2", TestOutcome.Failed, 0.1, "1 != 2")]
    [TestCase("skipped a.b: no disk", TestOutcome.Skipped, 0, "no disk")]
    public void The_end_of_a_test_is_found(string line, TestOutcome outcome, double seconds, string message)
    {
        var test = new LiveLines(Pattern).Read(line).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Name, Is.EqualTo("a.b"));
            Assert.That(test.Outcome, Is.EqualTo(outcome));
            Assert.That(test.Duration, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
            Assert.That(test.Message, Is.EqualTo(message));
        }
    }

    [Test]
    public void Other_lines_say_nothing() => Assert.That(new LiveLines(Pattern).Read("starting"), Is.Empty);

    [Test]
    public void A_match_without_an_outcome_says_nothing() => Assert.That(new LiveLines("(?<name>.*)|(?<failed>x)").Read("starting"), Is.Empty);

    [Test]
    public void Without_a_pattern_no_line_says_anything() => Assert.That(new LiveLines(null).Read("ok a.b"), Is.Empty);
}
