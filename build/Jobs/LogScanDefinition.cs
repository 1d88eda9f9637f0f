namespace GlanceGate.Jobs;

/// <summary>What the services' logs may say: whose errors fail a run, whose are warnings, and which errors are known.</summary>
/// <param name="Services">Services whose logs count besides those of <see cref="JudgedLogs"/>, in file order.</param>
/// <param name="Programs">Programs that are not under test and write to a service's log, in file order; what they write is never red.</param>
/// <param name="Allow">Errors that do not count, in file order.</param>
internal sealed record LogScanDefinition(IReadOnlyList<string> Services, IReadOnlyList<LogProgram> Programs, IReadOnlyList<AllowedError> Allow)
{
    /// <summary>The program that a service's whole log is of, or null when it is the service's own.</summary>
    public LogProgram? OwnerOf(string service) => Programs.FirstOrDefault(program => program.Service == service && program.Lines is null);
}

/// <summary>A program that is not under test and writes to a service's log.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Service">The service whose log it writes to.</param>
/// <param name="Lines">Regular expression of the first lines of what it writes; null says that the whole log is its.</param>
/// <param name="Errors">Regular expression of those of its lines that report an error.</param>
internal sealed record LogProgram(string Name, string Service, string? Lines, string Errors);

/// <summary>An error that is known and harmless.</summary>
/// <param name="Name">Short name; what reports and other job files call it.</param>
/// <param name="Service">The service whose log it stands in.</param>
/// <param name="Pattern">Regular expression that the text of the whole event must match.</param>
/// <param name="Reason">Why it is harmless, for people.</param>
/// <param name="During">When it may happen.</param>
/// <param name="Sometimes">Whether a run without it is as good, as with a race; its absence is not reported then.</param>
internal sealed record AllowedError(string Name, string Service, string Pattern, string Reason, LogPhase? During, bool Sometimes)
{
    /// <summary>The last day on which it is allowed without a remark, or null for as long as the entry stands.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The group of the job files that it stands in, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Where the merged job has it, below the mapping of all of them.</summary>
    public IReadOnlyList<string> Path => Group is null ? [Name] : [Group, Name];
}
