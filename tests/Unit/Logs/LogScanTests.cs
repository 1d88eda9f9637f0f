using GlanceGate.Jobs;
using GlanceGate.Logs;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Logs;

public sealed class LogScanTests
{
    private const string Error = "2026-11-22 12:53:17.435 35 ERROR api.server [None req-1 user] ";
    private const string Info = "2026-11-22 12:53:17.435 35 INFO api.server [None req-1 user] ";
    private const string Daemon = "2026-11-22 12:53:17.435+0000: 32: ";
    private const string End = "\u001b[00m";

    [TestCase("2026-11-22 12:53:17.435 35 ERROR api.server [-] no", ExpectedResult = 1)]
    [TestCase("2026-11-22 12:53:17.435 35 CRITICAL api [-] no", ExpectedResult = 1)]
    [TestCase("2026-11-22T12:53:17Z ERROR no", ExpectedResult = 0)]
    [TestCase("ERROR: no", ExpectedResult = 0)]
    [TestCase("Traceback (most recent call last):", ExpectedResult = 1)]
    [TestCase("2026-11-22 12:53:17.435 35 INFO api.server [-] the server went to ERROR state", ExpectedResult = 0)]
    [TestCase("2026-11-22 12:53:17.435 35 WARNING api.server [-] ERROR", ExpectedResult = 0)]
    [TestCase("2026-11-22 13:24:23 0 [ERROR] InnoDB: broken", ExpectedResult = 0)]
    public int Records_of_the_services_own_code_and_tracebacks_are_errors(string line) => Scan([line]).Findings.Count;

    [TestCase("2026-11-22T12:53:17Z ERROR no", ExpectedResult = 1)]
    [TestCase("ERROR: ld.so: object cannot be preloaded", ExpectedResult = 1)]
    [TestCase("FATAL no room", ExpectedResult = 1)]
    [TestCase("no ERROR", ExpectedResult = 0)]
    [TestCase("2026-11-22 12:53:17.435 35 WARNING api.server [-] ERROR", ExpectedResult = 0)]
    public int A_line_of_nobody_that_says_error_is_a_warning(string line)
    {
        var scan = Scan([line]);
        Assert.That(scan.Findings, Is.Empty);
        return scan.Warnings.Count;
    }

