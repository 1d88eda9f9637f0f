using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

public sealed class CakeHostFailureTests
{
    [Test]
    public void Run_ATaskFails_IsOneWhateverTheExceptionsCode()
    {
        var fixture = new HostFixture().With<Failing>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Failing"), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.EqualTo("Error: Error: it broke"));
        }
    }

    [Test]
    public void Run_ATaskIsCancelled_FailsAfterTeardown()
    {
        var fixture = new HostFixture().With<Cancelled>();
        fixture.Host.UseLifetime<RunLifetime>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Cancelled"), Is.EqualTo(1));
            Assert.That(fixture.Journal.Lines, Has.Some.StartsWith("teardown of Cancelled"));
        }
    }

    [Test]
    public void Run_AFailingTaskContinuesOnError_Succeeds()
    {
        var fixture = new HostFixture().With<FailingHarmlessly>().With<AfterHarmlessFailure>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "AfterHarmlessFailure"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(["AfterHarmlessFailure"]));
        }
    }

    [Test]
    public void Run_AFailingTaskHandlesItsError_SeesTheExceptionAndGoesOn()
    {
        var fixture = new HostFixture().With<Handling>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Handling"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(["OnError it broke", "Finally"]));
        }
    }

    [Test]
    public void Run_AFailingTaskHasFinally_RunsItAndFails()
    {
        var fixture = new HostFixture().With<FailingFinally>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "FailingFinally"), Is.EqualTo(1));
            Assert.That(fixture.Journal.Lines, Is.EqualTo(["Finally"]));
        }
    }

    [Test]
    public void Run_SetupFails_RunsNoTask()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseSetup<FailingSetup>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Clean"), Is.EqualTo(1));
            Assert.That(fixture.Journal.Lines, Is.Empty);
            Assert.That(fixture.Log.Lines, Has.Some.Contains("no set-up"));
        }
    }

    [Test]
    public void Run_TeardownFailsAfterSuccess_IsTheExceptionsCode()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseTeardown<FailingTeardown>();

        Assert.That(fixture.Run("-t", "Clean"), Is.EqualTo(6));
    }

    [Test]
    public void Run_TeardownFailsAfterAFailure_DoesNotHideTheFailure()
    {
        var fixture = new HostFixture().With<Failing>();
        fixture.Host.UseTeardown<FailingTeardown>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Failing"), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.EqualTo("Error: Error: it broke").And.Some.Contains("no teardown"));
        }
    }
}
