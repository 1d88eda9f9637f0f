using GlanceGate.Inputs;
using GlanceGate.Model;
using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

public sealed class SuiteEndingTests
{
    private const string Passed = """<test-run><test-suite result="Passed"><test-case fullname="A" result="Passed"/></test-suite></test-run>""";
    private const string Failed = """<test-run><test-suite result="Failed"><test-case fullname="A" result="Failed"/></test-suite></test-run>""";
    private const string Empty = """<test-run><test-suite result="Passed"/></test-run>""";

    [Test]
    public void One_result_file_and_exit_code_0_is_complete() => Check(0, [Passed], null, 1);

    [Test]
    public void Exit_code_1_is_explained_by_a_failed_test() => Check(1, [Failed], null, 1);

    [Test]
    public void No_test_is_complete_whatever_the_exit_code([Values(0, 1)] int exitCode) => Check(exitCode, [Empty], null, 0);

    [Test]
    public void Exit_code_1_without_a_failed_test_is_an_error() => Check(1, [Passed], "no test failed, but the suite ended with exit code 1\nlast words", 1);

    [Test]
    public void No_result_file_is_an_error_also_with_exit_code_0() => Check(0, [], "the suite ended with exit code 0 without a result file\nlast words", 2);

    [Test]
    public void Two_result_files_are_an_error() => Check(0, [Passed, Passed], "the suite ended with exit code 0 with 2 result files instead of one\nlast words", 2);

    [Test]
    public void A_broken_result_file_is_an_error() =>
        Assert.That(Decide(0, false, ["<test-run>"]).Error, Does.StartWith("The suite's result file is not XML").And.EndsWith("\nlast words"));

    [Test]
    public void A_stopped_suite_has_the_tests_that_had_ended()
    {
        var result = Decide(143, true, []);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.EqualTo("the suite was stopped before its end, 2 tests had ended"));
            Assert.That(result.Tests.Select(test => test.Name), Is.EqualTo(new[] { "X", "Y" }));
        }
    }

    [Test]
    public void A_suite_that_came_to_its_end_as_it_was_stopped_is_complete() =>
        Assert.That(Decide(0, true, [Passed]).Error, Is.Null);

    [Test]
    public void Of_a_text_without_end_the_beginning_is_kept()
    {
        var output = new string('x', InputLimits.TestMessage + 5);
        var test = Decide(0, false, [$"""<test-run><test-suite result="Passed"><test-case fullname="A" result="Passed"><output>{output}</output></test-case></test-suite></test-run>"""]).Tests.Single();

        Assert.That(test.Output, Is.EqualTo($"{output[..^5]}\n(5 more characters are left out)"));
    }

    [Test]
    public void Messages_have_room_before_output_has_any()
    {
        const int Tests = InputLimits.SuiteTestsText / InputLimits.TestMessage;
        var text = new string('x', InputLimits.TestMessage);
        var cases = string.Concat(Enumerable.Repeat($"""<test-case fullname="A" result="Failed"><output>{text}</output><failure><message>{text}</message></failure></test-case>""", Tests));
        var tests = Decide(1, false, [$"""<test-run><test-suite result="Failed">{cases}</test-suite></test-run>"""]).Tests;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tests.Select(test => test.Message), Has.All.EqualTo(text));
            Assert.That(tests.Select(test => test.Output), Has.All.EqualTo($"\n({text.Length} more characters are left out)"));
        }
    }

    private static void Check(int exitCode, string[] files, string? error, int tests)
    {
        var result = Decide(exitCode, false, files);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.EqualTo(error));
            Assert.That(result.Tests, Has.Count.EqualTo(tests));
        }
    }

    private static SuiteResult Decide(int exitCode, bool stopped, string[] files) =>
        SuiteEnding.Decide(exitCode, stopped, files, [Verdicts.SampleRuns.Test("X"), Verdicts.SampleRuns.Test("Y")], ["last words"], TimeSpan.FromSeconds(1));
}
