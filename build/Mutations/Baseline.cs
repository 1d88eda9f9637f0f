using GlanceGate.Model;

namespace GlanceGate.Mutations;

/// <summary>What the suite said of a stack without mutations: the tests that were executed and green, each time that they ran.</summary>
internal sealed class Baseline
{
    private readonly Dictionary<string, TestResult> _tests = new(StringComparer.Ordinal);

    private Baseline(IEnumerable<TestResult> tests)
    {
        foreach (var test in tests)
        {
            // of two runs, and of two cases of one name, the worse counts
            if (!_tests.TryGetValue(test.Name, out var known) || known.Outcome == TestOutcome.Passed)
            {
                _tests[test.Name] = test;
            }
        }
    }

    /// <summary>Nothing was seen.</summary>
    public static Baseline None { get; } = new([]);

    /// <summary>How many tests were green.</summary>
    public int Green => _tests.Values.Count(test => test.Outcome == TestOutcome.Passed);

    /// <summary>The baseline with one run more.</summary>
    public Baseline With(SuiteResult suite) => new([.. _tests.Values, .. suite.Tests]);

    /// <summary>Whether a test was executed and green.</summary>
    public bool IsGreen(TestResult test) => _tests.TryGetValue(test.Name, out var known) && known.Outcome == TestOutcome.Passed;

    /// <summary>Whether a test is known, whatever came of it.</summary>
    public bool Knows(TestResult test) => _tests.ContainsKey(test.Name);

    /// <summary>Why the tests of a check cannot notice anything, or null.</summary>
    public string? Lack(string check)
    {
        var tests = _tests.Values.Where(test => MutationJudge.IsOf(test, check)).ToList();
        return tests.Exists(test => test.Outcome == TestOutcome.Passed) ? null
            : tests.Count == 0 ? $"the suite has no test of {check}"
            : tests.TrueForAll(test => test.Outcome == TestOutcome.Skipped) ? $"every test of {check} was skipped"
            : $"no test of {check} is green without any mutation";
    }

    /// <summary>
    /// What expected defects turned into, for the end of a sentence; empty when they are as they were. Their tests pass with them and
    /// without, so that a mutation may change one and turn nothing red.
    /// </summary>
    /// <param name="suite">What the suite said with a mutation.</param>
    public string Turned(SuiteResult suite)
    {
        var turned = suite.Tests
            .Where(test => test.Outcome == TestOutcome.Passed && IsGreen(test))
            .SelectMany(test => States(test).Except(States(_tests[test.Name]), StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal).ToList();
        return turned.Count == 0 ? string.Empty : $", and an expected defect is another: {string.Join(", ", turned)}";
    }

    private static IReadOnlyList<string> States(TestResult test) => test.Properties.GetValueOrDefault(KnownDefects.Property) ?? [];
}
