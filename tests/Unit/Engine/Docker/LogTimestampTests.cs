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

    [TestCase("10:00:00.5", "10:00:00.7", ExpectedResult = "10:00:00.5000000", TestName = "A stamp with a fraction counts")]
    [TestCase("10:00:00", "10:00:00.7", ExpectedResult = "10:00:00.7000000", TestName = "Of a whole second the arrival in it counts")]
    [TestCase("10:00:00", "10:00:05", ExpectedResult = "10:00:00.9999999", TestName = "Of a whole second its end counts for a line that comes late")]
    [TestCase("10:00:00", "09:59:59", ExpectedResult = "10:00:00.0000000", TestName = "An engine whose clock is ahead is believed")]
    public string A_line_was_written_within_its_second(string stamp, string arrived) =>
        LogTimestamp.Within(At(stamp), At(arrived)).ToString("HH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-11-22T{time}Z", System.Globalization.CultureInfo.InvariantCulture);

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

    [TestCase("2026-11-22T10:55:22Z one2026-11-22T10:55:23Z two", "onetwo")]
    [TestCase("2026-11-22T10:55:22Z whole2026-11-22T10:55:22Z ", "whole")]
    [TestCase("2026-11-22T11:55:22+01:00 one2026-11-22T11:55:22+01:00 two", "onetwo")]
    [TestCase("2026-11-22T10:55:22Z 2026-11-22T10:55:22Z of the service itself", "2026-11-22T10:55:22Z of the service itself")]
    [TestCase("2026-11-22T10:55:22Z GET /x?at=about:2026-01-01T00:00:00Z HTTP/1.1", "GET /x?at=about:2026-01-01T00:00:00Z HTTP/1.1")]
    [TestCase("2026-11-22T10:55:22Z until 2036-01-01T00:00:00Z or2026-11-22T10:58:23Z later", "until 2036-01-01T00:00:00Z orlater")]
    [TestCase("2026-11-22T10:55:22.5Z said at 2026-11-22T10:55:22Z by Docker", "said at 2026-11-22T10:55:22Z by Docker")]
    public void Split_takes_the_stamps_of_single_writes_out_of_a_line_of_Podman(string line, string text) =>
        Assert.That(LogTimestamp.Split(line, Fallback).Text, Is.EqualTo(text));
}
