using GlanceGate.Engine;
using GlanceGate.Unit.Engine.InMemory;
using GlanceGate.Unit.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Stack;
using GlanceGate.Stack.Probes;

namespace GlanceGate.Unit.Stack;

[TestFixture]
[CancelAfter(30_000)]
public sealed class LogCaptureTests
{
    [Test]
    public async Task A_pattern_that_explodes_on_a_line_is_cut_off_and_later_lines_are_still_looked_at(CancellationToken cancellation)
    {
        var capture = new LogCapture(null, LogProbe.Pattern(new HealthProbe.Log("^(\\w+\\s?)+:$")));

        await FollowAsync(capture, [new string('a', 60) + "!", "ready:"], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(capture.Trouble, Does.Contain("takes too long on a line of 61 characters"));
            Assert.That(capture.Match, Is.EqualTo("ready:"));
        }
    }

    [Test]
    public async Task The_tail_is_bounded_in_lines_and_in_their_length(CancellationToken cancellation)
    {
        var capture = new LogCapture(null, null);

        await FollowAsync(capture, [.. Enumerable.Range(0, 100).Select(number => $"{number} {new string('x', 10_000)}")], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(capture.LastLines, Has.Count.EqualTo(LogCapture.EvidenceLines));
            Assert.That(capture.LastLines[^1], Does.StartWith("99 ").And.EndWith(" ...").And.Length.LessThan(5000));
        }
    }

    [Test]
    public async Task A_file_that_cannot_be_written_does_not_blind_the_healthcheck(CancellationToken cancellation)
    {
        var capture = new LogCapture("/dev/full", LogProbe.Pattern(new HealthProbe.Log("ready")));

        await FollowAsync(capture, ["starting", "ready"], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(capture.Match, Is.EqualTo("ready"));
            Assert.That(capture.Trouble, Does.StartWith("the log file is not complete: "));
        }
    }

    [Test]
    public async Task The_file_is_there_before_a_line_is_read(CancellationToken cancellation)
    {
        using var folder = new InputFolder();
        using var letGo = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = new LogCapture(folder.Of("log"), null).FollowAsync(System.Threading.Channels.Channel.CreateUnbounded<LogLine>().Reader.ReadAllAsync(letGo.Token), letGo.Token);

        Assert.That(folder.Of("log"), Does.Exist, "for whoever collects evidence of a stack that is not stopped");
        await letGo.CancelAsync();
        await following;
    }

    [Test]
    public async Task A_log_beyond_its_limit_ends_in_the_file_and_does_not_blind_the_healthcheck(CancellationToken cancellation)
    {
        using var folder = new InputFolder();
        var capture = new LogCapture(folder.Of("log"), LogProbe.Pattern(new HealthProbe.Log("ready"))) { Limit = 10 };

        await FollowAsync(capture, ["one", "two", "three", "four", "ready"], cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(capture.Match, Is.EqualTo("ready"));
            Assert.That(capture.Trouble, Is.EqualTo("the log file is not complete: it has more than 10 bytes"));
            Assert.That(File.ReadAllLines(folder.Of("log")), Is.EqualTo(new[] { "one", "two", "three" }));
        }
    }

    [Test]
    public async Task A_mark_stands_behind_what_was_written_before_it_also_when_that_comes_later(CancellationToken cancellation)
    {
        var capture = new LogCapture(null, null);
        var early = capture.Mark(DateTimeOffset.MinValue);
        var late = capture.Mark(DateTimeOffset.MaxValue);

        await FollowAsync(capture, ["one", "two"], cancellation);
        var after = capture.Mark(DateTimeOffset.MinValue);

        Assert.That((early.Lines, late.Lines, after.Lines), Is.EqualTo((0L, 2L, 2L)));
    }

    private static async Task FollowAsync(LogCapture capture, string[] lines, CancellationToken cancellation)
    {
        var time = new ManualTimeProvider();
        await using var engine = new InMemoryEngine(time).AddImage("image").Script("db", new ContainerScript
        {
            Log = [.. lines.Select(line => new ScriptedLine(TimeSpan.Zero, line))],
            ExitAfter = TimeSpan.Zero,
        });
        await engine.CreateContainerAsync(new ContainerSpec("db", "image", null, [], new Dictionary<string, string>()), cancellation);
        await engine.StartContainerAsync("db", cancellation);
        await capture.FollowAsync(engine.ReadLogAsync("db", follow: true, cancellation), cancellation);
    }
}
