using System.Globalization;
using System.Text;

namespace GlanceGate.Engine.Docker;

/// <summary>Takes the engine's time stamps out of log lines.</summary>
internal static class LogTimestamp
{
    // The engine cuts a long line into messages of this many bytes and stamps each.
    private const int MessageBytes = 16 * 1024;
    private const int FractionDigits = 7;

    /// <summary>Splits a stamped line into its time and its text.</summary>
    /// <param name="line">A line as the engine sends it with time stamps on.</param>
    /// <param name="fallback">Time of a line without a stamp.</param>
    public static (DateTimeOffset Time, string Text) Split(string line, DateTimeOffset fallback)
    {
        if (!TryCut(line, out var time, out var text))
        {
            return (fallback, line);
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
