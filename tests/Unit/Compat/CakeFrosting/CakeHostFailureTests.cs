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
    public void Run_SetupFails_RunsNoTask()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseLifetime<FailingSetup>();

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
        fixture.Host.UseLifetime<FailingTeardown>();

        Assert.That(fixture.Run("-t", "Clean"), Is.EqualTo(6));
    }

    [Test]
    public void Run_TeardownFailsAfterAFailure_DoesNotHideTheFailure()
    {
        var fixture = new HostFixture().With<Failing>();
        fixture.Host.UseLifetime<FailingTeardown>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Failing"), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.EqualTo("Error: Error: it broke").And.Some.Contains("no teardown"));
        }
    }
}
