using GlanceGate.Model;
using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

public sealed class NUnitResultsTests
{
    private static readonly IReadOnlyList<TestResult> Real = NUnitResults.Parse(File.ReadAllText(FixtureFiles.PathOf("Suites/Fixtures/results.xml")));

    [TestCase("Sample.Inner.Boot.Passes_and_writes", "Passed")]
    [TestCase("Sample.Inner.Boot.Throws", "Failed")]
    [TestCase("Sample.Inner.Boot.Skipped", "Skipped")]
    [TestCase("Sample.Inner.Boot.Ign", "Skipped")]
    [TestCase("Sample.Inner.Boot.Explicit_one", "Skipped")]
    [TestCase("Sample.Inner.Boot.Inc", "Skipped")]
    [TestCase("Sample.Inner.Boot.Warn", "Passed")]
    [TestCase("Sample.Inner.BadSetup.Never", "Failed")]
    public void Outcome_of_each_kind_of_result(string name, string outcome) =>
        Assert.That(Find(name).Outcome, Is.EqualTo(Enum.Parse<TestOutcome>(outcome)));

    [Test]
    public void Every_test_of_the_file_is_there_in_its_order_and_the_failed_tear_down_too() => Assert.That(
        Real.Select(test => test.Name["Sample.Inner.".Length..]),
        Is.EqualTo(new[]
        {
            "BadSetup.Never", "BadTearDown.Fine", "BadTearDown (tear-down)", "Boot.Cases(\"a, b [1 s]\")", "Boot.Cases(\"x\")", "Boot.Explicit_one",
            "Boot.Ign", "Boot.Inc", "Boot.Passes_and_writes", "Boot.Skipped", "Boot.Slow_one", "Boot.Throws", "Boot.Two", "Boot.Warn",
        }));

    [Test]
    public void A_failed_tear_down_is_a_failed_test_with_its_message()
    {
        var test = Find("Sample.Inner.BadTearDown (tear-down)");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Outcome, Is.EqualTo(TestOutcome.Failed));
            Assert.That(test.Message, Does.Contain("left over"));
            Assert.That(test.Suite, Is.EqualTo("Sample.Inner.BadTearDown"));
        }
    }

    [Test]
    public void A_failure_has_message_and_stack()
    {
        var test = Find("Sample.Inner.Boot.Throws");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Suite, Is.EqualTo("Sample.Inner.Boot"));
            Assert.That(test.Message, Is.EqualTo("System.InvalidOperationException : boom\nsecond"));
            Assert.That(test.StackTrace, Does.StartWith("   at Sample.Inner.Boot.Throws() in /src/tests/Sample/T.cs:line 39"));
        }
    }

    [Test]
    public void A_skipped_test_has_its_reason_and_the_capability()
    {
        var test = Find("Sample.Inner.Boot.Skipped");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Message, Is.EqualTo("variant has no 'volumes'"));
            Assert.That(test.Properties["Requires"], Is.EqualTo(new[] { "volumes" }));
        }
    }

    [Test]
    public void A_passed_test_has_output_time_own_and_inherited_properties()
    {
        var test = Find("Sample.Inner.Boot.Passes_and_writes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.Output, Does.StartWith("hello <out>").And.EndsWith("console"));
            Assert.That(test.Message, Is.Empty);
            Assert.That(test.Properties["Check"], Is.EqualTo(new[] { "A1" }));
            Assert.That(test.Properties["Category"], Is.EqualTo(new[] { "boot" }));
            Assert.That(Find("Sample.Inner.Boot.Slow_one").Duration.TotalSeconds, Is.EqualTo(6).Within(0.1));
        }
    }

    [Test]
    public void Internal_properties_are_left_out() => Assert.That(Real.SelectMany(test => test.Properties.Keys), Has.None.StartWith("_"));

    [Test]
    public void A_failed_suite_without_tests_is_a_failed_test() => Assert.That(
        NUnitResults.Parse("""
            <test-run><test-suite fullname="All" result="Failed" site="Child"><test-suite fullname="Empty" result="Failed" label="Invalid">
            <failure><message>no public constructor</message></failure></test-suite></test-suite></test-run>
            """).Select(test => (test.Name, test.Outcome, test.Message)),
        Is.EqualTo(new[] { ("Empty (set-up)", TestOutcome.Failed, "no public constructor") }));

    [Test]
    public void Suites_that_a_failed_set_up_kept_from_running_are_no_tests() => Assert.That(
        NUnitResults.Parse("""
            <test-run><test-suite type="SetUpFixture" fullname="Suite" result="Failed" site="SetUp"><failure><message>no stack</message></failure>
            <test-suite type="TestFixture" fullname="Suite.Boot" result="Failed" site="Parent"><failure><message>no stack</message></failure></test-suite>
            <test-case fullname="Suite.Boot.Works" result="Failed" site="Parent"><failure><message>no stack</message></failure></test-case>
            </test-suite></test-run>
            """).Select(test => test.Name),
        Is.EqualTo(new[] { "Suite.Boot.Works" }));

    [Test]
    public void An_unknown_result_is_a_failure() => Assert.That(
        NUnitResults.Parse("""<test-run><test-suite result="Passed"><test-case fullname="A" result="Novel"/></test-suite></test-run>""").Single().Outcome,
        Is.EqualTo(TestOutcome.Failed));

    [Test]
    public void Control_characters_do_not_make_a_file_unreadable() => Assert.That(
        NUnitResults.Parse("""<test-run><test-suite result="Passed"><test-case fullname="A" result="Passed"><output>&#x1b;[0m</output></test-case></test-suite></test-run>""").Single().Output,
        Is.EqualTo("\u001b[0m"));

    [TestCase("<test-run", "not XML")]
    [TestCase("<TestRun/>", "'TestRun', not 'test-run'")]
    public void What_is_no_result_file_is_refused(string xml, string message) =>
        Assert.That(() => NUnitResults.Parse(xml), Throws.TypeOf<FormatException>().With.Message.Contains(message));

    private static TestResult Find(string name) => Real.Single(test => test.Name == name);
}
