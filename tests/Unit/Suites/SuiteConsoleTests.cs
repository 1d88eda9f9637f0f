using GlanceGate.Inputs;
using GlanceGate.Model;
using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

public sealed class SuiteConsoleTests
{
    [Test]
    public void Every_test_of_a_real_run_is_seen_once() => Assert.That(
        ReadAll(FixtureFiles.Lines("Suites/Fixtures/console.txt")).Select(test => $"{test.Outcome} {test.Name}"),
        Is.EqualTo(new[]
        {
            "Failed Never", "Passed Fine", "Passed Cases(\"a, b [1 s]\")", "Failed Cases(\"x\")", "Skipped Explicit_one", "Skipped Ign", "Skipped Inc",
            "Passed Passes_and_writes", "Skipped Skipped", "Passed Slow_one", "Failed Throws", "Failed Two", "Skipped Warn",
        }));

    [Test]
    public void A_failed_test_comes_with_its_whole_message() => Assert.That(
        ReadAll(FixtureFiles.Lines("Suites/Fixtures/console.txt")).Single(test => test.Name == "Throws").Message,
        Is.EqualTo("System.InvalidOperationException : boom\nsecond"));

    [Test]
    public void A_message_without_end_is_cut()
    {
        var console = new SuiteConsole();
        console.Read("  Failed A.B [1 ms]");
        console.Read("  Error Message:");
        for (var i = 0; i < 1000; i++)
        {
            console.Read(new string('x', 1000));
        }

        Assert.That(console.Flush().Single().Message, Has.Length.GreaterThan(1000).And.Length.LessThanOrEqualTo(InputLimits.TestMessage));
    }

    [Test]
    public void A_failed_test_without_a_message_is_not_lost() =>
        Assert.That(ReadAll(["  Failed A [1 ms]", "  Passed B [1 ms]"]).Select(test => test.Name), Is.EqualTo(new[] { "A", "B" }));

    [Test]
    public void A_failed_test_at_the_end_of_the_output_is_not_lost() =>
        Assert.That(ReadAll(["  Failed A [1 ms]", "  Error Message:", "   no"]).Single().Message, Is.EqualTo("no"));

    [TestCase("< 1 ms", 1)]
    [TestCase("12 ms", 12)]
    [TestCase("6 s", 6000)]
    [TestCase("1 m 3 s", 63000)]
    [TestCase("1 h 2 m", 3720000)]
    public void Durations_of_every_form(string text, int milliseconds) =>
        Assert.That(ReadAll([$"  Passed A.B [{text}]"]).Single().Duration.TotalMilliseconds, Is.EqualTo(milliseconds));

    [Test]
    public void A_test_without_a_duration_is_seen() => Assert.That(ReadAll(["  Passed A.B"]).Single().Name, Is.EqualTo("A.B"));

    [TestCase("Passed A [1 ms]")]
    [TestCase("     Passed: 4")]
    [TestCase("Total tests: 11")]
    [TestCase("")]
    public void Other_lines_are_no_tests(string line) => Assert.That(ReadAll([line]), Is.Empty);

    private static IReadOnlyList<TestResult> ReadAll(IEnumerable<string> lines)
    {
        var console = new SuiteConsole();
        return [.. lines.SelectMany(console.Read), .. console.Flush()];
    }
}
