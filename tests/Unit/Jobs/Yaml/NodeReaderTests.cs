using GlanceGate.Jobs;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Unit.Jobs.Yaml;

[TestFixture]
internal sealed class NodeReaderTests
{
    [TestCase("[", 200_000)]
    [TestCase("{a: ", 100_000)]
    [TestCase("- ", 100_000)]
    [TestCase("? ", 100_000)]
    public void Hostile_nesting_is_refused_and_does_not_end_the_process(string piece, int times)
    {
        Assert.That(Codes(string.Concat(Enumerable.Repeat(piece, times))), Has.Length.EqualTo(1));
    }

    [Test]
    public void Thirty_two_levels_are_read_and_thirty_three_are_not()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Codes(new string('[', 32) + new string(']', 32)), Is.Empty);
            Assert.That(Codes(new string('[', 33) + new string(']', 33)), Is.EqualTo(new[] { DiagnosticCodes.TooDeep }));
        }
    }

    [Test]
    public void Levels_count_through_aliases()
    {
        var text = $"- &a {new string('[', 20)}{new string(']', 20)}\n- {new string('[', 15)}*a{new string(']', 15)}\n";

        Assert.That(Codes(text), Is.EqualTo(new[] { DiagnosticCodes.TooDeep }));
    }

    [Test]
    public void Too_many_values_are_refused()
    {
        Assert.That(Codes("[" + string.Concat(Enumerable.Repeat("1,", 60_000)) + "]"), Is.EqualTo(new[] { DiagnosticCodes.TooManyNodes }));
    }

    [Test]
    public void Size_is_counted_in_bytes()
    {
        Assert.That(Codes("# " + new string('é', 600_000)), Is.EqualTo(new[] { DiagnosticCodes.FileTooLarge }));
    }

    [TestCase("", ScalarKind.Null)]
    [TestCase("~", ScalarKind.Null)]
    [TestCase("null", ScalarKind.Null)]
    [TestCase("'null'", ScalarKind.Text)]
    [TestCase("true", ScalarKind.Boolean)]
    [TestCase("yes", ScalarKind.Text)]
    [TestCase("12", ScalarKind.Integer)]
    [TestCase("-0x1F", ScalarKind.Text)]
    [TestCase("0x1F", ScalarKind.Integer)]
    [TestCase("0o17", ScalarKind.Integer)]
    [TestCase("+1.5e-3", ScalarKind.Float)]
    [TestCase(".5", ScalarKind.Float)]
    [TestCase(".inf", ScalarKind.Float)]
    [TestCase(".", ScalarKind.Text)]
    [TestCase("1e", ScalarKind.Text)]
    [TestCase("1.2.3", ScalarKind.Text)]
    [TestCase("12:30", ScalarKind.Text)]
    [TestCase("!!str 12", ScalarKind.Text)]
    [TestCase("! 12", ScalarKind.Integer)]
    [TestCase("!!int 12", ScalarKind.Integer)]
    public void A_scalar_is_what_the_core_schema_says(string text, ScalarKind expected)
    {
        NodeReader.TryRead(new JobFile("x", "- " + text), new DiagnosticBag(), out var root);

        Assert.That(((ScalarNode)((SequenceNode)root!).Items[0]).Kind, Is.EqualTo(expected));
    }

    [Test]
    public void Values_know_their_places()
    {
        NodeReader.TryRead(new JobFile("x", "a: one\nb:\n  - \"two\"\n  - |\n    three\n"), new DiagnosticBag(), out var root);
        var mapping = (MappingNode)root!;
        var items = ((SequenceNode)mapping["b"]!).Items;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mapping["a"]!.Span, Is.EqualTo(new SourceSpan("x", 1, 4, 3)));
            Assert.That(mapping.Entries["b"].Key.Span, Is.EqualTo(new SourceSpan("x", 2, 1, 1)));
            Assert.That(items[0].Span, Is.EqualTo(new SourceSpan("x", 3, 5, 5)));
            Assert.That(items[1].Span, Is.EqualTo(new SourceSpan("x", 4, 5, 1)));
        }
    }

    [Test]
    public void Several_mistakes_of_one_file_are_all_reported()
    {
        Assert.That(
            Codes("a: 1\na: 2\n<<: {x: 1}\n\"\": 3\nb: 4\nb: [5]\n"),
            Is.EqualTo(
                new[] { DiagnosticCodes.DuplicateKey, DiagnosticCodes.MergeKey, DiagnosticCodes.KeyForm, DiagnosticCodes.DuplicateKey }));
    }

    [Test]
    public void A_tab_inside_a_text_is_no_mistake()
    {
        Assert.That(Codes("a: |\n  one\n  \ttwo\nb: \"x\ty\"\n"), Is.Empty);
    }

    private static string[] Codes(string text)
    {
        var bag = new DiagnosticBag();
        NodeReader.TryRead(new JobFile("x", text), bag, out _);
        return [.. bag.Sorted().Select(item => item.Code)];
    }
}
