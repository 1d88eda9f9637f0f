using FsCheck;
using FsCheck.Fluent;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Unit.Jobs.Yaml;

/// <summary>What a plan writes is read back as the same text, wherever it stands.</summary>
internal sealed class YamlTextTests
{
    private const string Letters = "ab01 \t\n\r-?:,[]{}#&*!|>'\"%@`=<~\\.+_/$\u0085\u00e9\u2028\ufeff\u0007";

    private static readonly string[] Words = ["null", "~", "true", "yes", "0x1f", "1e3", ".inf", "---", "...", "<<", "a: b", "a #b", "2026-01-01", "\U0001f600"];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Property.Text(Letters, 6),
        from word in Gen.Elements(Words)
        from more in Property.Text(Letters, 2)
        select word + more);

    [Test]
    public void A_value_is_read_back() => Property.Of(Texts, text => Assert.That(Read($"k: {YamlText.Quote(text)}"), Is.EqualTo(text)), tries: 3000);

    [Test]
    public void A_value_in_brackets_is_read_back() => Property.Of(Texts, text => Assert.That(Read($"k: [{YamlText.Quote(text, isInFlow: true)}]"), Is.EqualTo(text)), tries: 3000);

    [Test]
    public void A_key_is_read_back() =>
        Property.Of(Texts.Where(text => text.Length > 0), text => Assert.That(((MappingNode)Tree($"{YamlText.Quote(text)}: v")).Entries.Keys.Single(), Is.EqualTo(text)), tries: 3000);

    private static string Read(string text)
    {
        var value = ((MappingNode)Tree(text))["k"];
        var scalar = (ScalarNode)(value is SequenceNode list ? list.Items.Single() : value!);
        Assert.That(scalar.Kind, Is.EqualTo(ScalarKind.Text));
        return scalar.Value;
    }

    private static Node Tree(string text)
    {
        var bag = new DiagnosticBag();
        return NodeReader.TryRead(new JobFile("x", text), bag, out var root) ? root! : throw new AssertionException(string.Join('\n', bag.Sorted()));
    }
}
