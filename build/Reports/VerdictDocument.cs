using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlanceGate.Engine;
using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Reports;

/// <summary><c>verdict.json</c>: everything that a program may want to know about a run. Members are added, never renamed or removed
/// without a new <see cref="CurrentSchema"/>.</summary>
internal sealed record VerdictDocument(
    int SchemaVersion,
    string Outcome,
    int ExitCode,
    DateTimeOffset Started,
    double Seconds,
    string Command,
    EngineInfo? Engine,
    IReadOnlyList<Cause> Causes,
    IReadOnlyList<VariantDocument> Variants)
{
    /// <summary>Version of the document's form.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Makes the document of a verdict.</summary>
    public static VerdictDocument Of(GateVerdict verdict, ReportContext context) => new(
        CurrentSchema,
        verdict.Outcome.Word(),
        (int)verdict.Outcome,
        verdict.Started,
        verdict.Duration.TotalSeconds,
        verdict.Command,
        context.Engine,
        verdict.Causes,
        [.. verdict.Variants.Select(VariantDocument.Of)]);

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, VerdictJson.Readable.VerdictDocument) + "\n";
}

/// <summary>One variant in <c>verdict.json</c>.</summary>
internal sealed record VariantDocument(
    string Job,
    string Name,
    IReadOnlyDictionary<string, string> Values,
    bool Voting,
    ExpectDocument? Expect,
    string Session,
    int Attempt,
    DateTimeOffset Started,
    string Outcome,
    string Actual,
    IReadOnlyList<Cause> Causes,
    IReadOnlyList<PhaseDocument> Phases,
    CountsDocument Counts,
    string? SuiteError,
    IReadOnlyList<TestDocument> Tests,
    ImageApiAudit? Audit)
{
    /// <summary>What stands in for the host that a matrix value is about; absent where it is what its name promises.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Host { get; init; }

    /// <summary>The changes under test.</summary>
    public IReadOnlyList<AppliedChange> Changes { get; init; } = [];

    /// <summary>Errors in the services' logs; null when the job asks for none.</summary>
    public LogScan? Logs { get; init; }

    /// <summary>The reasons that the job gives for tests that may be skipped, and which were; absent when it gives none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SkipDocument>? Skips { get; init; }

    /// <summary>How many tests had to be executed at least; absent when nobody says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PinnedTests? MinimumTests { get; init; }

    /// <summary>What came past the date until which it was allowed; absent when nothing did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExpiredAllowance>? Expired { get; init; }

    /// <summary>Makes the document of a variant.</summary>
    public static VariantDocument Of(VariantVerdict verdict) => new(
        verdict.Run.Variant.Job,
        verdict.Run.Variant.Name,
        verdict.Run.Variant.Values.ToDictionary(),
        verdict.Run.Variant.Voting,
        ExpectDocument.Of(verdict.Run.Variant.Expect),
        verdict.Run.Session,
        verdict.Run.Attempt,
        verdict.Run.Started,
        verdict.Outcome.Word(),
        verdict.Actual.Word(),
        verdict.Reasons,
        [.. verdict.Run.Phases.Select(phase => new PhaseDocument(phase.Name, phase.Duration.TotalSeconds))],
        CountsDocument.Of(verdict.Run.Suite),
        verdict.Run.Suite?.Error,
        [.. (verdict.Run.Suite?.Tests ?? []).Select(TestDocument.Of)],
        verdict.Run.Audit)
    {
        Host = verdict.Run.Variant.Host,
        Changes = verdict.Run.Changes,
        Logs = verdict.Run.Logs,
        MinimumTests = verdict.Run.Variant.Suite.Pinned,
        Expired = verdict.Remarks.Expired is { Count: > 0 } expired ? expired : null,
        Skips = verdict.Remarks.Skips is { Count: > 0 } skips ? [.. skips.Select(SkipDocument.Of)] : null,
    };
}

/// <summary>A reason for skipping tests, and the tests that were skipped for it, in <c>verdict.json</c>.</summary>
internal sealed record SkipDocument(string Name, string Reason, IReadOnlyList<string> Tests)
{
    /// <summary>Makes the document of a reason.</summary>
    public static SkipDocument Of(SkippedTests reason) => new(reason.Skip.Name, reason.Skip.Reason, reason.Tests);
}

/// <summary>What a control must end as, in <c>verdict.json</c>.</summary>
/// <param name="Outcome">Outcome.</param>
/// <param name="Because">Kind of the first cause.</param>
/// <param name="Causes">All causes.</param>
internal sealed record ExpectDocument(string Outcome, string? Because, IReadOnlyList<ExpectedCause> Causes)
{
    /// <summary>Makes the document of an expectation.</summary>
    public static ExpectDocument? Of(ExpectDefinition? expect) =>
        expect is null ? null : new(expect.Outcome, expect.Because.Select(cause => cause.Kind).FirstOrDefault(), expect.Because);
}

/// <summary>A phase in <c>verdict.json</c>.</summary>
internal sealed record PhaseDocument(string Name, double Seconds);

/// <summary>Counts of tests in <c>verdict.json</c>.</summary>
internal sealed record CountsDocument(int Total, int Executed, int Passed, int Failed, int Skipped)
{
    /// <summary>Counts the tests of a suite.</summary>
    public static CountsDocument Of(SuiteResult? suite)
    {
        int Count(TestOutcome outcome) => suite?.Tests.Count(test => test.Outcome == outcome) ?? 0;
        return new CountsDocument(
            suite?.Tests.Count ?? 0, suite?.Executed ?? 0, Count(TestOutcome.Passed), Count(TestOutcome.Failed), Count(TestOutcome.Skipped));
    }
}

/// <summary>A test in <c>verdict.json</c>; stack and output are in <c>junit.xml</c>.</summary>
internal sealed record TestDocument(
    string Name, string Outcome, double Seconds, string Message, IReadOnlyDictionary<string, IReadOnlyList<string>> Properties)
{
    /// <summary>Makes the document of a test.</summary>
    public static TestDocument Of(TestResult test) =>
        new(test.Name, VerdictWords.Word(test.Outcome), test.Duration.TotalSeconds, test.Message, test.Properties);
}

/// <summary>Generated serializer of <c>verdict.json</c>.</summary>
[JsonSerializable(typeof(VerdictDocument))]
internal sealed partial class VerdictJson : JsonSerializerContext
{
    /// <summary>Without escapes for quotes and angle brackets, as the file is read by people too and is never put into HTML.</summary>
    public static VerdictJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
