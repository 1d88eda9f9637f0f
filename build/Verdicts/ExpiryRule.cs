using GlanceGate.Jobs.Language;
using GlanceGate.Model;

namespace GlanceGate.Verdicts;

/// <summary>What a run was allowed, and on what day that ended.</summary>
/// <param name="Kind">What was allowed, one of the words of <see cref="ExpiryRule"/>.</param>
/// <param name="Name">Its name: the job's, or the defect's.</param>
/// <param name="Subject">What it came in: a service, or the first test.</param>
/// <param name="Count">How often it came.</param>
/// <param name="Until">The last day on which it was allowed without a remark.</param>
/// <param name="RedFrom">The first day on which it is red.</param>
/// <param name="IsRed">Whether that day has come.</param>
internal sealed record ExpiredAllowance(string Kind, string Name, string Subject, int Count, DateOnly Until, DateOnly RedFrom, bool IsRed);

/// <summary>Until when errors, skips and defects are allowed that have a date: past it they are warnings for two weeks, and then red.</summary>
/// <remarks>
/// What did not come is no matter of dates; it is reported as an allowance that nobody needs. The day is that of the run's start, in UTC, so that judging a run again says the same.
/// </remarks>
internal static class ExpiryRule
{
    /// <summary>Days after the last one on which what comes is a warning.</summary>
    public const int DaysOfGrace = 14;

    /// <summary>Property of a test: the last day on which the defect that it expects may live, as in job files.</summary>
    public const string Property = "Until";

    /// <summary>An error that a job allows.</summary>
    public const string Error = "allowed error";

    /// <summary>A reason for which a job lets tests be skipped.</summary>
    public const string Skip = "skip";

    /// <summary>A defect that a suite expects.</summary>
    public const string Defect = "expected defect";

    /// <summary>What came in a run past its date, errors first, then skips, then defects, each in the order of files or tests.</summary>
    /// <param name="run">The run.</param>
    /// <param name="skips">Its reasons for skipping tests, with the tests.</param>
    public static IReadOnlyList<ExpiredAllowance> Of(VariantRun run, IReadOnlyList<SkippedTests> skips) =>
        [.. Errors(run).Concat(Skips(run, skips)).Concat(Defects(run))];

    /// <summary>What is wrong with one that is red, in one line.</summary>
    public static string Words(ExpiredAllowance expired) =>
        $"{expired.Kind} {expired.Name} came {(expired.Count == 1 ? "once" : $"{expired.Count} times")}, and was allowed until {Quantity.Format(expired.Until)}: mend what it is about, or say why it may stay";

    /// <summary>Whether what has this date is red when it comes in a run that began then.</summary>
    public static bool IsRed(DateOnly? until, DateTimeOffset started) => until is { } day && Day(started).DayNumber - day.DayNumber > DaysOfGrace;

    private static IEnumerable<ExpiredAllowance> Errors(VariantRun run) =>
        from entry in run.Variant.LogScan?.Allow ?? []
        from came in run.Logs?.Allowed ?? []
        where came.Name == entry.Name && IsPast(entry.Until, run)
        select Expired(Error, entry.Name, entry.Service, came.Count, entry.Until!.Value, run);

    private static IEnumerable<ExpiredAllowance> Skips(VariantRun run, IReadOnlyList<SkippedTests> skips) =>
        from reason in skips
        where reason.Tests.Count > 0 && IsPast(reason.Skip.Until, run)
        select Expired(Skip, reason.Skip.Name, reason.Tests[0], reason.Tests.Count, reason.Skip.Until!.Value, run);

    private static IEnumerable<ExpiredAllowance> Defects(VariantRun run)
    {
        var seen =
            from test in run.Suite?.Tests ?? []
            where test.Outcome == TestOutcome.Passed
            from id in KnownDefects.Live(test)
            from until in (test.Properties.GetValueOrDefault(Property) ?? []).Select(Parse)
            where IsPast(until, run)
            group test by (id, until);
        return seen.Select(defect => Expired(Defect, defect.Key.id, defect.First().Name, defect.Count(), defect.Key.until, run));
    }

    /// <summary>A suite that writes no date where one is due has allowed nothing.</summary>
    private static DateOnly Parse(string text) =>
        Quantity.TryDate(text, out var day) ? day : DateOnly.MinValue;

    private static ExpiredAllowance Expired(string kind, string name, string subject, int count, DateOnly until, VariantRun run) =>
        new(kind, name, subject, count, until, until.AddDays(DaysOfGrace + 1), IsRed(until, run.Started));

    private static bool IsPast(DateOnly? until, VariantRun run) => until is { } day && Day(run.Started) > day;

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
