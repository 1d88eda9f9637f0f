using System.Xml.Linq;
using GlanceGate.Model;
using GlanceGate.Suites;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Result files of suites that are wrong anyhow, and good ones in which something red is hidden.</summary>
internal sealed class ResultFileAttack : Attack
{
    private bool _isRed;

    /// <inheritdoc/>
    public override string Name => "result-files";

    /// <inheritdoc/>
    public override string Promise => "a result file is refused, or read; nothing red in it is lost";

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        _isRed = false;
        var text = new XDocument(Suite(random, 0)).ToString();
        var isDamaged = random.Next(3) == 0;
        if (isDamaged)
        {
            text = Material.Mutate(random, text, [text]);
        }

        try
        {
            var tests = JunitResults.Parse(text);
            return _isRed && !isDamaged && tests.All(test => test.Outcome != TestOutcome.Failed) ? new Finding("something red in it is not seen", text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
        catch (Exception problem)
        {
            return new Finding($"{problem.GetType().Name}: {problem.Message}", text);
        }
    }

    private XElement Suite(Random random, int depth)
    {
        var suite = new XElement(depth == 0 && random.Next(2) == 0 ? "testsuites" : "testsuite", new XAttribute("name", Text(random)));
        for (var i = random.Next(5); i > 0; i--)
        {
            suite.Add(depth < 4 && random.Next(3) == 0 ? Suite(random, depth + 1) : Case(random));
        }

        foreach (var (key, isRed) in new[] { ("failures", true), ("errors", true), ("skipped", false), ("tests", false) })
        {
            if (random.Next(6) == 0)
            {
                var count = random.Next(4);
                suite.SetAttributeValue(key, count);
                _isRed |= isRed && count > 0;
            }
        }

        if (random.Next(12) == 0)
        {
            suite.Add(Red(random));
        }

        return suite;
    }

    private XElement Case(Random random)
    {
        var test = new XElement("testcase", new XAttribute("name", Text(random)), new XAttribute("classname", Text(random)), new XAttribute("time", random.Next(3) == 0 ? Text(random) : "0.1"));
        switch (random.Next(8))
        {
            case 0:
                test.Add(Red(random));
                break;
            case 1:
                test.Add(new XElement("skipped"));
                break;
            case 2:
                test.SetAttributeValue("status", "failed");
                _isRed = true;
                break;
            default:
                test.Add(new XElement("system-out", Text(random)));
                break;
        }

        return test;
    }

    private XElement Red(Random random)
    {
        _isRed = true;
        return new XElement(random.Next(2) == 0 ? "failure" : "error", new XAttribute("message", Text(random)), Text(random));
    }

    private static string Text(Random random) => string.Concat(Material.Line(random).Where(letter => letter is '\t' or (>= ' ' and < '\ud800') or (> '\udfff' and < '\ufffe')));
}
