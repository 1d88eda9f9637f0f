using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine;

[TestFixture]
public sealed class ProgressDeadlineTests
{
    private static readonly TimeLimit Limit = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    private ManualTimeProvider _time = new();

    [SetUp]
    public void Begin() => _time = new ManualTimeProvider();

    [Test]
    public void What_stands_still_is_ended_and_the_message_says_how_long()
    {
        using var deadline = new ProgressDeadline(Limit, _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(59));
        var before = deadline.IsReached;
        _time.Advance(TimeSpan.FromSeconds(1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.False);
            Assert.That(deadline.IsReached, Is.True);
            Assert.That(deadline.Token.IsCancellationRequested, Is.True);
            Assert.That(deadline.Words(), Does.StartWith("did not move for 60 s").And.Contain("--patience"));
        }
    }

    [Test]
    public void What_moves_goes_on_up_to_the_total()
    {
        using var deadline = new ProgressDeadline(Limit, _time, CancellationToken.None);
        for (var second = 0; second < 599; second += 1)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            deadline.Moved();
        }

        var before = deadline.IsReached;
        _time.Advance(TimeSpan.FromSeconds(1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.False);
            Assert.That(deadline.IsReached, Is.True);
            Assert.That(deadline.Words(), Does.StartWith("did not end within 10 min").And.Contain("--patience"));
        }
    }

    [Test]
    public async Task A_caller_who_gives_up_is_no_deadline()
    {
        using var caller = new CancellationTokenSource();
        using var deadline = new ProgressDeadline(Limit, _time, caller.Token);
        await caller.CancelAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(deadline.Token.IsCancellationRequested, Is.True);
            Assert.That(deadline.IsReached, Is.False);
        }
    }

    [Test]
    public void Patience_stretches_every_limit()
    {
        var usual = Patience.Usual;
        var twice = new Patience(2);
        TimeSpan[] limits = [.. Limits(usual)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(limits, Is.All.GreaterThan(TimeSpan.Zero));
            Assert.That(Limits(twice), Is.EqualTo(limits.Select(limit => limit * 2)));
        }
    }

    private static IEnumerable<TimeSpan> Limits(Patience patience) => typeof(Patience).GetProperties()
        .Select(property => property.GetValue(patience))
        .SelectMany(value => value switch
        {
            TimeSpan limit => [limit],
            TimeLimit limit => [limit.Still, limit.Total],
            _ => Array.Empty<TimeSpan>(),
        })
        .Append(patience.Bake(TimeSpan.FromMinutes(10)));
}
