using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>Turns what a run left behind into a verdict; pure.</summary>
/// <remarks>
/// <para>Green needs everything: the run came to its end, tests were executed and not fewer than the job asks for, none failed, none that this variant must run was
/// skipped, the audit was made, is complete and holds, no log that counts holds an error of the service's own that nobody allowed, nothing came that was allowed until a
/// date long past, and evidence and clean-up had no
/// problem. Whatever is missing is red.</para>
/// <para>Causes are in the order of the chain from a request down: what stopped the run, a suite that gave no whole answer, the
/// audit, failed tests, skipped tests, errors in logs, then what went wrong afterwards. The first decides the outcome.</para>
/// </remarks>
internal static class VerdictJudge
{
    /// <summary>From worst to best. A definite failure outranks outcomes that a retry may change; only what makes the whole run
    /// meaningless outranks it.</summary>
    private static readonly Outcome[] WorstFirst =
    [
        Outcome.ConfigError, Outcome.Aborted, Outcome.Failure, Outcome.TimedOut, Outcome.Infrastructure, Outcome.PostFailure, Outcome.Success,
    ];

    /// <summary>Judges one variant.</summary>
    public static VariantVerdict Judge(VariantRun run)
    {
        var remarks = VariantRemarks.Of(run);
        var findings = Findings(run, remarks.Expired).ToList();
        var actual = findings.Count == 0 ? Outcome.Success : findings[0].Outcome;
        IReadOnlyList<Cause> came = [.. findings.Select(finding => finding.Cause)];
        var (outcome, causes) = run.Variant.Expect is null ? (actual, came) : Expectation.Judge(run, actual, findings);
        return new VariantVerdict(run, actual, outcome, causes, outcome == Outcome.Success ? came : causes, remarks);
    }

    /// <summary>Judges a whole run.</summary>
    /// <param name="variants">Every selected variant's verdict, one a variant (its last attempt).</param>
    /// <param name="started">When the run started.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="command">Command that reproduces the run.</param>
    /// <param name="interruption">What ended the run outside of any variant (no engine, wrong job files, Ctrl-C between two variants), or null.</param>
    public static GateVerdict Judge(
        IReadOnlyList<VariantVerdict> variants, DateTimeOffset started, TimeSpan duration, string command, Interruption? interruption = null)
    {
        var voting = variants.Where(variant => variant.Run.Variant.Voting).OrderBy(variant => Rank(variant.Outcome)).ToList();
        var outcomes = voting.Select(variant => variant.Outcome).ToList();
        var causes = voting.SelectMany(variant => variant.Outcome == Outcome.Success ? [] : variant.Causes).ToList();
        if (interruption is not null)
        {
            outcomes.Add(NotSuccess(interruption.Outcome));
            causes.Insert(0, interruption.Cause);
        }
        else if (voting.Count == 0)
        {
            outcomes.Add(Outcome.Failure);
            causes.Add(new Cause(
                CauseKinds.NothingRan,
                string.Empty,
                variants.Count == 0 ? "no variant ran" : "no voting variant ran, so nothing was proved",
                []));
        }

        return new GateVerdict(Worst(outcomes), variants, causes, started, duration, command);
    }

    /// <summary>A verdict with something that went wrong when everything was judged: a green run is none any more.</summary>
    public static GateVerdict After(GateVerdict verdict, string problem) => verdict with
    {
        Outcome = verdict.Outcome == Outcome.Success ? Outcome.PostFailure : verdict.Outcome,
        Causes = [.. verdict.Causes, new Cause(CauseKinds.Evidence, string.Empty, problem, [])],
    };

    /// <summary>The worst of some outcomes, of which there is at least one.</summary>
    public static Outcome Worst(IEnumerable<Outcome> outcomes) => outcomes.MinBy(Rank);

    private static int Rank(Outcome outcome) => Array.IndexOf(WorstFirst, outcome);

    private static Outcome NotSuccess(Outcome outcome) => outcome == Outcome.Success ? Outcome.Infrastructure : outcome;

    private static IEnumerable<Finding> Findings(VariantRun run, IReadOnlyList<ExpiredAllowance> expired)
    {
        if (run.Interruption is { } interruption)
        {
            yield return new Finding(NotSuccess(interruption.Outcome), interruption.Cause, Conclusive: true);
        }

        foreach (var finding in run.Suite is { } suite ? SuiteFindings(run, suite, expired.Where(item => item.IsRed).ToLookup(item => item.Kind)) : NoSuite(run))
        {
            yield return finding;
        }

        foreach (var finding in Gaps(run))
        {
            yield return finding;
        }

        foreach (var problem in run.PostProblems)
        {
            yield return new Finding(Outcome.PostFailure, problem);
        }
    }

