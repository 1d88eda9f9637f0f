using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Mutations;

/// <summary>Decides whether a mutation was noticed; pure.</summary>
/// <remarks>
/// A stack that does not come up notices nothing, unless the mutation says that it must not: else any mistake in a mutation would
/// look like one that is caught. The same holds for tests that failed in a set-up that they share with others.
/// </remarks>
internal static class MutationJudge
{
    /// <summary>Name of the property that holds a test's check.</summary>
    public const string CheckProperty = "Check";

    private const string SetUpFailure = "OneTimeSetUp:";

    /// <summary>Judges.</summary>
    /// <param name="mutation">The mutation.</param>
    /// <param name="trial">What was seen with it.</param>
    /// <param name="duration">Time that it took.</param>
    public static MutationResult Judge(Mutation mutation, MutationTrial trial, TimeSpan duration)
    {
        var red = (trial.Suite?.Tests ?? []).Where(test => test.Outcome == TestOutcome.Failed).ToList();
        var catching = mutation.Checks.SelectMany(check => red.Where(test => IsOf(test, check) && !IsSetUp(test)).Select(test => Catch(check, test))).ToList();
        var (verdict, reason) = Decide(mutation, trial, catching);
        return new MutationResult(mutation, verdict, reason, verdict == MutationVerdict.Caught ? [] : trial.Details, catching, [.. red.Select(test => test.Name)], duration);
    }

    /// <summary>Whether a test makes a check.</summary>
    public static bool IsOf(TestResult test, string check) => test.Properties.TryGetValue(CheckProperty, out var checks) && checks.Contains(check);

    private static (MutationVerdict Verdict, string Reason) Decide(Mutation mutation, MutationTrial trial, List<CatchingTest> catching)
    {
        if (trial.Rejected is { } rejected)
        {
            return (MutationVerdict.Invalid, rejected);
        }

        if (trial.Failed is { } failed)
        {
            return mutation.IsForService ? (MutationVerdict.Caught, failed) : (MutationVerdict.Invalid, failed);
        }

        if (trial.Suite is not { Error: null } suite)
        {
            return (MutationVerdict.Invalid, trial.Suite?.Error?.Split('\n')[0] ?? "the suite did not run");
        }

        if (mutation.IsForService)
        {
            return (MutationVerdict.Missed, "every service came up and went on");
        }

        var unseen = mutation.Checks.Where(check => catching.All(test => test.Check != check)).ToList();
        foreach (var check in unseen)
        {
            var tests = suite.Tests.Where(test => IsOf(test, check)).ToList();
            if (tests.Find(IsSetUp) is { } setUp)
            {
                return (MutationVerdict.Invalid, $"the set-up of {check} failed: {Headline(setUp)}");
            }

            if (tests.All(test => test.Outcome == TestOutcome.Skipped))
            {
                return (MutationVerdict.Invalid, tests.Count == 0 ? $"the suite has no test of {check}" : $"every test of {check} was skipped");
            }
        }

        return unseen.Count == 0 ? (MutationVerdict.Caught, string.Empty) : (MutationVerdict.Missed, $"every test of {string.Join(" and of ", unseen)} passed");
    }

    private static CatchingTest Catch(string check, TestResult test) => new(check, test.Name, Headline(test));

    private static string Headline(TestResult test) => TestCauses.Headline(TestCauses.Lines(test.Message));

    private static bool IsSetUp(TestResult test) => test.Outcome == TestOutcome.Failed && test.Message.StartsWith(SetUpFailure, StringComparison.Ordinal);
}
