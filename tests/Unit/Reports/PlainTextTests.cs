using System.Text;
using GlanceGate.Reports;
using GlanceGate.Reports.Markdown;

namespace GlanceGate.Unit.Reports;

internal sealed class PlainTextTests
{
    [TestCase("\u001b[1;31mred\u001b[0m", "red")]
    [TestCase("\u001b]0;title\u0007x\u001b]8;;http://a\u001b\\y", "xy")]
    [TestCase("\u001bPq#0\u001b\\x\u001bc", "x")]
    [TestCase("\u001b[?25l\u001b[2Jx", "x")]
    [TestCase("a\bb\u0000c\u009b31m", "a\uFFFDb\uFFFDc\uFFFD31m")]
    [TestCase("passed\rFAILED", "passed\uFFFDFAILED")]
    [TestCase("\u202egnp.exe", "\uFFFDgnp.exe")]
    [TestCase("a\tb\r\nc\n", "a\tb\r\nc\n")]
    public void Nothing_is_left_that_a_terminal_obeys(string text, string plain) => Assert.That(PlainText.WithoutEscapes(text), Is.EqualTo(plain));

    [Test]
    public void A_line_is_one() => Assert.That((PlainText.Line("a\r\nb \n"), PlainText.Cut("a\nbcdef", 5)), Is.EqualTo(("a b", "a ...")));

    [TestCase("```")]
    [TestCase("``````")]
    [TestCase("text ```````````` text")]
    [TestCase("`\u001b[2J```")]
    public void No_line_ends_the_fence_that_it_stands_in(string line)
    {
        var text = new StringBuilder();
        text.Fence([line, "<script>"], "text");
        var lines = text.ToString().Trim().Split('\n');

        var fence = lines[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fence, Does.Match("^`{3,}$"));
            Assert.That(lines[0], Is.EqualTo(fence + "text"));
            Assert.That(lines[1], Does.Not.Contain(fence));
        }
    }
}
