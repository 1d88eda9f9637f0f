using System.Globalization;
using System.Xml.Linq;
using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>Reads the JUnit file of a suite that is not NUnit's; tolerant, as there is no one format.</summary>
/// <remarks>
/// Read is what most writers agree on: <c>testcase</c> in one <c>testsuite</c> or several, nested or not; <c>failure</c> or <c>error</c> for a
/// failed one, <c>skipped</c>, <c>system-out</c>, and <c>properties</c> of a case; and <c>status</c>, which some write instead of a child.
/// Where no case is red, what a suite says of their number has to be true: cases that are missing, or reds that nobody wrote down, are no green.
/// </remarks>
internal static class JunitResults
{
    /// <summary>Reads a file's text.</summary>
    /// <exception cref="FormatException">The text is not a result file.</exception>
    public static IReadOnlyList<TestResult> Parse(string xml)
    {
        var root = ResultXml.Load(xml);
        if (root.Name.LocalName is not ("testsuites" or "testsuite"))
        {
            throw new FormatException($"The suite's result file holds '{root.Name.LocalName}', not 'testsuite'.");
        }

        IReadOnlyList<TestResult> tests = [.. root.Descendants().Where(IsCase).Select(Test)];
        var untrue = tests.Any(test => test.Outcome == TestOutcome.Failed)
            ? null
            : root.DescendantsAndSelf().Where(element => element.Name.LocalName is "testsuites" or "testsuite").Select(Contradiction).FirstOrDefault(text => text is not null);
        return untrue is null ? tests : throw new FormatException($"The suite's result file contradicts itself: {untrue}.");
    }

    private static string? Contradiction(XElement suite)
    {
        var cases = suite.Descendants().Where(IsCase).ToList();
        var name = $"{suite.Name.LocalName} '{Text(suite, "name")}'";
        var red = Math.Max(0, Count(suite, "failures") ?? 0) + Math.Max(0, Count(suite, "errors") ?? 0);
        var skipped = cases.Count(element => Outcome(element) == TestOutcome.Skipped);

        // some count only the cases that are a suite's own, and not those of the suites in it
        return red > 0 ? $"{name} says that {red.ToString("0", CultureInfo.InvariantCulture)} failed, and of its cases none did"
            : (Child(suite, "error") ?? Child(suite, "failure")) is { } own ? $"{name} failed in no case of its: {Headline(own)}"
            : Count(suite, "tests") is { } told && told != cases.Count && told != suite.Elements().Count(IsCase) ? $"{name} says that it has {told.ToString("0", CultureInfo.InvariantCulture)} tests, and it has {cases.Count}"
            : Count(suite, "skipped") is { } left && left > skipped ? $"{name} says that {left.ToString("0", CultureInfo.InvariantCulture)} were skipped, and of its cases {skipped} were"
            : null;
    }

    private static string Headline(XElement red) => Text(red, "message") is { Length: > 0 } message ? message : red.Value.Trim().Split('\n')[0];

    private static bool IsCase(XElement element) => element.Name.LocalName == "testcase";

    // As a decimal fraction, and as people write it: of a number that is too large for a count nobody may hear nothing.
    private static double? Count(XElement suite, string attribute) =>
        double.TryParse(Text(suite, attribute), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static TestOutcome Outcome(XElement element) =>
        Child(element, "failure") is not null || Child(element, "error") is not null ? TestOutcome.Failed
        : Child(element, "skipped") is not null ? TestOutcome.Skipped
        : Text(element, "status").ToUpperInvariant() switch
        {
            "FAIL" or "FAILED" or "FAILURE" or "ERROR" or "ERRORED" or "BROKEN" => TestOutcome.Failed,
            "NOTRUN" or "SKIP" or "SKIPPED" or "DISABLED" or "IGNORED" or "PENDING" => TestOutcome.Skipped,
            _ => TestOutcome.Passed,
        };

    private static TestResult Test(XElement element)
    {
        var suite = Text(element, "classname");
        var name = Text(element, "name");
        var red = Child(element, "failure") ?? Child(element, "error");
        var outcome = Outcome(element);
        var skipped = red is null ? Child(element, "skipped") : null;
        var body = (red ?? skipped)?.Value.Trim('\r', '\n').TrimEnd() ?? string.Empty;
        var message = Text(red ?? skipped, "message");
        return new TestResult(
            suite.Length == 0 || name.StartsWith(suite + ".", StringComparison.Ordinal) ? name : $"{suite}.{name}",
            suite,
            outcome,
            ResultXml.Seconds(Text(element, "time")),
            message.Length > 0 ? message : body.Length > 0 || outcome == TestOutcome.Passed ? body.Split('\n')[0] : $"status {Text(element, "status")}",
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

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string Text(XElement? element, string attribute) => element?.Attribute(attribute)?.Value ?? string.Empty;
}
