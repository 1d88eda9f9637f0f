namespace GlanceGate.Verdicts;

/// <summary>Judges a control: a job that must go red for a stated reason.</summary>
internal static class Expectation
{
    /// <summary>Judges a run against its variant's expectation.</summary>
    /// <remarks>
    /// Met is success, unless evidence or clean-up had problems of their own. A run that never came to the point (no stack, no time,
    /// interrupted) proves nothing and keeps its outcome, as a retry may help. Anything else is a failure of the gate itself.
    /// </remarks>
    public static VariantVerdict Judge(VariantRun run, Outcome actual, IReadOnlyList<Finding> findings)
    {
        var expect = run.Variant.Expect!;
        var expected = OutcomeWords.Parse(expect.Outcome);
        var causes = findings.Select(finding => finding.Cause).ToList();
        if (expected == actual && (HasReason(expect.Because, findings) || LogCauses.Warnings(run.Logs).Any(warning => warning.Kind == expect.Because)))
        {
            var afterwards = findings.Where(finding => finding.Outcome == Outcome.PostFailure && actual != Outcome.PostFailure)
                .Select(finding => finding.Cause)
                .ToList();
            return new VariantVerdict(run, actual, afterwards.Count == 0 ? Outcome.Success : Outcome.PostFailure, afterwards);
        }

        var wanted = expect.Because is null ? expect.Outcome : $"{expect.Outcome} because of {expect.Because}";
        var came = causes.Count == 0 ? "everything passed" : $"it ended as {actual.Word()} because of {causes[0].Kind}: {causes[0].Message}";
        var cause = new Cause(CauseKinds.Expectation, run.Variant.Job, $"the control must end as {wanted}, but {came}", []);
        return actual is Outcome.Infrastructure or Outcome.TimedOut or Outcome.Aborted or Outcome.ConfigError
            ? new VariantVerdict(run, actual, actual, [.. causes, cause])
            : new VariantVerdict(run, actual, Outcome.Failure, [cause, .. causes]);
    }

    /// <summary>A run whose first finding explains all others (a suite that crashed leaves an audit without requests) has only that reason.</summary>
    private static bool HasReason(string? because, IReadOnlyList<Finding> findings) =>
        because is null ||
        (findings is [{ Conclusive: true } first, ..]
            ? first.Cause.Kind == because
            : findings.Any(finding => finding.Cause.Kind == because));
}
