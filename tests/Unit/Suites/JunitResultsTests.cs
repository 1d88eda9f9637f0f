using GlanceGate.Model;
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

    [TestCase("<testsuite name='s' tests='6' failures='2' errors='3'><testcase name='a'/></testsuite>", "testsuite 's' says that 5 failed, and of its cases none did")]
    [TestCase("<testsuites name='all' tests='1' errors='1'><testsuite tests='1'><testcase name='a'/></testsuite></testsuites>", "testsuites 'all' says that 1 failed, and of its cases none did")]
    [TestCase("<testsuite name='s' failures='2147483647' errors='1'><testcase name='a'/></testsuite>", "testsuite 's' says that 2147483648 failed, and of its cases none did")]
    [TestCase("<testsuite name='s' failures='99999999999999999999'><testcase name='a'/></testsuite>", "of its cases none did", Description = "more than any number of the machine's")]
    [TestCase("<testsuite name='s' failures='2.0'><testcase name='a'/></testsuite>", "testsuite 's' says that 2 failed, and of its cases none did")]
    [TestCase("<testsuite name='s' failures='1,000'><testcase name='a'/></testsuite>", "testsuite 's' says that 1000 failed, and of its cases none did")]
    [TestCase("<testsuite name='s' failures='2' errors='-2'><testcase name='a'/></testsuite>", "testsuite 's' says that 2 failed, and of its cases none did")]
    [TestCase("<testsuite name='s' tests='99999999999'><testcase name='a'/></testsuite>", "testsuite 's' says that it has 99999999999 tests, and it has 1")]
    [TestCase("<testsuite name='s' tests='6'><testcase name='a'/></testsuite>", "testsuite 's' says that it has 6 tests, and it has 1")]
    [TestCase("<testsuite name='s' tests='1'><testcase name='a'/><testcase name='b'/></testsuite>", "testsuite 's' says that it has 1 tests, and it has 2")]
    [TestCase("<testsuite name='s' skipped='1'><testcase name='a'/></testsuite>", "testsuite 's' says that 1 were skipped, and of its cases 0 were")]
    [TestCase("<testsuite name='s'><error message='no module'/><testcase name='a'/></testsuite>", "testsuite 's' failed in no case of its: no module")]
    public void Numbers_that_are_not_those_of_the_cases_are_no_result(string xml, string word) =>
        Assert.That(() => JunitResults.Parse(xml), Throws.TypeOf<FormatException>().With.Message.Contains(word));

    [TestCase("<testsuites tests='3' failures='0' skipped='1'><testsuite tests='2'><testcase name='a'/><testcase name='b'><skipped/></testcase></testsuite><testsuite tests='1'><testcase name='c'/></testsuite></testsuites>", 3)]
    [TestCase("<testsuite tests='1'><testcase name='a'/><testsuite tests='1'><testcase name='b'/></testsuite></testsuite>", 2, Description = "each suite counts its own")]
    [TestCase("<testsuite tests='many' errors=''><testcase name='a'/></testsuite>", 1, Description = "what is no number says nothing")]
    [TestCase("<testsuite tests='1' failures='1'><testcase name='a'><failure/></testcase><testcase name='a'><error/></testcase></testsuite>", 2, Description = "red all the same")]
    public void Numbers_that_are_those_of_the_cases_or_change_nothing_are_a_result(string xml, int count) =>
        Assert.That(JunitResults.Parse(xml), Has.Count.EqualTo(count));

    [TestCase("failed", TestOutcome.Failed, "status failed")]
    [TestCase("Error", TestOutcome.Failed, "status Error")]
    [TestCase("notrun", TestOutcome.Skipped, "status notrun")]
    [TestCase("disabled", TestOutcome.Skipped, "status disabled")]
    [TestCase("run", TestOutcome.Passed, "")]
    public void A_status_is_an_outcome_where_no_child_says_it(string status, object outcome, string message)
    {
        var test = JunitResults.Parse($"<testsuite><testcase name='a' status='{status}'/></testsuite>").Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Outcome, Is.EqualTo(outcome));
            Assert.That(test.Message, Is.EqualTo(message));
        }
    }

    [Test]
    public void No_test_is_no_mistake() => Assert.That(JunitResults.Parse("<testsuite/>"), Is.Empty);

    [TestCase("")]
    [TestCase("<testsuite>")]
    [TestCase("<test-run/>")]
    [TestCase("<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite>&a;</testsuite>")]
    public void What_is_no_result_file_is_said_to_be_none(string xml) =>
        Assert.That(() => JunitResults.Parse(xml), Throws.TypeOf<FormatException>().With.Message.StartsWith("The suite's result file"));
}
