using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

public sealed class CakeHostTargetTests
{
    private static readonly string[] All = ["Clean", "Compile", "unit-tests"];

    [Test]
    public void Run_ATarget_RunsItsDependenciesFirst()
    {
        var fixture = Build();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("--target", "unit-tests"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(All));
        }
    }

    [Test]
    public void Run_NoTarget_RunsDefault()
    {
        var fixture = Build().With<Default>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run(), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(All));
        }
    }

    [Test]
    public void Run_TwoTargets_RunASharedDependencyOnce()
    {
        var fixture = Build().With<Lint>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("--target=Lint", "-t", "Compile"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EquivalentTo(["Clean", "Lint", "Compile"]).And.ItemAt(0).EqualTo("Clean"));
        }
    }

    /// <summary>By default all targets are one graph, and independent ones run in the order in which their tasks were found.</summary>
    [TestCase("true", "Clean", "Lint")]
    [TestCase("false", "Lint", "Clean")]
    public void Run_TwoTargets_RunInTheOrderGivenOnlyWithoutTheUnifiedGraph(string unified, params string[] order)
    {
        var fixture = new HostFixture().With<Clean>().With<Lint>();
        fixture.Host.UseCakeSetting("Settings_UnifiedDependencyGraphForMultipleTargets", unified);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Lint", "-t", "Clean", "--exclusive"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(order));
        }
    }

    [Test]
    public void Run_Exclusive_LeavesOutDependencies()
    {
        var fixture = Build();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Compile", "--exclusive"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(["Compile"]));
        }
    }

    [TestCase("--target", "Nope")]
    [TestCase("--target", "Default", TestName = "Run_WithoutDefault_Fails")]
    public void Run_AnUnknownTarget_FailsAndNamesIt(params string[] args)
    {
        var fixture = Build();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run(args), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.Contains($"The target '{args[^1]}' was not found."));
            Assert.That(fixture.Journal.Lines, Is.Empty);
        }
    }

    [TestCase("Compile", Description = "a word that is no option")]
    [TestCase("--target", Description = "an option without its value")]
    [TestCase("--verbosity", "loud")]
    public void Run_AnUnreadableCommandLine_RunsNothing(params string[] args)
    {
        var fixture = Build().With<Default>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run(args), Is.EqualTo(-1));
            Assert.That(fixture.Journal.Lines, Is.Empty);
        }
    }

    [Test]
    public void Run_DependsOnATypeThatIsNoTask_FailsAndNamesIt()
    {
        var fixture = new HostFixture().With<DependsOnNoTask>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "DependsOnNoTask"), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.Contains("The dependency 'DateTime' is not a valid task."));
        }
    }

    [Test]
    public void Run_RunIsOverriddenInABaseClass_RunsIt()
    {
        var fixture = new HostFixture().With<InheritsRun>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "InheritsRun"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(["InheritsRun"]));
        }
    }

    [Test]
    public void Run_TheContextIsOfTheTasksType_RunsIt()
    {
        var fixture = new HostFixture().With<NeedsSampleContext>();
        fixture.Host.UseContext<OtherContext>().UseContext<SampleContext>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "NeedsSampleContext"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.EqualTo(["NeedsSampleContext"]));
        }
    }

    [Test]
    public void Run_TheContextIsOfAnotherType_LeavesTheTaskOutWithAWarning()
    {
        var fixture = Build().With<NeedsSampleContext>();
        fixture.Host.UseContext<OtherContext>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Clean"), Is.Zero);
            Assert.That(fixture.Log.Lines, Has.Some.EqualTo($"Warning: Task cannot be used since the context isn't convertible to {typeof(SampleContext).FullName}."));
        }
    }

    private static HostFixture Build() => new HostFixture().With<Clean>().With<Compile>().With<UnitTests>();
}
