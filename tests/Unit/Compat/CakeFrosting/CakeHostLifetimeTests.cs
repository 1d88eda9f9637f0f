using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

public sealed class CakeHostLifetimeTests
{
    [Test]
    public void Run_WithLifetimes_CallsThemAroundTheRunAndEachTask()
    {
        var fixture = new HostFixture().With<Clean>().With<Compile>();
        fixture.Host.UseLifetime<RunLifetime>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Compile"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(
            [
                "setup of Compile",
                "Clean",
                "Compile",
                "teardown of Compile: fine",
            ]));
        }
    }

    [Test]
    public void Run_ATaskFails_TearsDownTheRun()
    {
        var fixture = new HostFixture().With<Failing>();
        fixture.Host.UseLifetime<RunLifetime>();

        fixture.Run("-t", "Failing");

        Assert.That(fixture.Journal.Lines, Is.EqualTo(["setup of Failing", "teardown of Failing: it broke"]));
    }

    [Test]
    public void Run_TwoRegistrationsOfAKind_UsesTheLast()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseContext<SampleContext>().UseLifetime<RunLifetime>().UseLifetime<SampleLifetime>();

        fixture.Run("-t", "Clean");

        Assert.That(fixture.Journal.Lines, Is.EqualTo(["set-up with the build's context", "Clean", "teardown with the build's context"]));
    }

    [Test]
    public void Run_TheContextIsNotTheLifetimes_FailsAndNamesBoth()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseContext<OtherContext>().UseLifetime<SampleLifetime>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Clean"), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.Contains(nameof(OtherContext)).And.Some.Contains(nameof(SampleContext)));
        }
    }
}
