using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary><c>junit.xml</c>: the common subset that CI systems read. Test failures are <c>failure</c>, everything else that is red is <c>error</c>.</summary>
/// <remarks>
/// <para>A suite a variant, and one for what went wrong in none. Besides the tests it has cases for what is no test: <c>stack became ready: &lt;service&gt;</c>, the audit, clean-up.</para>
/// <para>A control has one case, whether it ended as it must, and a variant that does not vote has its red cases as skipped: a CI system
/// must not show as red what the gate does not count.</para>
/// </remarks>
internal static class JunitReport
{
    private const string GateClass = "gate";

    /// <summary>Properties that tell how NUnit ran a test, and nothing of the test.</summary>
    private static readonly string[] Scheduling = ["ParallelScope", "LevelOfParallelism"];

    /// <summary>The file's text.</summary>
    public static string Render(GateVerdict verdict)
    {
        var suites = verdict.Variants.Select(Suite).ToList();
        var own = verdict.Causes.Except(verdict.Variants.SelectMany(variant => variant.Causes)).GroupBy(NameOf).Select(alike => Error([.. alike])).ToList();
        if (own.Count > 0 || suites.Count == 0)
        {
            suites.Add(WithCounts(new XElement("testsuite", new XAttribute("name", "gate")), own));
        }

        var root = new XElement(
            "testsuites",
            new XAttribute("name", "gate"),
            new XAttribute("tests", Sum(suites, "tests")),
            new XAttribute("failures", Sum(suites, "failures")),
            new XAttribute("errors", Sum(suites, "errors")),
            new XAttribute("skipped", Sum(suites, "skipped")),
            new XAttribute("time", VerdictWords.Seconds(verdict.Duration)),
            suites);
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            root.WriteTo(writer);
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static XElement Suite(VariantVerdict variant)
    {
        var run = variant.Run;
        var cases = (run.Variant.Expect is null ? Cases(variant) : [Control(variant)]).ToList();
        if (!run.Variant.Voting)
        {
            cases.ForEach(MakeSkipped);
        }

        var suite = new XElement(
            "testsuite",
            new XAttribute("name", Clean(run.Variant.Name)),
            new XAttribute("timestamp", run.Started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
            new XAttribute("time", VerdictWords.Seconds(run.Phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Duration))),
            new XElement(
                "properties",
                new[]
                {
                    ("job", run.Variant.Job), ("session", run.Session), ("attempt", $"{run.Attempt}"), ("outcome", variant.Outcome.Word()),
                    ("actual", variant.Actual.Word()), ("voting", run.Variant.Voting ? "true" : "false"),
                }
                .Concat(run.Variant.Values.Select(value => ($"matrix.{value.Key}", value.Value)))
                .Concat(run.Variant.Host is { } host ? [("host", host)] : [])
                .Select(Property)));
        return WithCounts(suite, cases);
    }

    private static XElement WithCounts(XElement suite, List<XElement> cases)
    {
        suite.Add(
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(item => item.Element("failure") is not null)),
            new XAttribute("errors", cases.Count(item => item.Element("error") is not null)),
            new XAttribute("skipped", cases.Count(item => item.Element("skipped") is not null)));
        suite.Add(cases);
        return suite;
    }

    private static IEnumerable<XElement> Cases(VariantVerdict variant)
    {
        var run = variant.Run;
        if (run.Suite is not null)
        {
            // the suite runs against complete stacks only
            foreach (var service in run.Variant.Services)
            {
                yield return Case(GateClass, Ready(service.Name), TimeSpan.Zero);
            }
        }

        foreach (var test in run.Suite?.Tests ?? [])
        {
            yield return Test(test);
        }

        if (run.Audit is { Violations.Count: 0, Gaps.Count: 0 })
        {
            yield return Case(GateClass, "image API audit", TimeSpan.Zero);
        }

        if (run.Logs is { Findings.Count: 0, Gaps.Count: 0 })
        {
            yield return Case(GateClass, "log scan", TimeSpan.Zero);
        }

        // a client that broke two rules is one case, as CI systems take a name for one test
        foreach (var alike in variant.Causes.Where(cause => cause.Kind != CauseKinds.Tests).GroupBy(NameOf))
        {
            yield return Error([.. alike]);
        }
    }