    private static IEnumerable<Finding> NoSuite(VariantRun run) => run.Interruption is null
        ? [new Finding(Outcome.Infrastructure, new Cause(CauseKinds.Suite, run.Variant.Suite.Name, "the suite never ran", []), Conclusive: true)]
        : [];

    private static IEnumerable<Finding> SuiteFindings(VariantRun run, SuiteResult suite, ILookup<string, ExpiredAllowance> expired)
    {
        // a suite that was stopped says so itself, and what stopped it has been said already
        if (suite.Error is { } error && run.Interruption is null)
        {
            var lines = error.Split('\n');
            yield return new Finding(
                Outcome.Failure, new Cause(CauseKinds.Suite, run.Variant.Suite.Name, lines[0].TrimEnd(), lines[1..]), Conclusive: true);
        }
        else if (suite.Executed == 0 && run.Interruption is null)
        {
            yield return new Finding(Outcome.Failure, NoTests(run, suite), Conclusive: true);
        }
        else if (run.Interruption is null && MinimumRule.Shortfall(run.Variant.Suite, suite) is { } shortfall)
        {
            yield return new Finding(Outcome.Failure, new Cause(CauseKinds.TooFewTests, run.Variant.Suite.Name, shortfall, TestCauses.SkippedFor(suite.Tests)));
        }

        foreach (var finding in Violations(run))
        {
            yield return finding;
        }

        foreach (var cause in TestCauses.Failed(suite.Tests.Where(test => test.Outcome == TestOutcome.Failed)))
        {
            yield return new Finding(Outcome.Failure, cause);
        }

        foreach (var defect in expired[ExpiryRule.Defect])
        {
            yield return new Finding(Outcome.Failure, new Cause(CauseKinds.Tests, defect.Subject, ExpiryRule.Words(defect), []));
        }

        var unjustified = suite.Tests.Where(test => test.Outcome == TestOutcome.Skipped && !SkipRule.Allows(run, test)).ToList();
        if (unjustified.Count > 0)
        {
            var cause = TestCauses.Skipped(unjustified);
            yield return new Finding(Outcome.Failure, cause with { Details = [.. cause.Details, .. expired[ExpiryRule.Skip].Select(ExpiryRule.Words)] });
        }

        // what services say of a run that was broken off is its consequence
        if (run.Interruption is null && run.Variant.LogScan is not null && run.Logs is { } logs)
        {
            foreach (var cause in LogCauses.Of(logs))
            {
                yield return new Finding(Outcome.Failure, cause);
            }

            foreach (var allowed in expired[ExpiryRule.Error])
            {
                yield return new Finding(Outcome.Failure, new Cause(CauseKinds.LogScan, allowed.Subject, ExpiryRule.Words(allowed), []));
            }
        }
    }

    private static Cause NoTests(VariantRun run, SuiteResult suite)
    {
        var selection = run.Variant.Suite.Where.Length == 0 ? string.Empty : $" (selection: {run.Variant.Suite.Where})";
        return new Cause(
            CauseKinds.NoTests,
            run.Variant.Suite.Name,
            suite.Tests.Count == 0 ? $"the suite has no test to run{selection}" : $"every one of the {suite.Tests.Count} tests was skipped{selection}",
            []);
    }

    private static IEnumerable<Finding> Violations(VariantRun run) =>
        from client in run.Variant.Audit is null ? [] : run.Audit?.Clients ?? []
        from violation in client.Violations
        select new Finding(Outcome.Failure, new Cause(CauseKinds.ImageApiAudit, client.Name, violation, []));

    private static IEnumerable<Finding> Gaps(VariantRun run)
    {
        if (run.Interruption is not null)
        {
            return [];
        }

        var gaps = new List<Cause>();
        if (run.Variant.Audit is { } asked)
        {
            gaps.AddRange((run.Audit?.Gaps ?? ["the audit that the job asks for was not made"]).Select(gap => Gap(asked.Service, gap)));
        }

        if (run.Variant.LogScan is not null)
        {
            gaps.AddRange((run.Logs?.Gaps ?? ["the log scan that the job asks for was not made"]).Select(gap => Gap(string.Empty, gap)));
        }

        return gaps.Select(gap => new Finding(Outcome.PostFailure, gap));

        static Cause Gap(string subject, string gap) => new(CauseKinds.Evidence, subject, gap, []);
    }
}

/// <summary>Something that keeps a variant from being green.</summary>
/// <param name="Outcome">What it alone would make of the run.</param>
/// <param name="Cause">Cause.</param>
/// <param name="Conclusive">Whether everything found after it may only be its consequence.</param>
internal sealed record Finding(Outcome Outcome, Cause Cause, bool Conclusive = false);
