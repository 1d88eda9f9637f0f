using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlanceGate.Mutations;

/// <summary><c>mutations.json</c>: everything that a program may want to know about a run of mutations.</summary>
internal sealed record MutationDocument(
    string Variant,
    string Outcome,
    string? Problem,
    int Selected,
    int Caught,
    int Missed,
    int Invalid,
    IReadOnlyList<MutationEntry> Mutations,
    IReadOnlyList<string>? NeverRed)
{
    /// <summary>Names of mutations that this variant cannot show, because they are of others.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Makes the document of a report.</summary>
    public static MutationDocument Of(MutationReport report) => new(
        report.Variant,
        Verdicts.OutcomeWords.Word(report.Outcome),
        report.Problem,
        report.Selected,
        report.Count(MutationVerdict.Caught),
        report.Count(MutationVerdict.Missed),
        report.Count(MutationVerdict.Invalid),
        [.. report.Results.Select(MutationEntry.Of)],
        report.NeverRed)
    {
        LeftOut = [.. report.LeftOut.Select(mutation => mutation.Name)],
    };

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, MutationJson.Readable.MutationDocument) + "\n";
}

/// <summary>One mutation in <c>mutations.json</c>.</summary>
internal sealed record MutationEntry(
    string Name,
    string File,
    string Target,
    string Description,
    string Source,
    IReadOnlyList<string> CaughtBy,
    string Result,
    string Reason,
    IReadOnlyList<string> Details,
    IReadOnlyList<CatchingTest> Catching,
    IReadOnlyList<string> Red,
    double Seconds)
{
    /// <summary>Makes the entry of a result.</summary>
    public static MutationEntry Of(MutationResult result) => new(
        result.Mutation.Name,
        result.Mutation.File,
        result.Mutation.Content.Target,
        result.Mutation.Description,
        result.Mutation.Source,
        result.Mutation.CaughtBy,
        result.Verdict.ToString().ToLowerInvariant(),
        result.Reason,
        result.Details,
        result.Catching,
        result.Red,
        result.Duration.TotalSeconds);
}

/// <summary>Generated serializer of <c>mutations.json</c>.</summary>
[JsonSerializable(typeof(MutationDocument))]
internal sealed partial class MutationJson : JsonSerializerContext
{
    /// <summary>Without escapes for quotes and angle brackets, as the file is read by people too and is never put into HTML.</summary>
    public static MutationJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
