using GlanceGate.Jobs;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Unit.Jobs.Language;

[TestFixture]
internal sealed class WordsAndQuantityTests
{
    [TestCase("250ms", 250)]
    [TestCase("60s", 60_000)]
    [TestCase("60", 60_000)]
    [TestCase("20m", 1_200_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("24h", 86_400_000)]
    public void A_duration_is_read(string text, int milliseconds)
    {
        Assert.That(Quantity.TryDuration(text, out var value), Is.True);
        Assert.That(value, Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [TestCase("")]
    [TestCase("s")]
    [TestCase("0")]
    [TestCase("0ms")]
    [TestCase("-1")]
    [TestCase("1.5s")]
    [TestCase("1 s")]
    [TestCase("1d")]
    [TestCase("1mm")]
    [TestCase("1hs")]
    [TestCase("25h")]
    [TestCase("99999999999")]
    public void What_is_no_duration_is_refused(string text)
    {
        Assert.That(Quantity.TryDuration(text, out _), Is.False);
    }

    [TestCase(250, "250ms")]
    [TestCase(90_000, "90s")]
    [TestCase(60_000, "1m")]
    [TestCase(7_200_000, "2h")]
    public void A_duration_is_written_exactly(int milliseconds, string expected)
    {
        Assert.That(Quantity.Format(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(expected));
    }

    [TestCase("1g", 1L << 30)]
    [TestCase("512m", 512L << 20)]
    [TestCase("512MB", 512L << 20)]
    [TestCase("64kb", 64L << 10)]
    [TestCase("100b", 100)]
    [TestCase("100", 100)]
    public void A_size_is_read(string text, long expected)
    {
        Assert.That(Quantity.TrySize(text, out var value), Is.True);
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("g")]
    [TestCase("1t")]
    [TestCase("1.5g")]
    [TestCase("1gg")]
    [TestCase("1bk")]
    [TestCase("-1g")]
    [TestCase("999999999999999g")]
    public void What_is_no_size_is_refused(string text)
    {
        Assert.That(Quantity.TrySize(text, out _), Is.False);
    }

    [TestCase("servics", "services")]
    [TestCase("serivces", "services")]
    [TestCase("depends-on", "depends_on")]
    [TestCase("x", null)]
    [TestCase("colour", null)]
    public void The_nearest_word_is_suggested(string word, string? expected)
    {
        Assert.That(Suggestion.Nearest(word, ["services", "suite", "depends_on", "name"]), Is.EqualTo(expected));
    }

    [Test]
    public void Of_equally_near_words_the_first_is_suggested_whatever_their_order()
    {
        Assert.That(Suggestion.Nearest("aab", ["aad", "aac"]), Is.EqualTo("aac"));
    }

    [TestCase("${session}-${secret:a}", "S-A")]
    [TestCase("$${session}", "${session}")]
    [TestCase("$$${session}", "$${session}")]
    [TestCase("${open", "${open")]
    [TestCase("${other} $x ${session}", "${other} $x S")]
    public void Placeholders_are_finished(string text, string expected)
    {
        Assert.That(
            Placeholders.Finish(text, name => name == "session" ? "S" : Placeholders.Secret(name)?.ToUpperInvariant()),
            Is.EqualTo(expected));
    }
}
