namespace GlanceGate.Logs;

/// <summary>The errors that the services' logs hold, from the start of each service to the end of the suite.</summary>
/// <param name="Findings">Errors that nobody allowed, in the order of services and of their first lines.</param>
/// <param name="Allowed">Errors that the job allows, with how often each came.</param>
/// <param name="Unused">Names of allowed errors that did not come, without those that come only sometimes.</param>
/// <param name="Gaps">Why a log does not answer the question, one sentence each. A gap is never green.</param>
internal sealed record LogScan(
    IReadOnlyList<LogFinding> Findings, IReadOnlyList<AllowedCount> Allowed, IReadOnlyList<string> Unused, IReadOnlyList<string> Gaps);

/// <summary>An error, and how often it came.</summary>
/// <param name="Service">The service whose log it stands in.</param>
/// <param name="Count">How often it came, whatever the ids, numbers and times in it.</param>
/// <param name="FirstLine">1-based line number of the first one.</param>
/// <param name="Headline">What it says, in one line.</param>
/// <param name="Excerpt">Its lines, those in the middle left out when there are many.</param>
internal sealed record LogFinding(string Service, int Count, long FirstLine, string Headline, IReadOnlyList<string> Excerpt);

/// <summary>How often an allowed error came.</summary>
/// <param name="Name">Its name in the job.</param>
/// <param name="Service">Its service.</param>
/// <param name="Count">How often.</param>
internal sealed record AllowedCount(string Name, string Service, int Count);

/// <summary>The lines of a log that count.</summary>
/// <param name="Ready">Lines that were there when every service was ready.</param>
/// <param name="End">Lines that were there when the suite had ended; what follows comes of the gate's stopping everything.</param>
internal readonly record struct LogWindow(long Ready, long End)
{
    /// <summary>A log that counts as a whole.</summary>
    public static LogWindow Everything { get; } = new(long.MaxValue, long.MaxValue);
}
