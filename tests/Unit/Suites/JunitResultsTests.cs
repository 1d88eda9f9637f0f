using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

public sealed class JunitResultsTests
{
    [Test]
    public void Every_outcome_is_read()
    {
        var tests = JunitResults.Parse("""
            <testsuites><testsuite name="s">
              <testcase classname="api.Images" name="test_list" time="1.250"/>
              <testcase classname="api.Images" name="test_show" time="0.5"><failure message="AssertionError: 1 != 2">Traceback:
              line 1
            </failure><system-out>log</system-out></testcase>
              <testcase classname="api.Images" name="test_boot"><error type="x">it broke
            here</error></testcase>
              <testcase classname="api.Images" name="test_new"><skipped message="not here"/></testcase>
            </testsuite></testsuites>
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tests.Select(test => test.Name), Is.EqualTo(new[] { "api.Images.test_list", "api.Images.test_show", "api.Images.test_boot", "api.Images.test_new" }));
            Assert.That(tests.Select(test => test.Outcome), Is.EqualTo(new[] { TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Failed, TestOutcome.Skipped }));
            Assert.That(tests.Select(test => test.Message), Is.EqualTo(new[] { "", "AssertionError: 1 != 2", "it broke", "not here" }));
            Assert.That(tests[1].StackTrace, Is.EqualTo("Traceback:\n  line 1"));
            Assert.That(tests[1].Output, Is.EqualTo("log"));
            Assert.That(tests[0].Duration, Is.EqualTo(TimeSpan.FromSeconds(1.25)));
            Assert.That(tests[0].Suite, Is.EqualTo("api.Images"));
        }
    }

    [Test]
    public void A_suite_alone_is_read_nested_and_in_a_namespace() => Assert.That(
        JunitResults.Parse("""<testsuite xmlns="urn:x"><testsuite><testcase name="a"/></testsuite><testcase name="b"/></testsuite>""").Select(test => test.Name),
        Is.EqualTo(new[] { "a", "b" }));

    [Test]
    public void Properties_are_read_each_with_all_its_values()
    {
        var test = JunitResults.Parse("""
            <testsuite><testcase name="a"><properties>
              <property name="Tag" value="smoke"/><property name="Tag" value="negative"/><property name="Id">1</property>
            </properties></testcase></testsuite>
            """).Single();
        Assert.That(test.Properties, Is.EqualTo(new Dictionary<string, IReadOnlyList<string>> { ["Tag"] = ["smoke", "negative"], ["Id"] = ["1"] }));
    }

    [TestCase("1,234.5", 1234.5)]
    [TestCase("", 0)]
    [TestCase("soon", 0)]
    public void A_time_is_read_if_it_is_one(string time, double seconds) => Assert.That(
        JunitResults.Parse($"""<testsuite><testcase name="a" time="{time}"/></testsuite>""").Single().Duration, Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public void No_test_is_no_mistake() => Assert.That(JunitResults.Parse("<testsuite/>"), Is.Empty);

    [TestCase("")]
    [TestCase("<testsuite>")]
    [TestCase("<test-run/>")]
    [TestCase("<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite>&a;</testsuite>")]
    public void What_is_no_result_file_is_said_to_be_none(string xml) =>
        Assert.That(() => JunitResults.Parse(xml), Throws.TypeOf<FormatException>().With.Message.StartsWith("The suite's result file"));
}
