using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

public sealed class CakeHostOptionTests
{
    [Test]
    public void Run_Working_IsRelativeToTheCurrentOne()
    {
        var fixture = new HostFixture().With<Clean>();
        var root = Directory.CreateTempSubdirectory("frosting-");
        try
        {
            root.CreateSubdirectory("option");
            fixture.Environment.WorkingDirectory = root.FullName;

            using (Assert.EnterMultipleScope())
            {
                Assert.That(fixture.Run("-t", "Clean", "--working", "./option"), Is.Zero);
                Assert.That(fixture.Environment.WorkingDirectory.FullPath, Is.EqualTo(Path.Combine(root.FullName, "option")));
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Test]
    public void Run_TheWorkingDirectoryDoesNotExist_Fails()
    {
        var fixture = new HostFixture().With<Clean>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Clean", "-w", "/no/such/place"), Is.EqualTo(1));
            Assert.That(fixture.Log.Lines, Has.Some.Contains("The working directory '/no/such/place' does not exist."));
            Assert.That(fixture.Journal.Lines, Is.Empty);
        }
    }

    [Test]
    public void Run_Dryrun_NamesTheTasksInOrderAndRunsNone()
    {
        var fixture = new HostFixture().With<Clean>().With<Compile>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run("-t", "Compile", "--dryrun"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.Empty);
            Assert.That(fixture.Shown, Does.Match(@"(?s)1\. Clean.*2\. Compile"));
        }
    }

    /// <summary>A build whose set-up has effects must look for the option itself.</summary>
    [Test]
    public void Run_Dryrun_SetsUpAndTearsDownTheRunAllTheSame()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Host.UseLifetime<RunLifetime>();

        fixture.Run("-t", "Clean", "--dryrun");

        Assert.That(fixture.Journal.Lines, Is.EqualTo(["setup of Clean", "teardown of Clean: fine"]));
    }

    [TestCase("--description", "Compiles the lot")]
    [TestCase("--tree", "└─Clean")]
    [TestCase("--info", "Version:")]
    public void Run_AQuestionAboutTheBuild_AnswersAndRunsNothing(string option, string answer)
    {
        var fixture = new HostFixture().With<Clean>().With<Compile>();
        fixture.Host.UseLifetime<RunLifetime>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run(option), Is.Zero);
            Assert.That(fixture.Shown, Does.Contain(answer));
            Assert.That(fixture.Journal.Lines, Is.Empty);
        }
    }

    [TestCase("--version")]
    [TestCase("--help")]
    public void Run_AQuestionAboutTheHost_RunsNothing(string option)
    {
        var fixture = new HostFixture().With<Clean>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fixture.Run(option, "-t", "Clean"), Is.Zero);
            Assert.That(fixture.Journal.Lines, Is.Empty);
        }
    }

    [Test]
    public void Run_NoReport_LeavesOutTheTable()
    {
        var (with, without) = (new HostFixture().With<Clean>(), new HostFixture().With<Clean>());

        with.Run("-t", "Clean");
        without.Run("-t", "Clean", "--no-report");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(with.Shown, Does.Contain("Duration"));
            Assert.That(without.Shown, Does.Not.Contain("Duration"));
        }
    }

    [TestCase(Verbosity.Normal)]
    [TestCase(Verbosity.Diagnostic, "--verbosity", "diagnostic")]
    [TestCase(Verbosity.Quiet, "-v", "Quiet")]
    public void Run_Verbosity_IsTheLogs(Verbosity expected, params string[] args)
    {
        var fixture = new HostFixture().With<Clean>();

        fixture.Run(["-t", "Clean", .. args]);

        Assert.That(fixture.Log.Verbosity, Is.EqualTo(expected));
    }

    [Test]
    public void Run_NoVerbosity_TakesTheConfigurations()
    {
        var fixture = new HostFixture().With<Clean>();
        fixture.Environment.Variables["CAKE_SETTINGS_VERBOSITY"] = "Minimal";

        fixture.Run("-t", "Clean");

        Assert.That(fixture.Log.Verbosity, Is.EqualTo(Verbosity.Minimal));
    }

    [Test]
    public void UseCakeSetting_IsInTheConfiguration_AndVariablesComeBeforeIt()
    {
        var fixture = new HostFixture().With<ReadsSettings>();
        fixture.Host.UseCakeSetting("Sample_One", "code").UseCakeSetting("Sample_Two", "code").UseCakeSetting("Sample_Two", "later code");
        fixture.Environment.Variables["CAKE_SAMPLE_ONE"] = "variable";

        fixture.Run("-t", "ReadsSettings");

        Assert.That(fixture.Journal.Lines, Is.EqualTo(["variable, later code"]));
    }

    private sealed class ReadsSettings(Journal journal, ICakeConfiguration configuration) : FrostingTask<ICakeContext>
    {
        public override void Run(ICakeContext context) => journal.Add(
            $"{configuration.GetValue("Sample_One")}, {context.Configuration.GetValue("sample_two")}");
    }
}
