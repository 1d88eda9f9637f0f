using System.Text;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Inputs;

[TestFixture]
public sealed class LineAssemblerTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(100)]
    public void Pieces_of_any_size_make_the_same_lines(int size)
    {
        var lines = new List<string>();
        var assembler = new LineAssembler(lines.Add);

        foreach (var piece in Encoding.UTF8.GetBytes("one\r\ntwo ä\n\nno end").Chunk(size))
        {
            assembler.Add(piece);
        }

        assembler.Complete();
        assembler.Complete();

        Assert.That(lines, Is.EqualTo(new[] { "one", "two ä", "", "no end" }));
    }

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
