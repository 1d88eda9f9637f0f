using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GlanceGate.Engine.Docker;

/// <summary>Takes the engine's time stamps out of log lines.</summary>
internal static partial class LogTimestamp
{
    // The engine cuts a long line into messages of this many bytes and stamps each.
    private const int MessageBytes = 16 * 1024;
    private const int FractionDigits = 7;

    // Between the first and the last write of a line.
    private static readonly TimeSpan LongestWriting = TimeSpan.FromMinutes(10);

    /// <summary>Splits a stamped line into its time and its text.</summary>
    /// <param name="line">A line as the engine sends it with time stamps on.</param>
    /// <param name="fallback">Time of a line without a stamp.</param>
    public static (DateTimeOffset Time, string Text) Split(string line, DateTimeOffset fallback)
    {
        if (!TryCut(line, out var time, out var text))
        {
            return (fallback, line);
        }

        if (!line.AsSpan(0, line.Length - text.Length).Contains('.'))
        {
            // Podman stamps, in whole seconds, what each write of a process brought, wherever in a line that began. A time that is none of these
            // writes' is the process's own, for example in a request that it logs.
            var began = time;
            return (time, StampInside().Replace(text, stamp => IsOfTheSameLine(stamp.Value, began) ? "" : stamp.Value));
        }

        if (Encoding.UTF8.GetByteCount(text) <= MessageBytes)
        {
            return (time, text);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = new StringBuilder();
        while (bytes.Length > MessageBytes && TryCut(Encoding.UTF8.GetString(bytes, MessageBytes, bytes.Length - MessageBytes), out _, out var rest))
        {
            whole.Append(Encoding.UTF8.GetString(bytes, 0, MessageBytes));
            bytes = Encoding.UTF8.GetBytes(rest);
        }

        return (time, whole.Append(Encoding.UTF8.GetString(bytes)).ToString());
    }

    /// <summary>When a line was written, as well as can be told: Podman's stamps are whole seconds, and a line that is written after a suite must not count as one before its end.</summary>
    /// <param name="stamp">The engine's stamp.</param>
    /// <param name="arrived">When the line was read.</param>
    public static DateTimeOffset Within(DateTimeOffset stamp, DateTimeOffset arrived)
    {
        var latest = stamp.AddSeconds(1).AddTicks(-1);
        return stamp.Ticks % TimeSpan.TicksPerSecond != 0 || arrived < stamp ? stamp : arrived < latest ? arrived : latest;
    }

    private static bool IsOfTheSameLine(string stamp, DateTimeOffset began) =>
        DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= began && time - began <= LongestWriting;

    [GeneratedRegex(@"(?<!^)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d) ")]
    private static partial Regex StampInside();

    private static bool TryCut(string line, out DateTimeOffset time, out string text)
    {
        time = default;
        text = line;
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        if (end < "2006-01-02T15:04:05Z".Length
            || !DateTimeOffset.TryParse(
                WithoutNanoseconds(line[..end]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
        {
            return false;
        }

        text = line[(end + 1)..];
        return true;
    }

    private static string WithoutNanoseconds(string stamp)
    {
        var dot = stamp.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return stamp;
        }

        var end = dot + 1;
        while (end < stamp.Length && char.IsAsciiDigit(stamp[end]))
        {
            end++;
        }

        return end - dot - 1 <= FractionDigits ? stamp : stamp.Remove(dot + 1 + FractionDigits, end - dot - 1 - FractionDigits);
    }
}
