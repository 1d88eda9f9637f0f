using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Repeats;

/// <summary><c>repeat.json</c>: everything that a program may want to know about runs that were repeated.</summary>
internal sealed record RepeatDocument(
    string Command,
    string Outcome,
    int ExitCode,
    DateTimeOffset Started,
    int Planned,
    int Done,
    int BusyLoops,
    IReadOnlyList<RepeatVariantEntry> Variants,
    IReadOnlyList<RepeatRunEntry> Runs)
{
    /// <summary>Makes the document of a report.</summary>
    public static RepeatDocument Of(RepeatReport report) => new(
        report.Command,
        report.Outcome.Word(),
        (int)report.Outcome,
        report.Started,
        report.Planned,
        report.Runs.Count,
        report.BusyLoops,
        [.. RepeatStatistics.Of(report.Runs).Select(RepeatVariantEntry.Of)],
        [.. report.Runs.Select(RepeatRunEntry.Of)]);

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RepeatJson.Readable.RepeatDocument) + "\n";
}

/// <summary>One variant in <c>repeat.json</c>.</summary>
internal sealed record RepeatVariantEntry(
    string Variant,
    int Runs,
    IReadOnlyDictionary<string, int> Outcomes,
    int SecondAttempts,
    int LeastExecuted,
    int MostExecuted,
    IReadOnlyList<Occurrence> Tests,
    IReadOnlyList<Occurrence> Causes,
    IReadOnlyList<LogEventOccurrence> LogEvents,
    IReadOnlyList<RepeatPhaseEntry> Phases)
{
    /// <summary>Makes the entry of a variant.</summary>
    public static RepeatVariantEntry Of(RepeatStatistics variant) => new(
        variant.Variant,
        variant.Runs,
        variant.Outcomes.ToDictionary(count => count.Outcome.Word(), count => count.Runs),
        variant.SecondAttempts,
        variant.LeastExecuted,
        variant.MostExecuted,
        variant.Tests,
        variant.Causes,
        variant.LogEvents,
        [.. variant.Phases.Select(RepeatPhaseEntry.Of)]);
}

/// <summary>Times of a phase in <c>repeat.json</c>, in seconds.</summary>
internal sealed record RepeatPhaseEntry(string Name, int Runs, double Least, double Median, double Most)
{
    /// <summary>Makes the entry of a phase.</summary>
    public static RepeatPhaseEntry Of(PhaseStatistics phase) =>
        new(phase.Name, phase.Runs, phase.Least.TotalSeconds, phase.Median.TotalSeconds, phase.Most.TotalSeconds);
}

/// <summary>One run in <c>repeat.json</c>.</summary>
internal sealed record RepeatRunEntry(
    int Round,
    string Variant,
    string Outcome,
    string? Session,
    int Attempt,
    DateTimeOffset Started,
    double Seconds,
    int Executed,
    IReadOnlyList<Cause> Causes,
    IReadOnlyList<FailedTest> Failures,
    IReadOnlyList<LogEvent>? LogEvents,
    IReadOnlyDictionary<string, double> Phases)
{
    /// <summary>Makes the entry of a run.</summary>
    public static RepeatRunEntry Of(RepeatedRun run) => new(
        run.Round,
        run.Variant,
        run.Outcome.Word(),
        run.Session,
        run.Attempt,
        run.Started,
        run.Duration.TotalSeconds,
        run.Executed,
        run.Causes,
        run.Failures,
        run.LogEvents,
        run.Phases.GroupBy(phase => phase.Name).ToDictionary(alike => alike.Key, alike => alike.Sum(phase => phase.Duration.TotalSeconds)));
}

/// <summary>Generated serializer of <c>repeat.json</c>.</summary>
[JsonSerializable(typeof(RepeatDocument))]
internal sealed partial class RepeatJson : JsonSerializerContext
{
    /// <summary>Without escapes for quotes and angle brackets, as the file is read by people too and is never put into HTML.</summary>
    public static RepeatJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
