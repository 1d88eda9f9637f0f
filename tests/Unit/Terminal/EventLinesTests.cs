using GlanceGate.Model;
using GlanceGate.Reports;
using GlanceGate.Terminal;

namespace GlanceGate.Unit.Terminal;

internal sealed class EventLinesTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void Describe_EventOfAVariant_IsPrefixedWithIt() =>
        Assert.That(EventLines.Describe(Service(ServiceState.Healthy, "HTTP 200")), Does.EndWith("[job (a)] db healthy: HTTP 200"));

    [Test]
    public void Describe_CreatedService_IsNoLine() => Assert.That(EventLines.Describe(Service(ServiceState.Created, string.Empty)), Is.Null);

    [Test]
    public void Lasts_FailedServiceAndFailedTest_YesButNotTheGoodOnes()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(EventLines.Lasts(Service(ServiceState.Failed, string.Empty)), Is.True);
            Assert.That(EventLines.Lasts(Service(ServiceState.Healthy, string.Empty)), Is.False);
            Assert.That(EventLines.Lasts(Test(TestOutcome.Failed)), Is.True);
            Assert.That(EventLines.Lasts(Test(TestOutcome.Skipped)), Is.True);
            Assert.That(EventLines.Lasts(Test(TestOutcome.Passed)), Is.False);
        }
    }

    [TestCase(0.42, "0.4 s")]
    [TestCase(12.4, "12 s")]
    [TestCase(184, "3 min 04 s")]
    public void Seconds_AnyDuration_IsReadable(double seconds, string expected) =>
        Assert.That(Durations.Words(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    [Test]
    public void Board_NextVariant_StartsAnew()
    {
        var first = ShownRun.Empty
            .With(new RunEvent.PhaseStarted(At, "job (a)", "stack"))
            .With(Service(ServiceState.Healthy, string.Empty))
            .With(Test(TestOutcome.Failed));
        var second = first.With(new RunEvent.PhaseStarted(At, "job (b)", "stack"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Failed, Is.EqualTo(1));
            Assert.That(first.Services.Keys, Is.EqualTo(["db"]));
            Assert.That(second.Title, Is.EqualTo("job (b)"));
            Assert.That(second.Services, Is.Empty);
            Assert.That(second.Failed, Is.Zero);
        }
    }

    private static RunEvent.ServiceChanged Service(ServiceState state, string detail) => new(At, "job (a)", new ServiceSnapshot("db", state, At, detail));

    private static RunEvent.TestEnded Test(TestOutcome outcome) => new(
        At,
        "job (a)",
        new TestResult("Name", "Suite", outcome, TimeSpan.FromSeconds(1), string.Empty, string.Empty, string.Empty, new Dictionary<string, IReadOnlyList<string>>()));
}
