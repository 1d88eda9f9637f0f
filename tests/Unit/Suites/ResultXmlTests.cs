using GlanceGate.Suites;

namespace GlanceGate.Unit.Suites;

internal sealed class ResultXmlTests
{
    [Test]
    public void A_file_nested_without_end_is_no_result() => Assert.That(
        () => JunitResults.Parse(string.Concat(Enumerable.Repeat("<testsuite>", 100_000)) + string.Concat(Enumerable.Repeat("</testsuite>", 100_000))),
        Throws.TypeOf<FormatException>().With.Message.Contains("nested deeper than 100"));

    [Test]
    public void A_file_of_cases_without_end_is_no_result() => Assert.That(
        () => JunitResults.Parse($"<testsuite>{string.Concat(Enumerable.Repeat("<testcase/>", 500_000))}</testsuite>"),
        Throws.TypeOf<FormatException>().With.Message.Contains("more than 500000 elements"));

    [Test]
    public void An_entity_is_not_expanded() => Assert.That(
        () => NUnitResults.Parse("<!DOCTYPE a [<!ENTITY b \"c\">]><test-run>&b;</test-run>"),
        Throws.TypeOf<FormatException>().With.Message.Contains("not XML"));
}
