using System.Text.RegularExpressions;
using GlanceGate.Jobs;

namespace GlanceGate.Logs;

/// <summary>What a line of a log reports.</summary>
internal enum LogSeverity
{
    /// <summary>Nothing that matters.</summary>
    None,

    /// <summary>An error of what is not under test.</summary>
    Warning,

    /// <summary>An error of the service's own code.</summary>
    Error,
}

/// <summary>Who wrote an event: the service's own code, or a program beside it.</summary>
internal sealed partial class LogAuthor
{
    // a pattern of a job file must not stop the gate, whatever a service writes
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex? _lines;
    private readonly Regex? _errors;

    private LogAuthor(LogProgram? program)
    {
        Program = program?.Name;
        _lines = program?.Lines is { } lines ? Compile(lines) : null;
        _errors = program is null ? null : Compile(program.Errors);
    }

    /// <summary>The service's own code, and lines of which nobody says whose they are.</summary>
    public static LogAuthor Service { get; } = new(program: null);

    /// <summary>The program's name, or null for the service's own code.</summary>
    public string? Program { get; }

    /// <summary>The authors that a service's log may have.</summary>
    /// <returns>Finds the author of an event by its first line.</returns>
    public static Func<string, LogAuthor> Finder(LogScanDefinition definition, string service)
    {
        var owner = definition.OwnerOf(service) is { } whole ? new LogAuthor(whole) : null;
        List<LogAuthor> others = [.. definition.Programs.Where(program => program.Service == service && program.Lines is not null).Select(program => new LogAuthor(program))];

        // A pattern that is too broad must not take what only the service's own code writes, unless the whole log is the program's.
        return line => owner is null && OwnForm().IsMatch(line) ? Service : others.Find(author => author._lines!.IsMatch(line)) ?? owner ?? Service;
    }

    /// <summary>A regular expression of a job file.</summary>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, MatchTimeout);

    /// <summary>What a line of an event of this author reports.</summary>
    public LogSeverity Read(string line) =>
        _errors is not null ? (_errors.IsMatch(line) ? LogSeverity.Warning : LogSeverity.None)
        : OwnError().IsMatch(line) ? LogSeverity.Error
        : LevelWord().IsMatch(line) ? LogSeverity.Warning
        : LogSeverity.None;

    /// <summary>A record of oslo.log, or a Python traceback.</summary>
    [GeneratedRegex(@"^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ [A-Z]+ [\w.]|Traceback \(most recent call last\):)")]
    private static partial Regex OwnForm();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ (?:ERROR|CRITICAL) |Traceback \(most recent call last\):")]
    private static partial Regex OwnError();

    /// <summary>Levels in other forms than oslo.log's, of whoever it is that writes them.</summary>
    [GeneratedRegex(@"^(?:\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\s+(?:\d+\s+)?)?(?:ERROR|CRITICAL|FATAL)\b")]
    private static partial Regex LevelWord();
}
