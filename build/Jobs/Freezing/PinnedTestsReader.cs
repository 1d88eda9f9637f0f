using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Finds the number of tests that a variant must execute at least.</summary>
/// <remarks>
/// A number counts the tests that are selected where it is written. Whoever selects others afterwards, by <c>where</c> or by the own keys of a
/// foreign suite, leaves the number behind unless he gives one himself; matrix values count the whole suite.
/// </remarks>
internal static class PinnedTestsReader
{
    /// <summary>Finds the number.</summary>
    /// <param name="suite">Name of the variant's suite.</param>
    /// <param name="layers">The job's layers from the root down, the command line last.</param>
    /// <param name="values">What matrix values change, in order.</param>
    public static PinnedTests? Read(string suite, IEnumerable<MappingNode> layers, IEnumerable<MappingNode> values)
    {
        var selection = MappingNode.Empty;
        PinnedTests? pinned = null;
        foreach (var layer in layers.Select(layer => layer["suite"]).OfType<MappingNode>())
        {
            var next = Merger.Merge(selection, layer);
            if (Selects(next, suite) != Selects(selection, suite))
            {
                pinned = pinned is null ? null : pinned with { Applies = false };
            }

            selection = next;
            pinned = Number(layer, suite, pinned);
        }

        var isWhole = Selects(selection, suite).Length == 0;
        var ofValues = values.Select(value => value["suite"]).OfType<MappingNode>().Aggregate((PinnedTests?)null, (last, value) => Number(value, suite, last));
        return ofValues is null || (pinned is { Applies: true } && !isWhole) ? pinned : ofValues with { Applies = isWhole };
    }

    private static PinnedTests? Number(MappingNode layer, string suite, PinnedTests? inherited) => layer[JobLanguage.MinimumTests] switch
    {
        MappingNode numbers when numbers[suite] is { } number =>
            Values.Text(number) is { } text && int.TryParse(text, out var minimum) ? new PinnedTests(minimum, Applies: true) : null,
        ScalarNode => null,
        _ => inherited,
    };

    /// <summary>What a job says about which tests run, as one text.</summary>
    private static string Selects(MappingNode job, string suite) => string.Join(
        '\n',
        [Values.Text(job["where"])?.Trim() ?? "", .. Values.Entries(job[suite]).SelectMany(pair => Values.List(pair.Value).Prepend(pair.Key))]);
}
