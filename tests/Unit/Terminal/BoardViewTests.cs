using GlanceGate.Terminal;

namespace GlanceGate.Unit.Terminal;

public sealed class BoardViewTests
{
    [TestCase("", new[] { "    " })]
    [TestCase("ab", new[] { "ab  " })]
    [TestCase("abcd", new[] { "abcd" })]
    [TestCase("abcdef", new[] { "abcd", "ef  " })]
    [TestCase("a bcdefghi", new[] { "a bc", "defg", "hi  " })]
    [TestCase("abc\U0001f600", new[] { "abc ", "\U0001f600  " })]
    public void A_line_covers_all_of_the_rows_that_it_is_written_over(string line, string[] rows) =>
        Assert.That(BoardView.Covering(line, 5), Is.EqualTo(rows));
}
