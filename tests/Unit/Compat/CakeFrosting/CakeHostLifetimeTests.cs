using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

public sealed class CakeHostLifetimeTests
{
    [Test]
    public void Run_WithLifetimes_CallsThemAroundTheRunAndEachTask()
    {
        var fixture = new HostFixture().With<Clean>().With<Compile>();
        fixture.Host.UseLifetime<RunLifetime>().UseTaskLifetime<EachTaskLifetime>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Compile"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(
            [
                "setup of Compile",
                "before Clean", "Clean", "after Clean",
                "before Compile", "Compile", "after Compile",
                "teardown of Compile: fine",
            ]));
        }
    }

    [Test]
    public void Run_WithSinglePieces_CallsThemWithTheBuildsContext()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseContext<SampleContext>()
            .UseSetup<OnlySetup>().UseTeardown<OnlyTeardown>()
            .UseTaskSetup<OnlyTaskSetup>().UseTaskTeardown<OnlyTaskTeardown>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Clean"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(["only set-up", "only before Clean", "Clean", "only after Clean", "only teardown"]));
        }
    }

    [Test]
    public void Run_ATaskFails_TearsDownTheTaskAndTheRun()
    {
        var fixture = new HostFixture().With<Failing>();
        fixture.Host.UseLifetime<RunLifetime>().UseTaskLifetime<EachTaskLifetime>();

        fixture.Run("-t", "Failing");

        Assert.That(fixture.Journal.Lines, Is.EqualTo(["setup of Failing", "before Failing", "after Failing", "teardown of Failing: it broke"]));
    }

    [Test]
    public void Run_TwoRegistrationsOfAKind_UsesTheLast()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseContext<SampleContext>().UseLifetime<RunLifetime>().UseSetup<OnlySetup>().UseTeardown<OnlyTeardown>();

        fixture.Run("-t", "Clean");

        Assert.That(fixture.Journal.Lines, Is.EqualTo(["only set-up", "Clean", "only teardown"]));
    }

    [Test]
    public void Run_TheContextIsNotTheLifetimes_FailsAndNamesBoth()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseContext<OtherContext>().UseSetup<OnlySetup>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Clean"), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.Contains(nameof(OtherContext)).And.Some.Contains(nameof(SampleContext)));
        }
    }
}
