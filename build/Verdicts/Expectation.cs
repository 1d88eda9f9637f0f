using GlanceGate.Jobs;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>Judges a control: a job that must go red for stated reasons, and for no other.</summary>
internal static class Expectation
{
    /// <summary>Judges a run against its variant's expectation.</summary>
    /// <remarks>
    /// <para>It is met when the run ended as it must, each of its causes is one that the control names, and each that it names came. What may
    /// only be the consequence of a conclusive cause (a suite that crashed leaves an audit without requests) need not be named.</para>
    /// <para>Met is success, unless evidence or clean-up had problems of their own. A run that never came to the point (no stack, no time,
    /// interrupted) proves nothing and keeps its outcome, as a retry may help. Anything else is a failure of the gate itself.</para>
    /// </remarks>
    /// <returns>What the run counts as, and its causes, first cause first.</returns>
    public static (Outcome Outcome, IReadOnlyList<Cause> Causes) Judge(VariantRun run, Outcome actual, IReadOnlyList<Finding> findings)
    {
        var expect = run.Variant.Expect!;
        var causes = findings.Select(finding => finding.Cause).ToList();
        var warnings = LogCauses.Warnings(run.Logs);
        var unnamed = findings.Where(finding => !expect.Because.Any(expected => IsThis(expected, finding.Cause))).ToList();
        var missing = expect.Because.Where(expected => !causes.Concat(warnings).Any(cause => IsThis(expected, cause))).ToList();
        var afterwards = unnamed.Where(finding => finding.Outcome == Outcome.PostFailure && actual != Outcome.PostFailure).ToList();
        var consequences = findings is [{ Conclusive: true } first, ..] ? findings.Where(finding => finding != first) : [];
        var others = unnamed.Except(afterwards).Except(consequences).Select(finding => finding.Cause).ToList();
        if (OutcomeWords.Parse(expect.Outcome) == actual && others.Count == 0 && missing.Count == 0)
        {
            return (afterwards.Count == 0 ? Outcome.Success : Outcome.PostFailure, [.. afterwards.Select(finding => finding.Cause)]);
        }

        var problem = Problem(run.Variant.Job, expect, actual, others, missing);
        return actual is Outcome.Infrastructure or Outcome.TimedOut or Outcome.Aborted or Outcome.ConfigError
            ? (actual, [.. causes, problem])
            : (Outcome.Failure, [problem, .. causes]);
    }

    /// <summary>Whether a cause is one that a control names: of its kind, about its subject, with its words in the message or in a detail.</summary>
    private static bool IsThis(ExpectedCause expected, Cause cause) =>
        expected.Kind == cause.Kind
        && (expected.Subject is null || expected.Subject == cause.Subject)
        && (expected.Says is not { } words || cause.Details.Prepend(cause.Message).Any(line => line.Contains(words, StringComparison.Ordinal)));

    private static Cause Problem(string job, ExpectDefinition expect, Outcome actual, List<Cause> others, List<ExpectedCause> missing)
    {
        var came = actual == Outcome.Success ? "everything passed" : $"it ended as {actual.Word()}";
        string[] remarks =
        [
            .. others.Select(cause => $"because of {CauseText.Of(cause)}, which it does not name"),
            .. actual == Outcome.Success && actual != OutcomeWords.Parse(expect.Outcome) ? [] : missing.Select(expected => $"without {CauseText.Of(expected)}"),
        ];
        var rest = remarks.Length > 1 ? $" (and {remarks.Length - 1} more)" : string.Empty;
        return new Cause(
            CauseKinds.Expectation,
            job,
            $"the control must end as {CauseText.Of(expect)}, but {string.Join(' ', remarks.Take(1).Prepend(came))}{rest}",
            remarks.Length > 1 ? remarks : []);
    }
}
