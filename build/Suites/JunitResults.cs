using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace GlanceGate.Suites;

/// <summary>Reads the JUnit file of a suite that is not NUnit's; tolerant, as there is no one format.</summary>
/// <remarks>
/// Read is what most writers agree on: <c>testcase</c> in one <c>testsuite</c> or several, nested or not; <c>failure</c> or <c>error</c> for a
/// failed one, <c>skipped</c>, <c>system-out</c>, and <c>properties</c> of a case.
/// </remarks>
internal static class JunitResults
{
    /// <summary>Reads a file's text.</summary>
    /// <exception cref="FormatException">The text is not a result file.</exception>
    public static IReadOnlyList<TestResult> Parse(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false });
            var root = XDocument.Load(reader).Root!;
            return root.Name.LocalName is "testsuites" or "testsuite"
                ? [.. root.Descendants().Where(element => element.Name.LocalName == "testcase").Select(Test)]
                : throw new FormatException($"The suite's result file holds '{root.Name.LocalName}', not 'testsuite'.");
        }
        catch (XmlException problem)
        {
            throw new FormatException($"The suite's result file is not XML: {problem.Message}", problem);
        }
    }

    private static TestResult Test(XElement element)
    {
        var suite = Text(element, "classname");
        var name = Text(element, "name");
        var red = Child(element, "failure") ?? Child(element, "error");
        var skipped = red is null ? Child(element, "skipped") : null;
        var body = (red ?? skipped)?.Value.Trim('\r', '\n').TrimEnd() ?? string.Empty;
        var message = Text(red ?? skipped, "message");
        return new TestResult(
            suite.Length == 0 || name.StartsWith(suite + ".", StringComparison.Ordinal) ? name : $"{suite}.{name}",
            suite,
            red is not null ? TestOutcome.Failed : skipped is not null ? TestOutcome.Skipped : TestOutcome.Passed,
            TimeSpan.FromSeconds(Seconds(Text(element, "time"))),
            message.Length > 0 ? message : body.Split('\n')[0],
            red is null ? string.Empty : body,
            Child(element, "system-out")?.Value.TrimEnd() ?? string.Empty,
            Properties(element));
    }

    private static Dictionary<string, IReadOnlyList<string>> Properties(XElement element) =>
        (Child(element, "properties")?.Elements() ?? [])
            .Where(property => property.Name.LocalName == "property")
            .GroupBy(property => Text(property, "name"), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(Value)]);

    private static string Value(XElement property) => property.Attribute("value")?.Value ?? property.Value;

    // A thousand and more seconds are written with a comma by some.
    private static double Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : 0;

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string Text(XElement? element, string attribute) => element?.Attribute(attribute)?.Value ?? string.Empty;
}
