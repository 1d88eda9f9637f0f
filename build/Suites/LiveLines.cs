using System.Globalization;
using System.Text.RegularExpressions;
using GlanceGate.Model;

namespace GlanceGate.Suites;

/// <summary>Reads the lines of a suite that says itself what they look like: one line a test.</summary>
/// <param name="pattern">
/// Regular expression with the group <c>name</c>, the groups <c>passed</c>, <c>failed</c>, <c>skipped</c> of which one takes part in a match, and
/// if need be <c>seconds</c> and <c>message</c>; null finds nothing.
/// </param>
internal sealed class LiveLines(string? pattern) : ILiveTests
{
    // A line that takes longer is none that a suite means for this.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Regex? _line = pattern is null ? null : new Regex(pattern, RegexOptions.CultureInvariant, Limit);

    /// <inheritdoc/>
    public IReadOnlyList<TestResult> Read(string line)
    {
        try
        {
            return _line?.Match(line) is { Success: true } match && Outcome(match) is { } outcome
                ? [new TestResult(
                    match.Groups["name"].Value,
                    string.Empty,
                    outcome,
                    TimeSpan.FromSeconds(double.TryParse(match.Groups["seconds"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0),
                    match.Groups["message"].Value,
                    string.Empty,
                    string.Empty,
                    new Dictionary<string, IReadOnlyList<string>>())]
                : [];
        }
        catch (RegexMatchTimeoutException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TestResult> Flush() => [];

    private static TestOutcome? Outcome(Match match) =>
        match.Groups["failed"].Success ? TestOutcome.Failed
        : match.Groups["skipped"].Success ? TestOutcome.Skipped
        : match.Groups["passed"].Success ? TestOutcome.Passed
        : null;
}
