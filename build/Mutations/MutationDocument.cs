using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlanceGate.Verdicts;

namespace GlanceGate.Mutations;

/// <summary><c>mutations.json</c>: everything that a program may want to know about a run of mutations, and what another run can take over.</summary>
internal sealed record MutationDocument(
    string Outcome,
    IReadOnlyList<string> Problems,
    string Machine,
    double Seconds,
    int Selected,
    MutationCounts Counts,
    IReadOnlyList<MutationVariantEntry> Variants,
    IReadOnlyList<MutationEntry> Mutations)
{
    /// <summary>Names of mutations that no selected variant can show, because they are of others.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What an earlier run found out and this one has not asked for, or not yet.</summary>
    public IReadOnlyList<MutationEntry> Earlier { get; init; } = [];

    /// <summary>Makes the document of a run.</summary>
    public static MutationDocument Of(MutationScore score) => new(
        score.Outcome.Word(),
        score.Problems,
        score.Machine,
        score.Duration.TotalSeconds,
        score.Selected,
        MutationCounts.Of(score.Results),
        [.. score.Reports.Select(report => new MutationVariantEntry(report.Variant, report.Problem, MutationCounts.Of(report.All), report.NeverRed))],
        [.. score.Results.Select(MutationEntry.Of)])
    {
        LeftOut = [.. score.LeftOut.Select(mutation => mutation.Name)],
        Earlier = score.Earlier,
    };

    /// <summary>Every result that a file holds, those that it took over itself last.</summary>
    /// <param name="text">The file's text.</param>
    /// <exception cref="JsonException">It is no such file.</exception>
    public static IReadOnlyList<MutationEntry> EntriesOf(string text)
    {
        var document = JsonSerializer.Deserialize(text, MutationJson.Readable.MutationDocument) ?? throw new JsonException("it is empty");
        return document.Mutations is null
            ? throw new JsonException("it has no list of mutations")
            : [.. document.Mutations.Concat(document.Earlier ?? []).Where(entry => entry is { Name.Length: > 0 })];
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, MutationJson.Readable.MutationDocument) + "\n";
}

/// <summary>How many mutations have each verdict, and what percentage of the defects was noticed.</summary>
internal sealed record MutationCounts(
    int Caught, int CaughtByAnother, int Missed, int Invalid, int KeptGreen, int FalseAlarm, double? Score, double? ScoreOfAnyTest)
{
    /// <summary>Counts results.</summary>
    public static MutationCounts Of(IEnumerable<MutationResult> results)
    {
        var all = results.ToList();
        var percent = MutationScore.Percent(all);
        return new MutationCounts(
            MutationScore.Count(all, MutationVerdict.Caught),
            MutationScore.Count(all, MutationVerdict.Other),
            MutationScore.Count(all, MutationVerdict.Missed),
            MutationScore.Count(all, MutationVerdict.Invalid),
            MutationScore.Count(all, MutationVerdict.Green),
            MutationScore.Count(all, MutationVerdict.Alarm),
            percent?.Named,
            percent?.Any);
    }
}

/// <summary>A variant in <c>mutations.json</c>.</summary>
internal sealed record MutationVariantEntry(string Variant, string? Problem, MutationCounts Counts, IReadOnlyList<string>? NeverRed);

/// <summary>One mutation in <c>mutations.json</c>.</summary>
internal sealed record MutationEntry(
    string Name,
    string File,
    string Target,
    string Description,
    string Source,
    IReadOnlyList<string> CaughtBy,
    string Variant,
    string Result,
    string Reason,
    IReadOnlyList<string> Details,
    IReadOnlyList<CatchingTest> Catching,
    IReadOnlyList<CatchingTest> Others,
    IReadOnlyList<string> Red,
    double Seconds,
    bool Confirmed,
    bool Reused,
    string Digest)
{
    /// <summary>Makes the entry of a result.</summary>
    public static MutationEntry Of(MutationResult result) => new(
        result.Mutation.Name,
        result.Mutation.File,
        result.Mutation.Content.Target,
        result.Mutation.Description,
        result.Mutation.Source,
        result.Mutation.CaughtBy,
        result.Variant,
        result.Verdict.Word(),
        result.Reason,
        result.Details,
        result.Catching,
        result.Others,
        result.Red,
        result.Duration.TotalSeconds,
        result.IsConfirmed,
        result.IsReused,
        result.Digest);

    /// <summary>The result again, when the entry says something that holds for a digest; else null. One that says that nothing is known is none.</summary>
    /// <param name="mutation">The mutation of its name.</param>
    /// <param name="digest">Digest of everything that a result depends on now.</param>
    public MutationResult? Restore(Mutation mutation, string digest) =>
        digest.Length == 0 || Digest != digest || MutationWords.Verdict(Result) is not { } verdict || verdict == MutationVerdict.Invalid || !double.IsFinite(Seconds) || Seconds is < 0 or > 1e6
            ? null
            : new MutationResult(mutation, verdict, Reason ?? string.Empty, Details ?? [], Catching ?? [], Red ?? [], TimeSpan.FromSeconds(Seconds))
            {
                Others = Others ?? [],
                Variant = Variant ?? string.Empty,
                Digest = digest,
                IsConfirmed = Confirmed,
                IsReused = true,
            };
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
