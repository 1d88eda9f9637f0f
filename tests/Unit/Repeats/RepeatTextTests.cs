using System.Text.Json;
using GlanceGate.Repeats;
using GlanceGate.Unit.Verdicts;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Repeats;

internal sealed class RepeatTextTests
{
    private static readonly RepeatReport Report = new("dotnet run -- --target=Repeat --times=3", 3, 0, SampleRuns.Started,
    [
        RepeatStatisticsTests.Run(1),
        RepeatStatisticsTests.Run(2, run => run with { Attempt = 2, Session = "s2", Suite = SampleRuns.Suite(RepeatStatisticsTests.Failed("Boot.Works", "a | b\n<c>")) }),
    ]);

    [Test]
    public void The_line_of_a_red_run_says_why_and_where()
    {
        Assert.That(
            RepeatText.Line(Report.Runs[1], 2, 3),
            Is.EqualTo("run 2 of 3: v: FAILURE, 1 tests executed, 70 s, attempt 2: test Boot.Works: a | b (s2)"));
    }

    [Test]
    public void The_summary_has_every_table_and_ends_with_what_it_came_to()
    {
        var text = RepeatText.Summary(Report);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Match(@"variant +runs +success +failure +second attempts +tests executed\n +v +2 +1 +1 +1 +1 to 2\n"));
            Assert.That(text, Does.Match(@"v +1 of 2 +Boot\.Works +a \| b +s2\n"));
            Assert.That(text, Does.Match(@"v +stack +2 +25 s +25 s +25 s\n"));
            Assert.That(text, Does.Match(@"v +whole run +2 +70 s +70 s +70 s\n"));
            Assert.That(text, Does.EndWith("ABORTED: 1 of 2 runs green, 3 were asked for (exit code 5)"));
        }
    }

    [Test]
    public void Markdown_keeps_text_of_others_in_its_cell() =>
        Assert.That(RepeatText.Markdown(Report), Does.Contain("| v | 1 of 2 | Boot.Works | a \\| b | s2 |"));

    [Test]
    public void What_no_run_did_has_no_table()
    {
        var green = Report with { Planned = 1, Runs = [Report.Runs[0]] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RepeatTables.Of(green).Select(table => table.Title), Is.EqualTo(["Verdicts", "Times"]));
            Assert.That(RepeatText.Summary(green), Does.EndWith("SUCCESS: 1 of 1 runs green (exit code 0)"));
        }
    }

    [Test]
    public void A_report_before_the_first_run_is_one_too()
    {
        var none = Report with { Runs = [] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RepeatText.Summary(none), Is.EqualTo("\nABORTED: 0 of 0 runs green, 3 were asked for (exit code 5)"));
            Assert.That(RepeatDocument.Of(none).ToJson(), Does.Contain("\"done\": 0"));
        }
    }

    [Test]
    public void The_document_has_every_run_and_the_statistics()
    {
        using var document = JsonDocument.Parse(RepeatDocument.Of(Report with { BusyLoops = 4 }).ToJson());
        var root = document.RootElement;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(root.GetProperty("outcome").GetString(), Is.EqualTo("aborted"));
            Assert.That(root.GetProperty("busyLoops").GetInt32(), Is.EqualTo(4));
            Assert.That(root.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("outcome").GetString()), Is.EqualTo(["success", "failure"]));
            Assert.That(root.GetProperty("variants")[0].GetProperty("outcomes").GetProperty(Outcome.Failure.Word()).GetInt32(), Is.EqualTo(1));
            Assert.That(root.GetProperty("variants")[0].GetProperty("secondAttempts").GetInt32(), Is.EqualTo(1));
        }
    }
}
