using GlanceGate.Model;
using GlanceGate.Verdicts;

namespace GlanceGate.Mutations;

/// <summary>Decides whether a mutation was noticed; pure.</summary>
/// <remarks>
/// <para>A stack that does not come up notices nothing, unless the mutation says that it must not: else any mistake in a mutation would
/// look like one that is caught. The same holds for tests that failed in a set-up that they share with others.</para>
/// <para>A test is a witness when it was executed and green without mutations on the same stack. What others say proves nothing: one that is
/// red in any case catches everything, and of one that was not executed nobody knows how it is without.</para>
/// </remarks>
internal static class MutationJudge
{
    /// <summary>Name of the property that holds a test's check.</summary>
    public const string CheckProperty = "Check";

    private const string SetUpFailure = "OneTimeSetUp:";
    private const int ToldOthers = 5;

    /// <summary>Judges.</summary>
    /// <param name="mutation">The mutation.</param>
    /// <param name="trial">What was seen with it.</param>
    /// <param name="baseline">What was seen without any.</param>
    /// <param name="duration">Time that it took.</param>
    public static MutationResult Judge(Mutation mutation, MutationTrial trial, Baseline baseline, TimeSpan duration)
    {
        var red = (trial.Suite?.Tests ?? []).Where(test => test.Outcome == TestOutcome.Failed && baseline.IsGreen(test)).ToList();
        var telling = red.Where(test => !IsSetUp(test)).ToList();
        var catching = mutation.Checks.SelectMany(check => telling.Where(test => IsOf(test, check)).Select(test => Catch(check, test))).ToList();
        var others = telling.Where(test => !mutation.Checks.Any(check => IsOf(test, check))).ToList();
        var (verdict, reason) = Decide(mutation, trial, baseline, catching, others.Count > 0);
        return new MutationResult(mutation, verdict, reason, verdict == MutationVerdict.Caught ? [] : trial.Details, catching, [.. red.Select(test => test.Name)], duration)
        {
            Others = verdict == MutationVerdict.Other ? [.. others.Take(ToldOthers).Select(test => Catch(string.Join('+', ChecksOf(test)), test))] : [],
        };
    }

    /// <summary>Judges a change that does no harm, by the verdict of a whole run with it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="outcome">What the run with it came to.</param>
    /// <param name="causes">Why it was not green, without secrets.</param>
    /// <param name="without">Why a run without it is not green, either; empty when that is green, and when there was no need for one.</param>
    /// <param name="duration">Time that it took.</param>
    public static MutationResult JudgeHarmless(Mutation change, Outcome outcome, IReadOnlyList<Cause> causes, IReadOnlyList<Cause> without, TimeSpan duration)
    {
        var own = causes.Where(cause => without.All(known => (known.Kind, known.Subject) != (cause.Kind, cause.Subject))).ToList();
        var (verdict, reason) = (outcome, causes, own) switch
        {
            (Outcome.Success, _, _) => (MutationVerdict.Green, string.Empty),
            (_, [], _) => (MutationVerdict.Invalid, $"the run ended as {outcome.Word()}"),
            (not Outcome.Failure, [var first, ..], _) => (MutationVerdict.Invalid, Words(first)),
            (_, [{ Kind: CauseKinds.Change } first, ..], _) => (MutationVerdict.Invalid, first.Message),
            (_, [var first, ..], []) => (MutationVerdict.Invalid, $"the run is red without it, too: {Words(first)}"),
            _ => (MutationVerdict.Alarm, string.Join(", ", own.Select(cause => cause.Kind).Distinct(StringComparer.Ordinal))),
        };
        return new MutationResult(
            change,
            verdict,
            reason,
            verdict == MutationVerdict.Green ? [] : [.. causes.SelectMany(cause => cause.Details)],
            verdict == MutationVerdict.Alarm ? [.. own.Select(cause => new CatchingTest(cause.Kind, cause.Subject, cause.Message))] : [],
            [.. own.Where(cause => cause.Kind == CauseKinds.Tests).Select(cause => cause.Subject)],
            duration)
        {
            IsConfirmed = true,
        };
    }

    /// <summary>Why a stack cannot show a mutation, whatever comes of it: no test of one of its checks is green there; or null.</summary>
    /// <param name="mutation">The mutation.</param>
    /// <param name="baseline">What was seen without any.</param>
    public static string? Unshown(Mutation mutation, Baseline baseline) =>
        mutation.Checks.Select(check => baseline.Lack(check)).FirstOrDefault(lack => lack is not null);

    /// <summary>A result after the tests ran once more without mutations: what noticed a mutation and is still red proves nothing.</summary>
    /// <param name="result">The result.</param>
    /// <param name="after">What the tests said without mutations, after it.</param>
    public static MutationResult Confirm(MutationResult result, SuiteResult after)
    {
        var tests = result.Catching.Concat(result.Others).Select(item => item.Test).ToHashSet(StringComparer.Ordinal);
        var stays = after.Tests.FirstOrDefault(test => test.Outcome == TestOutcome.Failed && tests.Contains(test.Name));
        return stays is null || result.Verdict is not (MutationVerdict.Caught or MutationVerdict.Other)
            ? result with { IsConfirmed = after.Error is null }
            : result with { Verdict = MutationVerdict.Invalid, Reason = $"{stays.Name}, which was red with it, stayed red without it", IsConfirmed = true };
    }

    /// <summary>Whether a test makes a check.</summary>
    public static bool IsOf(TestResult test, string check) => ChecksOf(test).Contains(check);

    private static IReadOnlyList<string> ChecksOf(TestResult test) => test.Properties.GetValueOrDefault(CheckProperty) ?? [];

    private static (MutationVerdict Verdict, string Reason) Decide(
        Mutation mutation, MutationTrial trial, Baseline baseline, List<CatchingTest> catching, bool hasOthers)
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
            return (hasOthers ? MutationVerdict.Other : MutationVerdict.Missed, "every service came up and went on");
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

            if (baseline.Lack(check) is { } lack)
            {
                return (MutationVerdict.Invalid, lack);
            }
        }

        if (unseen.Count == 0)
        {
            return (MutationVerdict.Caught, string.Empty);
        }

        var reason = $"every test of {string.Join(" and of ", unseen)} passed{baseline.Turned(suite)}";
        return (hasOthers || catching.Count > 0 ? MutationVerdict.Other : MutationVerdict.Missed, reason);
    }

    private static CatchingTest Catch(string check, TestResult test) => new(check, test.Name, Headline(test));

    private static string Words(Cause cause) => cause.Subject.Length == 0 ? cause.Message : $"{cause.Subject}: {cause.Message}";

    private static string Headline(TestResult test) => TestCauses.Headline(TestCauses.Lines(test.Message));

    private static bool IsSetUp(TestResult test) => test.Outcome == TestOutcome.Failed && test.Message.StartsWith(SetUpFailure, StringComparison.Ordinal);
}
