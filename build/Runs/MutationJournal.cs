using System.Text.Json;
using GlanceGate.CommandLine;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Mutations;
using GlanceGate.Reports;

namespace GlanceGate.Runs;

/// <summary>What a run of mutations knows so far: <c>mutations.json</c> and <c>mutations.md</c>, written anew after each mutation, and what an earlier run knew.</summary>
internal sealed class MutationJournal
{
    private readonly GateSettings _settings;
    private readonly Surroundings _around;
    private readonly MutationPlan _plan;
    private readonly ILookup<string, MutationEntry> _earlier;
    private readonly Dictionary<string, MutationReport> _reports = new(StringComparer.Ordinal);
    private readonly long _begin;

    /// <summary>Reads what an earlier run knew, where the command line asks for it.</summary>
    /// <param name="settings">The checked command line.</param>
    /// <param name="around">Screen and clock.</param>
    /// <param name="plan">What is to be tried.</param>
    /// <exception cref="GateArgumentException">The file of the earlier run cannot be read, or is none.</exception>
    public MutationJournal(GateSettings settings, Surroundings around, MutationPlan plan)
    {
        _settings = settings;
        _around = around;
        _plan = plan;
        _begin = around.Time.GetTimestamp();
        _earlier = Read(settings, around).ToLookup(entry => entry.Name, StringComparer.Ordinal);
        Path = System.IO.Path.Combine(settings.Artifacts, "mutations.json");
    }

    /// <summary>Where the results are written to.</summary>
    public string Path { get; }

    /// <summary>The machine of the engine, for people.</summary>
    public string Machine { get; set; } = string.Empty;

    /// <summary>Whether the last writing did it.</summary>
    public bool IsWritten { get; private set; } = true;

    /// <summary>What is known.</summary>
    public MutationScore Score
    {
        get
        {
            List<MutationReport> reports = [.. _plan.Grounds.Select(ground => _reports.GetValueOrDefault(ground.Variant.Name)).OfType<MutationReport>()];
            var known = reports.SelectMany(report => report.All).Select(result => result.Mutation.Name).ToHashSet(StringComparer.Ordinal);
            return new MutationScore(reports, _around.Time.GetElapsedTime(_begin))
            {
                LeftOut = _plan.LeftOut,
                Machine = Machine,
                Selected = _plan.Count,
                Earlier = [.. _earlier.Where(entries => !known.Contains(entries.Key)).SelectMany(entries => entries)],
            };
        }
    }

    /// <summary>What is known of a variant.</summary>
    public MutationReport Of(JobVariant variant) =>
        _reports.GetValueOrDefault(variant.Name) ?? MutationReport.Empty(variant.Name, 0, isWhole: false);

    /// <summary>Whether an earlier run tried a mutation on a variant.</summary>
    public bool Holds(Mutation mutation, JobVariant variant) => _earlier[mutation.Name].Any(entry => entry.Variant == variant.Name);

    /// <summary>Takes over what an earlier run found out on a variant and what still holds.</summary>
    /// <param name="ground">The variant.</param>
    /// <param name="digest">Digests of results on it.</param>
    /// <param name="settled">Names of mutations that there are results of.</param>
    /// <returns>The names of those that were taken over.</returns>
    public async Task<IReadOnlyList<string>> TakeOverAsync(MutationSelection ground, MutationDigest digest, IReadOnlySet<string> settled)
    {
        List<MutationResult> reused =
        [
            .. from pair in ground.Mutated
               where !settled.Contains(pair.Key.Name) && Holds(pair.Key, ground.Variant)
               let result = _earlier[pair.Key.Name].Select(entry => entry.Restore(pair.Key, digest.Of(pair.Key))).OfType<MutationResult>().FirstOrDefault()
               where result is not null
               select result,
        ];
        if (reused.Count > 0)
        {
            await PutAsync(Of(ground.Variant) with { Reused = reused });
        }

        return [.. reused.Select(result => result.Mutation.Name)];
    }

    /// <summary>Puts a report in the place of what was known of its variant, and writes everything.</summary>
    public Task PutAsync(MutationReport report)
    {
        _reports[report.Variant] = report;
        return WriteAsync();
    }

    /// <summary>Writes what is known. Where that fails, it is said, and the run goes on.</summary>
    public async Task WriteAsync()
    {
        var score = Score;
        try
        {
            Directory.CreateDirectory(_settings.Artifacts);
            await ReportWriter.ReplaceAsync(Path, MutationDocument.Of(score).ToJson(), CancellationToken.None);
            await ReportWriter.ReplaceAsync(System.IO.Path.ChangeExtension(Path, "md"), MutationText.Markdown(score), CancellationToken.None);
            IsWritten = true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            IsWritten = false;
            await _around.Screen.Errors.WriteLineAsync($"mutations.json and mutations.md could not be written to {_settings.Artifacts}: {problem.Message}");
        }
    }

    private static IReadOnlyList<MutationEntry> Read(GateSettings settings, Surroundings around)
    {
        if (settings.Resume is not { } file)
        {
            return [];
        }

        if (!System.IO.Path.Exists(file))
        {
            around.Screen.Errors.WriteLine($"there is no {file}, so nothing is taken over");
            return [];
        }

        try
        {
            return MutationDocument.EntriesOf(InputFile.ReadText(file, InputLimits.SuiteResults));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new GateArgumentException([$"'--resume={file}' is no mutations.json of an earlier run: {problem.Message}"]);
        }
    }
}
