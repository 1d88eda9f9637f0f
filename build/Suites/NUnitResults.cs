using System.Xml.Linq;
using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>Reads NUnit's own result file.</summary>
/// <remarks>
/// Format: NUnit's "Test Result XML Format" (<c>test-run</c>, nested <c>test-suite</c>, <c>test-case</c>). A warning is a pass with a remark;
/// a test that came to no conclusion did not show what it is there for and counts as skipped; a fixture whose tear-down failed is a failed
/// test of its own, as none of its tests says so.
/// </remarks>
internal static class NUnitResults
{
    /// <summary>Reads a file's text.</summary>
    /// <exception cref="FormatException">The text is not a result file.</exception>
    public static IReadOnlyList<TestResult> Parse(string xml)
    {
        var root = ResultXml.Load(xml);
        if (root.Name.LocalName != "test-run")
        {
            throw new FormatException($"The suite's result file holds '{root.Name.LocalName}', not 'test-run'.");
        }

        var results = new List<TestResult>();
        foreach (var suite in root.Elements("test-suite"))
        {
            ReadSuite(suite, Properties(suite, inherited: null), results);
        }

        return results;
    }

    /// <summary>Reads a suite and returns whether anything failed in it.</summary>
    private static bool ReadSuite(XElement suite, IReadOnlyDictionary<string, IReadOnlyList<string>> properties, List<TestResult> results)
    {
        var failed = false;
        foreach (var child in suite.Elements())
        {
            switch (child.Name.LocalName)
            {
                case "test-suite":
                    failed |= ReadSuite(child, Properties(child, properties), results);
                    break;
                case "test-case":
                    var test = Test(child, Text(child, "classname"), Properties(child, properties));
                    failed |= test.Outcome == TestOutcome.Failed;
                    results.Add(test);
                    break;
                default:
                    break;
            }
        }

        var site = Text(suite, "site");
        if (Text(suite, "result") != "Failed" || site == "Parent" || (failed && site != "TearDown"))
        {
            // what a failed set-up kept from running is listed flat, suites beside their tests, and each says what its parent says
            return failed;
        }

        results.Add(Test(suite, Text(suite, "fullname"), properties) with
        {
            Name = $"{Text(suite, "fullname")} ({(site == "TearDown" ? "tear-down" : "set-up")})",
        });
        return true;
    }

    private static TestResult Test(XElement element, string suite, IReadOnlyDictionary<string, IReadOnlyList<string>> properties)
    {
        var outcome = Text(element, "result") switch
        {
            "Passed" or "Warning" => TestOutcome.Passed,
            "Skipped" or "Inconclusive" => TestOutcome.Skipped,
            _ => TestOutcome.Failed,
        };
        var failure = element.Element("failure");
        var message = failure?.Element("message")?.Value ?? element.Element("reason")?.Element("message")?.Value ?? string.Empty;
        return new TestResult(
            Text(element, "fullname"),
            suite,
            outcome,
            ResultXml.Seconds(Text(element, "duration")),
            message.Trim('\r', '\n').TrimEnd(),
            failure?.Element("stack-trace")?.Value.TrimEnd() ?? string.Empty,
            element.Element("output")?.Value.TrimEnd() ?? string.Empty,
            properties);
    }

    /// <summary>Own properties over the inherited ones; NUnit's internal names begin with an underscore.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Properties(
        XElement element, IReadOnlyDictionary<string, IReadOnlyList<string>>? inherited)
    {
        var result = inherited is null ? [] : new Dictionary<string, IReadOnlyList<string>>(inherited);
        foreach (var group in element.Elements("properties").Elements("property").GroupBy(property => Text(property, "name")))
        {
            if (!group.Key.StartsWith('_'))
            {
                result[group.Key] = [.. group.Select(property => Text(property, "value"))];
            }
        }

        return result;
    }

    private static string Text(XElement element, string attribute) => element.Attribute(attribute)?.Value ?? string.Empty;
}
