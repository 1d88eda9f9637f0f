using GlanceGate.Engine.Docker;

namespace GlanceGate.Unit.Engine.Docker;

[TestFixture]
public sealed class LogTimestampTests
{
    private const int Docker = 16 * 1024;
    private const int Podman = 8 * 1024;
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

    [TestCase(16 * 1024, Docker)]
    [TestCase((16 * 1024) + 1, Docker)]
    [TestCase(50_000, Docker)]
    [TestCase(8 * 1024, Podman)]
    [TestCase((8 * 1024) + 1, Podman)]
    [TestCase(50_000, Podman)]
    public void Split_takes_the_stamps_out_of_a_line_that_was_cut(int length, int message)
    {
        const string stamp = "2026-11-22T10:55:22.886787102Z ";
        var text = new string('x', length);
        var line = string.Concat(text.Chunk(message).Select(part => stamp + new string(part)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(LogTimestamp.Split(line, Fallback).Text, Is.EqualTo(text));
            Assert.That(LogTimestamp.Split(line + (length > message ? "2026-11-22T10:55:22Z " : ""), Fallback).Text, Is.EqualTo(text), "with a line end of its own");
        }
    }
}