    private static XElement Control(VariantVerdict variant)
    {
        var expect = variant.Run.Variant.Expect!;
        var item = Case(GateClass, $"ends as {CauseText.Of(expect)}", variant.Run.Suite?.Duration ?? TimeSpan.Zero);
        if (variant.Outcome != Outcome.Success)
        {
            var unmet = variant.Causes.FirstOrDefault(cause => cause.Kind == CauseKinds.Expectation) ?? variant.Causes[0];
            item.Add(new XElement("error", new XAttribute("message", Clean(unmet.Message)), Clean(string.Join('\n', variant.Causes.Select(VerdictWords.Line)))));
        }

        item.Add(new XElement("system-out", Clean(string.Join('\n', variant.Reasons.SelectMany(cause => cause.Details.Prepend(VerdictWords.Line(cause)))))));
        return item;
    }

    private static string NameOf(Cause cause) => cause.Kind switch
    {
        CauseKinds.Service => Ready(cause.Subject),
        CauseKinds.ImageApiAudit => $"image API audit: {cause.Subject}",
        CauseKinds.LogScan => $"log scan: {cause.Subject}",
        _ => cause.Subject.Length == 0 ? cause.Kind : $"{cause.Kind}: {cause.Subject}",
    };

    private static XElement Error(IReadOnlyList<Cause> alike)
    {
        var item = Case(GateClass, NameOf(alike[0]), TimeSpan.Zero);
        item.Add(new XElement(
            IsFailure(alike[0].Kind) ? "failure" : "error",
            new XAttribute("message", Clean(string.Join("; ", alike.Select(cause => cause.Message)))),
            new XAttribute("type", alike[0].Kind),
            Clean(string.Join('\n', alike.SelectMany(cause => cause.Details)))));
        return item;
    }

    private static bool IsFailure(string kind) => kind is
        CauseKinds.ImageApiAudit or CauseKinds.LogScan or CauseKinds.RequiredTestsSkipped or CauseKinds.NoTests or CauseKinds.TooFewTests;

    private static XElement Test(TestResult test)
    {
        var name = test.Suite.Length > 0 && test.Name.StartsWith(test.Suite + ".", StringComparison.Ordinal) ? test.Name[(test.Suite.Length + 1)..] : test.Name;
        var item = Case(test.Suite, name, test.Duration);
        var properties = test.Properties.Where(pair => !Scheduling.Contains(pair.Key)).ToList();
        if (properties.Count > 0)
        {
            item.Add(new XElement("properties", properties.SelectMany(pair => pair.Value.Select(value => Property((pair.Key, value))))));
        }

        if (test.Outcome == TestOutcome.Failed)
        {
            item.Add(new XElement(
                "failure", new XAttribute("message", Clean(TestCauses.Headline(TestCauses.Lines(test.Message)))), Clean($"{test.Message}\n{test.StackTrace}".Trim())));
        }
        else if (test.Outcome == TestOutcome.Skipped)
        {
            item.Add(new XElement("skipped", new XAttribute("message", Clean(test.Message))));
        }

        if (test.Output.Length > 0)
        {
            item.Add(new XElement("system-out", Clean(test.Output)));
        }

        return item;
    }

    private static void MakeSkipped(XElement item)
    {
        if ((item.Element("failure") ?? item.Element("error")) is { } red)
        {
            red.ReplaceWith(new XElement("skipped", new XAttribute("message", $"not voting: {(string?)red.Attribute("message")}")));
        }
    }

    private static string Ready(string service) => $"stack became ready: {service}";

    private static XElement Case(string suite, string name, TimeSpan duration) => new(
        "testcase", new XAttribute("classname", Clean(suite)), new XAttribute("name", Clean(name)), new XAttribute("time", VerdictWords.Seconds(duration)));

    private static XElement Property((string Name, string Value) property) =>
        new("property", new XAttribute("name", Clean(property.Name)), new XAttribute("value", Clean(property.Value)));

    private static int Sum(IEnumerable<XElement> suites, string attribute) => suites.Sum(suite => (int)suite.Attribute(attribute)!);

    /// <summary>Without the characters that XML 1.0 has no way to write, which consoles and logs are full of.</summary>
    private static string Clean(string text)
    {
        var plain = PlainText.WithoutEscapes(text);
        var result = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            if (XmlConvert.IsXmlChar(plain[i]))
            {
                result.Append(plain[i]);
            }
            else if (i + 1 < plain.Length && char.IsSurrogatePair(plain[i], plain[i + 1]))
            {
                result.Append(plain, i++, 2);
            }
            else
            {
                result.Append('\uFFFD');
            }
        }

        return result.ToString();
    }
}