    [Test]
    public void An_error_of_a_program_beside_the_service_is_a_warning_of_its_kind()
    {
        var scan = Scan(
            [
                Daemon + "error : virHostCPU:1296 : Unable to open /dev/kvm", "  for a reason", Daemon + "info : fine",
                Daemon + "error : virHostCPU:1297 : Unable to open /dev/kvm", Daemon + "error : Traceback (most recent call last): no", Error + "own" + End,
            ],
            Definition() with { Programs = [new LogProgram("libvirtd", "api", @"^[\d-]+ [\d:.+]+: \d+: ", ": error : ")] },
            new LogWindow(1, 9));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scan.Findings.Select(finding => finding.FirstLine), Is.EqualTo(new[] { 6L }));
            Assert.That(scan.Warnings, Is.EqualTo(new[]
            {
                new LogWarning("api", "libvirtd", 2, 1, LogPhase.Start, "error : virHostCPU:1296 : Unable to open /dev/kvm"),
                new LogWarning("api", "libvirtd", 1, 5, LogPhase.Suite, "error : Traceback (most recent call last): no"),
            }));
        }
    }

    [TestCase("", Description = "everything")]
    [TestCase(@"^\d", Description = "whatever has a time")]
    [TestCase("ERROR", Description = "whatever says so")]
    public void A_pattern_of_a_program_that_is_too_broad_takes_no_error_of_the_services_own_code(string lines)
    {
        var scan = Scan(
            [Error + "own" + End, "Traceback (most recent call last):", "ValueError: no"],
            Definition() with { Programs = [new LogProgram("daemon", "api", lines, ".")] });
        Assert.That(scan.Findings.Select(finding => finding.FirstLine), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public void A_log_that_is_a_programs_as_a_whole_has_warnings_only()
    {
        var scan = Scan(
            ["2026-11-22 13:24:23 0 [ERROR] broken", "Traceback (most recent call last):", "ValueError: no"],
            Definition() with { Programs = [new LogProgram("mariadb", "api", null, @"\[ERROR\]|^Traceback")] });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scan.Findings, Is.Empty);
            Assert.That(scan.Warnings.Select(warning => (warning.Program, warning.FirstLine)), Is.EqualTo(new[] { ("mariadb", 1L), ("mariadb", 2L) }));
        }
    }

    [Test]
    public void What_a_service_says_whose_log_does_not_count_is_a_warning()
    {
        var scan = Scan([Error + "no" + End, "Traceback (most recent call last):", "ValueError: no"], isJudged: false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scan.Findings, Is.Empty);
            Assert.That(scan.Warnings.Select(warning => (warning.From, warning.Program, warning.Headline)), Is.EqualTo(new[] { ("api", null, "ERROR api.server no"), ("api", (string?)null, "ValueError: no") }));
        }
    }

    [Test]
    public void Kinds_of_warnings_are_bounded_and_the_others_counted()
    {
        var words = Enumerable.Range(0, 60).Select(number => $"ERROR {(char)('A' + (number / 26))}{(char)('a' + (number % 26))}");
        var scan = Scan([.. words, "ERROR Aa", .. words.TakeLast(2)], isJudged: false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scan.Warnings, Has.Count.EqualTo(50));
            Assert.That(scan.Warnings[0].Count, Is.EqualTo(2));
            Assert.That(scan.More, Is.EqualTo(new[] { new MoreKinds("api", 10, 12) }));
        }
    }

    [Test]
    public void Kinds_of_errors_are_bounded_and_the_others_counted()
    {
        var words = Enumerable.Range(0, 60).Select(number => $"{Error}{(char)('A' + (number / 26))}{(char)('a' + (number % 26))}{End}");
        var scan = Scan([.. words, Error + "Aa" + End, .. words.TakeLast(2)]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scan.Findings, Has.Count.EqualTo(50));
            Assert.That(scan.Findings[0].Count, Is.EqualTo(2));
            Assert.That(scan.MoreFindings, Is.EqualTo(new[] { new MoreKinds("api", 10, 12) }));
            Assert.That(LogCauses.Of(scan).Single().Message, Does.StartWith("63 unexpected errors in the log"));
        }
    }

    [Test]
    public void Of_a_line_without_an_end_so_much_is_kept_as_a_report_can_use()
    {
        var finding = Scan([Error + new string('x', 1 << 20) + End]).Findings.Single();
        Assert.That(finding.Excerpt.Sum(line => line.Length) + finding.Headline.Length, Is.LessThan(4000));
    }

    [Test]
    public void An_error_far_below_the_head_of_its_event_is_found_and_shown()
    {
        var finding = Scan([Info + "no end", .. Enumerable.Range(2, 700).Select(number => $"line {number}"), "Traceback (most recent call last):", "ValueError: no", .. Enumerable.Range(704, 297).Select(number => $"line {number}"), "the end"]).Findings.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(finding.FirstLine, Is.EqualTo(702));
            Assert.That(finding.Excerpt, Has.Count.EqualTo(30));
            Assert.That(finding.Excerpt.Skip(10).Take(3), Is.EqualTo(new[] { "...", "Traceback (most recent call last):", "... 973 more lines ..." }));
            Assert.That(finding.Excerpt[^1], Is.EqualTo("the end"));
        }
    }

    [Test]
    public void An_error_after_a_carriage_return_is_found_at_the_line_that_the_log_has() => Assert.That(
        Scan(["10%\r20%\r" + Error + "a" + End, Error + "b" + End]).Findings.Select(finding => finding.FirstLine), Is.EqualTo(new[] { 1L, 2L }));

    [Test]
    public void A_log_scan_says_whose_logs_count_and_none_is_a_gap()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Scan([]).Judged, Is.EqualTo(new[] { "api" }));
            Assert.That(Scan([]).Gaps, Is.Empty);
            Assert.That(Scan([], isJudged: false).Gaps, Is.EqualTo(new[] { "no service's log counts, so the log scan says nothing of a change" }));
        }
    }

    [Test]
    public void A_pattern_that_explodes_on_what_does_not_count_is_a_warning()
    {
        var definition = Definition() with { Programs = [new LogProgram("slow", "api", null, "^(\\w+\\s?)+:$")] };
        var scan = Scan([new string('a', 60) + "!", "ERROR later"], definition, isJudged: false);
        Assert.That(scan.Warnings.Single().Headline, Does.StartWith("the pattern ").And.EndWith("takes too long on line 1 of the log of api"));
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
        LogScanner.Combine(Definition(), ["api", "db"], ["api"], []).Gaps,
        Is.EqualTo(new[] { "the log of api was not read, so nothing is known about errors in it", "the log of db was not read, so nothing is known about errors in it" }));

    private static LogScanDefinition Definition(params AllowedError[] allow) =>
        new([], [], allow);

    private static AllowedError Allow(string name, string pattern) => new(name, "api", pattern, "harmless", null, Sometimes: false);

    private static LogScan Scan(string[] lines, LogScanDefinition? definition = null, LogWindow? window = null, bool isJudged = true)
    {
        var scan = new ServiceLogScan(definition ?? Definition(), "api", window ?? LogWindow.Everything, isJudged);
        foreach (var line in lines)
        {
            scan.Take(line);
        }

        scan.End();
        return LogScanner.Combine(definition ?? Definition(), ["api"], isJudged ? ["api"] : [], [scan]);
    }
}
