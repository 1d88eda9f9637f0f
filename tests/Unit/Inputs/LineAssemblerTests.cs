using System.Text;
using FsCheck.Fluent;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Inputs;

[TestFixture]
public sealed class LineAssemblerTests
{
    [Test]
    public void Pieces_of_any_size_make_the_same_lines() => Property.Of(
        from text in Property.Text("ab\r\n\n\u00e4\u20ac", 30)
        from sizes in Gen.Choose(1, 7).ArrayOf(60)
        select (Text: text, Sizes: sizes),
        it =>
        {
            var lines = new List<string>();
            var assembler = new LineAssembler(lines.Add);
            var bytes = Encoding.UTF8.GetBytes(it.Text);
            for (var (at, piece) = (0, 0); at < bytes.Length; at += it.Sizes[piece++])
            {
                assembler.Add(bytes.AsSpan(at, Math.Min(it.Sizes[piece], bytes.Length - at)));
            }

            assembler.Complete();
            assembler.Complete();

            string[] expected = [.. it.Text.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line)];
            Assert.That(lines, Is.EqualTo(it.Text.Length == 0 || it.Text.EndsWith('\n') ? expected[..^1] : expected));
        });

    [Test]
    public void A_line_without_end_is_handed_over_in_parts()
    {
        var lines = new List<string>();
        var assembler = new LineAssembler(lines.Add);
        var piece = new byte[100_000];

        for (var i = 0; i < 12; i++)
        {
            assembler.Add(piece);
        }

        Assert.That(lines, Has.Count.EqualTo(1));
    }
}
