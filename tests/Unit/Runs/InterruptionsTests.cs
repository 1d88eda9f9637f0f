using GlanceGate.Engine;
using GlanceGate.Model;
using GlanceGate.Runs;
using GlanceGate.Stack;
using GlanceGate.Suites;
using GlanceGate.Verdicts;

namespace GlanceGate.Unit.Runs;

internal sealed class InterruptionsTests
{
    [Test]
    public void Of_FailedService_IsInfrastructureWithItsLastLines()
    {
        var interruption = Interruptions.Of(new StackFailedException("api", "api ended with exit code 1", ["one", "two"]))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(interruption.Outcome, Is.EqualTo(Outcome.Infrastructure));
            Assert.That(interruption.Cause.Kind, Is.EqualTo(CauseKinds.Service));
            Assert.That(interruption.Cause.Subject, Is.EqualTo("api"));
            Assert.That(interruption.Cause.Details, Is.EqualTo(["one", "two"]));
        }
    }

    [Test]
    public void Of_EngineWithAnExplanation_PutsTheFirstLineInTheMessageAndTheRestBelow()
    {
        var cause = Interruptions.Of(new EngineException("no image\nstep 1\nstep 2"))!.Cause;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cause.Message, Is.EqualTo("no image"));
            Assert.That(cause.Details, Is.EqualTo(["step 1", "step 2"]));
        }
    }

    [Test]
    public void Of_SuiteThatDoesNotBuild_IsAFailureOfTheChange() =>
        Assert.That(Interruptions.Of(new SuiteBuildException("does not build", []))!.Outcome, Is.EqualTo(Outcome.Failure));

    [Test]
    public void Of_SuiteThatTheMachineDoesNotLetBuild_IsInfrastructure() =>
        Assert.That(Interruptions.Of(new SuiteBuildException("does not build", []) { IsOfTheSuite = false })!.Outcome, Is.EqualTo(Outcome.Infrastructure));

    [Test]
    public void Of_FileThatNoImageHas_IsAFailureThatNoRetryMends() =>
        Assert.That(Interruptions.Of(new SuiteFileException("not there", new NoSuchFileException("404")))!.Outcome, Is.EqualTo(Outcome.Failure));

    [Test]
    public void Of_SomethingUnexpected_IsNothingKnown() => Assert.That(Interruptions.Of(new InvalidOperationException()), Is.Null);

    [Test]
    public async Task Died_WhileTheSuiteRan_IsAFailureAndNoInfrastructure() =>
        Assert.That((await Interruptions.DiedAsync(new StackFailedException("api", "api ended", []), () => Task.CompletedTask)).Outcome, Is.EqualTo(Outcome.Failure));

    [Test]
    public async Task Died_WithTheEngine_IsInfrastructureOfTheEngine()
    {
        var died = new StackFailedException("api", "api ended", []);
        var interruptions = new[]
        {
            await Interruptions.DiedAsync(died, () => throw new EngineException("no answer\nlast words")),
            await Interruptions.DiedAsync(died, () => throw new TaskCanceledException()),
            await Interruptions.DiedAsync(new StackFailedException("api", "api could not be watched", [], inner: new EngineException("reset")), () => Task.CompletedTask),
        };

        Assert.That(interruptions.Select(interruption => interruption.Outcome), Has.All.EqualTo(Outcome.Infrastructure));
        Assert.That(interruptions[0].Cause.Kind, Is.EqualTo(CauseKinds.Engine));
        Assert.That(interruptions[0].Cause.Details, Is.EqualTo(new[] { "no answer", "last words", "api ended" }));
    }

    [Test]
    public void TimedOut_NamesPhaseAndWhoWasNotReady()
    {
        var now = DateTimeOffset.UnixEpoch;
        var interruption = Interruptions.TimedOut(
            TimeSpan.FromMinutes(20),
            "stack",
            [new ServiceSnapshot("db", ServiceState.Healthy, now, string.Empty), new ServiceSnapshot("api", ServiceState.Starting, now, "HTTP 503")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(interruption.Outcome, Is.EqualTo(Outcome.TimedOut));
            Assert.That(interruption.Cause.Message, Does.Contain("20 min 00 s").And.Contain("'stack'"));
            Assert.That(interruption.Cause.Details, Is.EqualTo(["api starting: HTTP 503"]));
        }
    }
}
