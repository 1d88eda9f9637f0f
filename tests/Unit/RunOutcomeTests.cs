using GlanceGate.Verdicts;

namespace GlanceGate.Unit;

internal sealed class RunOutcomeTests
{
    [Test]
    public void ExitCode_CakeRefusedTheCommandLine_IsConfigError() => Assert.That(new RunOutcome().ExitCode(1), Is.EqualTo(2));

    [Test]
    public void ExitCode_NothingRecordedAndCakeContent_IsSuccess() => Assert.That(new RunOutcome().ExitCode(0), Is.Zero);

    [Test]
    public void ExitCode_RecordedOutcome_IsItsNumberWhateverCakeSays()
    {
        var outcome = new RunOutcome();
        outcome.Record(Outcome.Infrastructure);

        Assert.That(outcome.ExitCode(1), Is.EqualTo(3));
    }

    [Test]
    public void Record_SuccessAfterFailure_DoesNotHideIt()
    {
        var outcome = new RunOutcome();
        outcome.Record(Outcome.Success);
        outcome.Record(Outcome.Failure);
        outcome.Record(Outcome.Success);

        Assert.That(outcome.ExitCode(0), Is.EqualTo(1));
    }

    [Test]
    public void ExitCode_CakeFailedThoughSuccessWasRecorded_IsNotSuccess()
    {
        var outcome = new RunOutcome();
        outcome.Record(Outcome.Success);

        Assert.That(outcome.ExitCode(1), Is.Not.Zero);
    }
}
