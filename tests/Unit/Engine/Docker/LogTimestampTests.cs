using GlanceGate.Engine.Docker;

namespace GlanceGate.Unit.Engine.Docker;

[TestFixture]
public sealed class LogTimestampTests
{
    private static readonly DateTimeOffset Fallback = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase("2026-11-22T10:55:22.886787102Z hello  world", "hello  world")]
    [TestCase("2026-11-22T10:55:22.886787100Z ", "")]
    [TestCase("2026-11-22T11:55:22.886787102+01:00 podman", "podman")]
    public void Split_takes_the_stamp_off(string line, string text)
    {
        var expected = new DateTimeOffset(2026, 11, 22, 10, 55, 22, TimeSpan.Zero).AddTicks(8867871);

        Assert.That(LogTimestamp.Split(line, Fallback), Is.EqualTo((expected, text)));
    }

    [TestCase("no stamp")]
    [TestCase("")]
    [TestCase("2026-11-22T10:55:22.886787102Z")]
    [TestCase("notaday-11-22T10:55:22.886787102Z x")]
    public void Split_keeps_a_line_without_a_stamp(string line) =>
        Assert.That(LogTimestamp.Split(line, Fallback), Is.EqualTo((Fallback, line)));

    [TestCase(16 * 1024)]
    [TestCase((16 * 1024) + 1)]
    [TestCase(50_000)]
    public void Split_takes_the_stamps_out_of_a_line_that_was_cut(int length)
    {
        const string stamp = "2026-11-22T10:55:22.886787102Z ";
        var text = new string('x', length);
        var line = string.Concat(text.Chunk(16 * 1024).Select(part => stamp + new string(part)));

        Assert.That(LogTimestamp.Split(line, Fallback).Text, Is.EqualTo(text));
    }
}
