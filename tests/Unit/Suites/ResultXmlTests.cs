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
        () => JunitResults.Parse($"<testsuite>{string.Concat(Enumerable.Repeat("<testcase/>", 60_000))}</testsuite>"),
        Throws.TypeOf<FormatException>().With.Message.Contains("more than 60000 elements"));

    [Test]
    public void An_element_of_attributes_without_end_is_no_result() => Assert.That(
        () => JunitResults.Parse($"<testsuite><testcase {string.Concat(Enumerable.Range(0, 1001).Select(number => $"a{number}='>' "))}/></testsuite>"),
        Throws.TypeOf<FormatException>().With.Message.Contains("an element with more than 1000 attributes"));

    [Test]
    public void Attributes_without_end_are_no_result() => Assert.That(
        () => JunitResults.Parse($"<testsuite>{string.Concat(Enumerable.Repeat("<testcase a='' b='' c='' d='' e='' f='' g='' h=''/>", 37_501))}</testsuite>"),
        Throws.TypeOf<FormatException>().With.Message.Contains("more than 300000 attributes"));

    [Test]
    public void What_looks_like_attributes_in_a_text_is_none()
    {
        var text = string.Concat(Enumerable.Repeat("a=b ", 2000));
        Assert.That(
            JunitResults.Parse($"<?xml version='1.0'?><!-- < {text} --><testsuite><testcase name='{text}'><system-out>{text}<![CDATA[< {text}]]></system-out></testcase></testsuite>"),
            Has.Count.EqualTo(1));
    }

    [Test]
    public void An_entity_is_not_expanded() => Assert.That(
        () => NUnitResults.Parse("<!DOCTYPE a [<!ENTITY b \"c\">]><test-run>&b;</test-run>"),
        Throws.TypeOf<FormatException>().With.Message.Contains("not XML"));
}
