using System.Text.Json.Serialization;
using GlanceGate.Jobs;

namespace GlanceGate.Logs;

/// <summary>The errors that the services' logs hold, from the start of each service to the end of the suite.</summary>
/// <param name="Findings">Errors that nobody allowed, in the order of services and of their first lines.</param>
/// <param name="Allowed">Errors that the job allows, with how often each came.</param>
/// <param name="Unused">Names of allowed errors that did not come, without those that come only sometimes.</param>
/// <param name="Gaps">Why a log does not answer the question, one sentence each. A gap is never green.</param>
internal sealed record LogScan(
    IReadOnlyList<LogFinding> Findings, IReadOnlyList<AllowedCount> Allowed, IReadOnlyList<string> Unused, IReadOnlyList<string> Gaps)
{
    /// <summary>Services whose logs count.</summary>
    public IReadOnlyList<string> Judged { get; init; } = [];

    /// <summary>Errors of what is not under test, which do not count, in the order of services and of their first lines.</summary>
    public IReadOnlyList<LogWarning> Warnings { get; init; } = [];

    /// <summary>Services whose logs hold more kinds of warnings than are listed.</summary>
    public IReadOnlyList<MoreKinds> More { get; init; } = [];

    /// <summary>Services whose logs hold more kinds of errors than are listed in <see cref="Findings"/>.</summary>
    public IReadOnlyList<MoreKinds> MoreFindings { get; init; } = [];
}

/// <summary>An error, and how often it came.</summary>
/// <param name="Service">The service whose log it stands in.</param>
/// <param name="Count">How often it came, whatever the ids, numbers and times in it.</param>
/// <param name="FirstLine">1-based line number of the first one.</param>
/// <param name="Headline">What it says, in one line.</param>
/// <param name="Excerpt">Its lines, those in the middle left out when there are many.</param>
internal sealed record LogFinding(string Service, int Count, long FirstLine, string Headline, IReadOnlyList<string> Excerpt);

/// <summary>An error of what is not under test, and how often one alike came.</summary>
/// <param name="Service">The service whose log it stands in.</param>
/// <param name="Program">The program beside the service's own code that wrote it, or null.</param>
/// <param name="Count">How often it came, whatever the ids, numbers and times in it.</param>
/// <param name="FirstLine">1-based line number of the first one.</param>
/// <param name="Phase">When the first one came.</param>
/// <param name="Headline">What the first one says, in one line.</param>
internal sealed record LogWarning(string Service, string? Program, int Count, long FirstLine, LogPhase Phase, string Headline)
{
    /// <summary>Who wrote it, for people.</summary>
    [JsonIgnore]
    public string From => Program ?? Service;
}

/// <summary>Errors or warnings of a service that are not listed.</summary>
/// <param name="Service">The service.</param>
/// <param name="Kinds">How many kinds there are besides the listed ones; counting ends at <see cref="ServiceLogScan.MostKinds"/>.</param>
/// <param name="Count">How many there are of all these kinds.</param>
internal sealed record MoreKinds(string Service, int Kinds, int Count);

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
