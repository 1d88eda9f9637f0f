using System.Text.RegularExpressions;

namespace GlanceGate.Logs;

/// <summary>What an event says, in one line and in a few.</summary>
internal static partial class LogWords
{
    private const int ExcerptLines = 30;
    private const int ExcerptHead = 10;
    private const int LongestLine = 1000;

    /// <summary>1-based number of the line to look at.</summary>
    public static long LineOf(LogRecord record) => IsHidden(record) ? record.TellingLine : record.FirstLine;

    /// <summary>What an event says in one line: without the time, and of a plain traceback the exception.</summary>
    public static string Headline(LogRecord record)
    {
        var lines = record.Lines;
        var first = IsHidden(record) ? record.Telling : lines[0];
        var telling = first.StartsWith("Traceback", StringComparison.Ordinal) ? lines.LastOrDefault(line => line.Length > 0) ?? first : first;
        return Cut(Head().Replace(telling, string.Empty));
    }

    /// <summary>The lines of an event, those in the middle left out when there are many.</summary>
    public static IReadOnlyList<string> Excerpt(LogRecord record)
    {
        var lines = record.Lines;
        if (record.LineCount <= ExcerptLines)
        {
            return [.. lines.Select(Cut)];
        }

        string[] middle = IsHidden(record) && record.TellingLine < record.FirstLine + record.LineCount - (ExcerptLines - ExcerptHead - 1)
            ? ["...", Cut(record.Telling), $"... {record.LineCount - ExcerptLines + 2} more lines ..."]
            : [$"... {record.LineCount - ExcerptLines + 1} lines ..."];
        return [.. lines.Take(ExcerptHead).Select(Cut), .. middle, .. lines.TakeLast(ExcerptLines - ExcerptHead - middle.Length).Select(Cut)];
    }

    /// <summary>Whether what an event reports stands so far below its first line that this does not tell of it.</summary>
    private static bool IsHidden(LogRecord record) => record.TellingLine - record.FirstLine >= ExcerptHead;

    private static string Cut(string line) => line.Length <= LongestLine ? line : line[..(LongestLine - 3)] + "...";

    /// <summary>Time, process and request at the head of a line.</summary>
    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\S+ (?:\d+:? )?|\[(?:None )?(?:req-[^\]]*|-)\] ")]
    private static partial Regex Head();
}
