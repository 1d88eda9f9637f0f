namespace GlanceGate.Jobs;

/// <summary>What counts as an error in the services' logs, and which errors are known to be harmless.</summary>
/// <param name="Errors">Regular expression of a line that is an error, in every service's log.</param>
/// <param name="Formats">Service to a further expression, for a log that is written in a form of its own.</param>
/// <param name="Allow">Errors that do not count, in file order.</param>
internal sealed record LogScanDefinition(string Errors, IReadOnlyDictionary<string, string> Formats, IReadOnlyList<AllowedError> Allow)
{
    /// <summary>Lines of the levels ERROR and CRITICAL, after a time and a process id if there are any, and Python's tracebacks.</summary>
    public const string DefaultErrors =
        @"^(?:\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\s+(?:\d+\s+)?)?(?:ERROR|CRITICAL)\b|Traceback \(most recent call last\):";
}

/// <summary>An error that is known and harmless.</summary>
/// <param name="Name">Short name; what reports and other job files call it.</param>
/// <param name="Service">The service whose log it stands in.</param>
/// <param name="Pattern">Regular expression that the text of the whole event must match.</param>
/// <param name="Reason">Why it is harmless, for people.</param>
/// <param name="During">When it may happen.</param>
/// <param name="Sometimes">Whether a run without it is as good, as with a race; its absence is not reported then.</param>
internal sealed record AllowedError(string Name, string Service, string Pattern, string Reason, LogPhase? During, bool Sometimes);

/// <summary>A part of a service's log.</summary>
internal enum LogPhase
{
    /// <summary>Until every service of the stack is ready.</summary>
    Start,

    /// <summary>While the suite runs.</summary>
    Suite,
}
