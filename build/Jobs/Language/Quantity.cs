using System.Globalization;

namespace GlanceGate.Jobs.Language;

/// <summary>Durations, days and sizes as job files write them.</summary>
internal static class Quantity
{
    /// <summary>Durations for the schema.</summary>
    public const string DurationPattern = "^[0-9]{1,9}(ms|s|m|h)?$";

    /// <summary>Sizes for the schema.</summary>
    public const string SizePattern = "^[0-9]{1,15}([bB]|[kKmMgG][bB]?)?$";

    /// <summary>Days for the schema.</summary>
    public const string DatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

    private const string DateForm = "yyyy-MM-dd";

    /// <summary>Smallest memory limit that container engines take.</summary>
    public const long LeastMemory = 6 * 1024 * 1024;

    /// <summary>Longest duration: a day.</summary>
    public static TimeSpan LongestDuration { get; } = TimeSpan.FromDays(1);

    /// <summary>Reads <c>250ms</c>, <c>60s</c>, <c>20m</c>, <c>1h</c> or plain seconds, above nothing and up to a day.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        var digits = text.AsSpan().TrimEnd("msh");
        var milliseconds = text.AsSpan(digits.Length) switch
        {
            "ms" => 1L,
            "s" or "" => 1000L,
            "m" => 60_000L,
            "h" => 3_600_000L,
            _ => 0L,
        };
        value = TimeSpan.Zero;
        if (milliseconds == 0
            || digits.Length > 9
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        value = TimeSpan.FromMilliseconds(Math.Min(number * milliseconds, 1_000_000_000_000L));
        return value > TimeSpan.Zero && value <= LongestDuration;
    }

    /// <summary>A duration in the largest unit that shows it exactly.</summary>
    public static string Format(TimeSpan value)
    {
        var milliseconds = (long)value.TotalMilliseconds;
        return milliseconds % 3_600_000 == 0 ? Format(milliseconds / 3_600_000, "h")
            : milliseconds % 60_000 == 0 ? Format(milliseconds / 60_000, "m")
            : milliseconds % 1000 == 0 ? Format(milliseconds / 1000, "s")
            : Format(milliseconds, "ms");
    }

    /// <summary>Reads <c>2027-01-31</c>.</summary>
    public static bool TryDate(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    /// <summary>A day as it is read.</summary>
    public static string Format(DateOnly value) => value.ToString(DateForm, CultureInfo.InvariantCulture);

    /// <summary>Reads bytes: <c>1g</c>, <c>512m</c>, <c>64kb</c>, <c>1048576</c>; units are powers of 1024, as in Compose.</summary>
    public static bool TrySize(string text, out long value)
    {
        var digits = text.AsSpan().TrimEnd("bBkKmMgG");
        var shift = text.AsSpan(digits.Length) switch
        {
            "" or "b" or "B" => 0,
            ['k' or 'K'] or ['k' or 'K', 'b' or 'B'] => 10,
            ['m' or 'M'] or ['m' or 'M', 'b' or 'B'] => 20,
            ['g' or 'G'] or ['g' or 'G', 'b' or 'B'] => 30,
            _ => -1,
        };
        value = 0;
        if (shift < 0 || digits.Length > 15 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue >> shift)
        {
            return false;
        }

        value = number << shift;
        return true;
    }

    /// <summary>A size in the largest unit that shows it exactly.</summary>
    public static string FormatSize(long value) =>
        value % (1 << 30) == 0 ? Format(value >> 30, "g")
        : value % (1 << 20) == 0 ? Format(value >> 20, "m")
        : value % (1 << 10) == 0 ? Format(value >> 10, "k")
        : Format(value, "");

    private static string Format(long number, string unit) => number.ToString(CultureInfo.InvariantCulture) + unit;
}
