using GlanceGate.Jobs;
using GlanceGate.Logs;

namespace GlanceGate.Unit.Logs;

public sealed class LogScanTests
{
    private const string Error = "2026-11-22 12:53:17.435 35 ERROR api.server [None req-1 user] ";
    private const string End = "\u001b[00m";

    [TestCase("2026-11-22 12:53:17.435 35 ERROR api.server [-] no", ExpectedResult = 1)]
    [TestCase("2026-11-22 12:53:17.435 35 CRITICAL api [-] no", ExpectedResult = 1)]
    [TestCase("2026-11-22T12:53:17Z ERROR no", ExpectedResult = 1)]
    [TestCase("ERROR: no", ExpectedResult = 1)]
    [TestCase("Traceback (most recent call last):", ExpectedResult = 1)]
    [TestCase("2026-11-22 12:53:17.435 35 INFO api.server [-] the server went to ERROR state", ExpectedResult = 0)]
    [TestCase("2026-11-22 12:53:17.435 35 WARNING api.server [-] ERROR", ExpectedResult = 0)]
    [TestCase("2026-11-22 13:24:23 0 [ERROR] InnoDB: broken", ExpectedResult = 0)]
    public int Levels_and_tracebacks_are_errors(string line) => Scan([line]).Findings.Count;

    [Test]
    public void A_log_of_a_form_of_its_own_has_errors_of_its_own()
    {
        var definition = Definition() with { Formats = new Dictionary<string, string> { ["api"] = @"\[ERROR\]" } };
        Assert.That(Scan(["2026-11-22 13:24:23 0 [ERROR] broken", "ERROR: also"], definition).Findings, Has.Count.EqualTo(2));
    }

    [Test]
    public void An_error_is_shown_without_what_changes_and_with_all_its_lines()
    {
        var finding = Scan(["INFO fine", Error + "no", "more" + End]).Findings.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((finding.Service, finding.Count, finding.FirstLine), Is.EqualTo(("api", 1, 2L)));
            Assert.That(finding.Headline, Is.EqualTo("ERROR api.server no"));
            Assert.That(finding.Excerpt, Is.EqualTo(new[] { (Error + "no").TrimEnd(), "more" }));
        }
    }

    [Test]
    public void The_headline_of_a_plain_traceback_names_the_exception() =>
        Assert.That(Scan(["Traceback (most recent call last):", "  File \"a.py\", line 1", "ValueError: no"]).Findings.Single().Headline, Is.EqualTo("ValueError: no"));

    [Test]
    public void Repeats_are_counted_whatever_their_ids_numbers_and_times()
    {
        var findings = Scan(
        [
            "2026-11-22 12:53:17.435 35 ERROR api [None req-33dd39e0-9b03-466f-98b3-3fe58c07033d] server 033dd39e9b03466f98b33fe58c07033d took 5 s" + End,
            "2026-11-22 12:54:18.001 36 ERROR api [None req-c93952b4-87f8-452a-9c5c-6ff8a535dc63] server f93952b487f8452a9c5c6ff8a535dc63 took 17 s" + End,
            "2026-11-22 12:54:18.001 36 ERROR api [-] another" + End,
        ]).Findings;
        Assert.That(findings.Select(finding => (finding.Count, finding.FirstLine)), Is.EqualTo(new[] { (2, 1L), (1, 3L) }));
    }

    [Test]
    public void A_long_event_is_shown_by_its_first_and_last_lines()
    {
        var excerpt = Scan([Error + "no", .. Enumerable.Range(1, 100).Select(number => $"line {number}")]).Findings.Single().Excerpt;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(excerpt, Has.Count.EqualTo(30));
            Assert.That(excerpt[10], Is.EqualTo("... 72 lines ..."));
            Assert.That(excerpt[^1], Is.EqualTo("line 100"));
        }
    }

    [Test]
    public void An_allowed_error_is_counted_by_its_name_and_is_no_finding()
    {
        var scan = Scan([Error + "known", "trouble" + End, Error + "known trouble" + End, Error + "new" + End], Definition(Allow("known", "known\\s+trouble")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scan.Findings.Select(finding => finding.FirstLine), Is.EqualTo(new[] { 4L }));
            Assert.That(scan.Allowed, Is.EqualTo(new[] { new AllowedCount("known", "api", 2) }));
            Assert.That(scan.Unused, Is.Empty);
        }
    }

    [Test]
    public void What_is_allowed_to_one_service_is_not_allowed_to_another() => Assert.That(
        Scan([Error + "known"], Definition(Allow("known", "known") with { Service = "db" })).Findings, Has.Count.EqualTo(1));

    [TestCase("Start", ExpectedResult = new[] { 2L })]
    [TestCase("Suite", ExpectedResult = new[] { 1L })]
    public long[] What_is_allowed_in_one_phase_is_not_allowed_in_another(string phase)
    {
        // alike but for a word, so that they are two
        var scan = Scan([Error + "known a" + End, Error + "known b" + End], Definition(Allow("known", "known") with { During = Enum.Parse<LogPhase>(phase) }), new LogWindow(1, 2));
        return [.. scan.Findings.Select(finding => finding.FirstLine)];
    }

    [Test]
    public void What_comes_after_the_suite_does_not_count() =>
        Assert.That(Scan([Error + "a" + End, Error + "b" + End], window: new LogWindow(0, 1)).Findings.Select(finding => finding.FirstLine), Is.EqualTo(new[] { 1L }));

    [Test]
    public void An_event_that_began_before_the_end_counts_although_it_ended_later() =>
        Assert.That(Scan([Error + "a", "b" + End], window: new LogWindow(0, 1)).Findings.Single().Excerpt, Has.Count.EqualTo(2));

    [Test]
    public void What_did_not_come_is_named_unless_it_comes_only_sometimes() => Assert.That(
        Scan([], Definition(Allow("always", "a"), Allow("race", "b") with { Sometimes = true })).Unused, Is.EqualTo(new[] { "always" }));

    [Test]
    public void A_pattern_that_explodes_is_a_gap()
    {
        var scan = Scan([Error + new string('a', 60) + "!"], Definition(Allow("slow", "^.*?(\\w+\\s?)+:$")));
        Assert.That(scan.Gaps.Single(), Does.StartWith("the pattern ").And.EndWith("takes too long on line 1 of the log of api"));
    }

    [Test]
    public void A_log_that_was_not_read_is_a_gap() => Assert.That(
        LogScanner.Combine(Definition(), ["api", "db"], []).Gaps,
        Is.EqualTo(new[] { "the log of api was not read, so nothing is known about errors in it", "the log of db was not read, so nothing is known about errors in it" }));

    private static LogScanDefinition Definition(params AllowedError[] allow) =>
        new(LogScanDefinition.DefaultErrors, new Dictionary<string, string>(), allow);

    private static AllowedError Allow(string name, string pattern) => new(name, "api", pattern, "harmless", null, Sometimes: false);

    private static LogScan Scan(string[] lines, LogScanDefinition? definition = null, LogWindow? window = null)
    {
        var scan = new ServiceLogScan(definition ?? Definition(), "api", window ?? LogWindow.Everything);
        foreach (var line in lines)
        {
            scan.Take(line);
        }

        scan.End();
        return LogScanner.Combine(definition ?? Definition(), ["api"], [scan]);
    }
}
