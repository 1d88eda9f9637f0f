using GlanceGate.Logs;

namespace GlanceGate.Unit.Logs;

/// <summary>Which lines belong together, in the forms that services write.</summary>
public sealed class LogRecordReaderTests
{
    private const string Head = "2026-11-22 12:53:17.435 35 ERROR api.server";

    [Test]
    public void The_lines_of_a_traceback_that_repeat_their_head_are_one_record() => Check(
        [
            $"{Head} [None req-1 user project] refused: api.Forbidden: no",
            $"{Head} Traceback (most recent call last):",
            $"{Head}   File \"api.py\", line 1, in get",
            $"{Head} \u001b[00m",
            "10.0.0.1 - - [22/Nov/2026] \"GET /\" 403",
        ],
        (1, 4),
        (5, 1));

    [Test]
    public void The_same_logger_in_the_same_millisecond_with_a_context_of_its_own_is_another_record() =>
        Check([$"{Head} [-] one\u001b[00m", $"{Head} [-] two\u001b[00m"], (1, 1), (2, 1));

    [Test]
    public void A_context_that_names_what_the_traceback_is_about_starts_no_record() => Check(
        [$"{Head} [None req-1] [instance: 1] failed", $"{Head} [instance: 1] Traceback (most recent call last):", $"{Head} [instance: 1] \u001b[00m"],
        (1, 3));

    [Test]
    public void A_text_goes_on_until_the_end_of_its_record_is_written() => Check(
        ["2026-11-22 12:53:17.474 30 WARNING api [-] answer: {", "}", ": api.Forbidden: no\u001b[00m", "unrelated"],
        (1, 3),
        (4, 1));

    [Test]
    public void A_traceback_of_a_warning_belongs_to_it_although_its_lines_say_error() => Check(
        ["2026-11-22 12:53:17.435 35 WARNING api.server [-] retrying", $"{Head} Traceback (most recent call last):", $"{Head} \u001b[00m"],
        (1, 3));

    [Test]
    public void Processes_may_write_between_each_others_lines() => Check(
        [
            $"{Head} [-] first",
            "2026-11-22 12:53:17.435 36 INFO other [-] fine\u001b[00m",
            $"{Head} Traceback (most recent call last):",
            "2026-11-22 12:53:17.436 36 INFO other [-] fine\u001b[00m",
            $"{Head} \u001b[00m",
        ],
        (2, 1),
        (4, 1),
        (1, 3));

    [Test]
    public void Lines_that_repeat_an_erlang_head_are_one_record_and_nothing_else_belongs_to_it() => Check(
        [
            "\u001b[38;5;160m2026-11-22 13:24:38.269520+00:00 [error] <0.681.0> Channel error on connection\u001b[0m",
            "\u001b[38;5;160m2026-11-22 13:24:38.269520+00:00 [error] <0.681.0> no queue\u001b[0m",
            " completed with 0 plugins.",
            "\u001b[38;5;160m2026-11-22 13:24:38.300000+00:00 [error] <0.681.0> Channel error on connection\u001b[0m",
        ],
        (1, 2),
        (3, 1),
        (4, 1));

    [Test]
    public void A_plain_traceback_ends_with_the_line_that_names_the_exception() => Check(
        ["starting", "Traceback (most recent call last):", "  File \"a.py\", line 1", "    fail()", "ValueError: no", "going on"],
        (1, 1),
        (2, 4),
        (6, 1));

    [Test]
    public void Exceptions_that_caused_each_other_are_one_record() => Check(
        [
            "Traceback (most recent call last):", "  File \"a.py\", line 1", "ValueError: no", string.Empty,
            "During handling of the above exception, another exception occurred:", string.Empty,
            "Traceback (most recent call last):", "  File \"b.py\", line 1", "KeyError: 1", "going on",
        ],
        (1, 9),
        (10, 1));

    [Test]
    public void Lines_of_other_forms_stand_alone_with_what_is_indented_below_them() => Check(
        [
            "2026-11-22 13:24:21.655+0000: 32: error : one: not found", "2026-11-22 13:24:21.655+0000: 32: error : two: not found",
            "2026-11-22 13:24:23 0 [ERROR] InnoDB: broken", "  at page 1",
        ],
        (1, 1),
        (2, 1),
        (3, 2));

    [Test]
    public void A_record_that_never_ends_is_cut_off()
    {
        var reader = new LogRecordReader(_ => LogAuthor.Service);
        _ = reader.Take($"{Head} [-] no end");
        for (var i = 0; i < 1000; i++)
        {
            Assert.That(reader.Take("more"), Is.Empty);
        }

        var record = reader.End().Single();
        Assert.That((record.Lines.Count, record.LineCount), Is.EqualTo((500, 1001L)));
    }

    [Test]
    public void What_was_written_over_is_lines_of_one_number() =>
        Check(["10%\r20%\rdone", "\r", "next"], (1, 1), (1, 1), (1, 1), (2, 1), (3, 1));

    private static void Check(string[] lines, params (long FirstLine, int Lines)[] expected)
    {
        var reader = new LogRecordReader(_ => LogAuthor.Service);
        List<LogRecord> records = [.. lines.SelectMany(reader.Take), .. reader.End()];
        Assert.That(records.Select(record => (record.FirstLine, record.Lines.Count)), Is.EquivalentTo(expected));
    }
}
