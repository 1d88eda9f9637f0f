using Cake.Common;
using Cake.Core;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace GlanceGate.Unit.Compat.CakeFrosting;

/// <summary>How a build sees the arguments that are not the host's.</summary>
public sealed class CakeHostArgumentTests
{
    [TestCase("--name=x", "x")]
    [TestCase("--name x", "x")]
    [TestCase("--name:x", "x")]
    [TestCase("--name=x --name=y --name z", "x", "y", "z")]
    [TestCase("--NAME=x", "x")]
    [TestCase("--name=service.config./etc/x.conf.A.b=true", "service.config./etc/x.conf.A.b=true")]
    [TestCase("--name service.config./etc/x.conf.A.b=true", "service.config./etc/x.conf.A.b=true")]
    [TestCase("--name=a.b=c --name=d=e=f", "a.b=c", "d=e=f")]
    [TestCase("--name=http://host:1/path?q=1&r=[2]", "http://host:1/path?q=1&r=[2]")]
    [TestCase("--name http://host:1/path", "http://host:1/path")]
    [TestCase("--name=-x", "-x", Description = "a value that begins with a dash needs the equals sign")]
    [TestCase("--name=1,2", "1,2")]
    [TestCase("-- --name=x rest", "x", Description = "after the double dash words are allowed")]
    public void GetArguments_OfAName_AreItsValuesInOrder(string line, params string[] values)
        => Assert.That(Arguments(line.Split(' ')).GetValueOrDefault("name"), Is.EqualTo(values));

    [Test]
    public void GetArguments_AValueWithBlanks_IsWhole()
        => Assert.That(Arguments("--where", "Category == x", "--set=a b")["where"], Is.EqualTo(["Category == x"]));

    [Test]
    public void GetArguments_ASwitch_IsThereWithoutAValue()
    {
        var fixture = new HostFixture().With<ReadsSwitch>();

        fixture.Run("-t", "ReadsSwitch", "--keep-stack", "--other=1");

        Assert.That(fixture.Journal.Lines, Is.EqualTo(["there: True, as a bool: False"]));
    }

    [Test]
    public void GetArguments_OptionsOfTheHost_AreTargetsAlone()
    {
        var arguments = Arguments("--exclusive", "--verbosity", "quiet");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(arguments.Keys, Is.EqualTo(["target"]));
            Assert.That(arguments["target"], Is.EqualTo([nameof(ReadsArguments)]));
        }
    }

    [Test]
    public void GetArguments_ASwitchOfTheHostWithAValue_IsTheBuilds()
        => Assert.That(Arguments("--version=1.2.3")["version"], Is.EqualTo(["1.2.3"]));

    /// <summary>Cake keeps the first of two spellings: a build that cares compares the raw command line.</summary>
    [Test]
    public void GetArguments_TwoSpellingsOfAName_AreTheFirstOnes()
        => Assert.That(Arguments("--name=x", "--Name=y")["name"], Is.EqualTo(["x"]));

    [TestCase("--name=")]
    [TestCase("--na~me=x")]
    [TestCase("--name x y")]
    [TestCase("-name x", Description = "a single dash begins a bundle of one-letter options")]
    public void Run_AnArgumentThatCannotBeRead_RunsNothing(string line)
    {
        var fixture = new HostFixture().With<Default>();

        Assert.That(fixture.Run(line.Split(' ')), Is.EqualTo(-1));
    }

    private static Dictionary<string, string[]> Arguments(params string[] args)
    {
        var fixture = new HostFixture().With<ReadsArguments>();
        var seen = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        fixture.Host.ConfigureServices(services => services.AddSingleton(seen));
        Assert.That(fixture.Run(["-t", nameof(ReadsArguments), .. args]), Is.Zero, fixture.Shown);
        return seen;
    }

    private sealed class ReadsArguments(Dictionary<string, string[]> seen) : FrostingTask<ICakeContext>
    {
        public override void Run(ICakeContext context)
        {
            foreach (var name in context.Arguments.GetArguments().Keys)
            {
                seen[name] = [.. context.Arguments.GetArguments(name)];
            }
        }
    }

    private sealed class ReadsSwitch(Journal journal) : FrostingTask<ICakeContext>
    {
        public override void Run(ICakeContext context)
            => journal.Add($"there: {context.HasArgument("keep-stack")}, as a bool: {context.Argument("keep-stack", false)}");
    }
}
