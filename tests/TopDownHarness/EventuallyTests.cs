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
            Assert.That(looks, Is.EqualTo(121));
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
