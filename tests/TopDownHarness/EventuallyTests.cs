using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

public sealed class EventuallyTests
{
    [Test]
    public async Task ReachAsync_StateIsReached_ReturnsIt()
    {
        var states = new Queue<string>(["queued", "saving", "active"]);

        Assert.That(await WaitAsync(() => states.Dequeue()), Is.EqualTo("active"));
    }

    [Test]
    public async Task ReachAsync_NeverReached_EndsAtTheDeadlineAndTellsEachStateOnce()
    {
        var looks = 0;

        var failure = await Assert.ThrowsAsync<WaitFailedException>(() => WaitAsync(() => looks++ < 3 ? "queued" : "saving"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.StartWith("image is active: not within 30 s. Last seen: +0.8 s saving."));
            Assert.That(failure.Message, Does.EndWith("All that was seen: +0.0 s queued | +0.8 s saving"));
            Assert.That(looks, Is.EqualTo(34));
        }
    }

    [TestCase(0.05, 0.25)]
    [TestCase(0.4, 0.8)]
    [TestCase(5, 2)]
    public async Task ReachAsync_SlowLooks_AreFartherApart(double look, double pause)
    {
        var clock = new HastyClock();
        var start = clock.GetTimestamp();
        var looks = new List<double>();

        await Eventually.ReachAsync(
            "image is active",
            TimeSpan.FromSeconds(30),
            async () =>
            {
                looks.Add(clock.GetElapsedTime(start).TotalSeconds);
                await Task.Delay(TimeSpan.FromSeconds(look), clock);
                return looks.Count;
            },
            count => count == 3,
            _ => null,
            count => $"{count}",
            clock);

        Assert.That(looks, Is.EqualTo(new[] { 0, look + pause, 2 * (look + pause) }).Within(1e-6));
    }

    [Test]
    public async Task ReachAsync_LongWait_IsLookedAtLessOften()
    {
        var clock = new HastyClock();
        var looks = new List<double>();

        await Assert.ThrowsAsync<WaitFailedException>(() => Eventually.ReachAsync(
            "image is active",
            TimeSpan.FromSeconds(30),
            () =>
            {
                looks.Add(clock.GetElapsedTime(0).TotalSeconds);
                return Task.FromResult("saving");
            },
            _ => false,
            _ => null,
            state => state,
            clock));

        var pauses = looks.Zip(looks.Skip(1), (before, after) => (before, pause: after - before)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pauses.Where(pair => pair.before <= 2).Select(pair => pair.pause), Is.All.EqualTo(0.25).Within(1e-6));
            Assert.That(pauses.Where(pair => pair.before is > 2 and < 16), Is.All.Matches<(double Before, double Pause)>(pair => Math.Abs(pair.Pause - (pair.Before / 8)) < 2e-3));
            Assert.That(pauses.Where(pair => pair.before >= 16).Select(pair => pair.pause), Is.Not.Empty.And.All.EqualTo(2).Within(1e-6));
        }
    }

    [Test]
    public async Task ReachAsync_Hopeless_EndsAtOnceWithTheReason()
    {
        var looks = 0;

        var failure = await Assert.ThrowsAsync<WaitFailedException>(() => WaitAsync(() => looks++ == 0 ? "queued" : "killed"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.StartWith("image is active: will not happen, it was killed."));
            Assert.That(looks, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task ReachAsync_LookFails_EndsWithThatFailure()
    {
        await Assert.ThatAsync(
            () => WaitAsync(() => throw new InvalidOperationException("500")), Throws.InvalidOperationException.With.Message.EqualTo("500"));
    }

    private static Task<string> WaitAsync(Func<string> look) => Eventually.ReachAsync(
        "image is active",
        TimeSpan.FromSeconds(30),
        () => Task.FromResult(look()),
        state => state == "active",
        state => state == "killed" ? "it was killed" : null,
        state => state,
        new HastyClock());
}
