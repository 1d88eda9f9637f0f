using Cake.Core;
using GlanceGate.CommandLine;

namespace GlanceGate.Unit.CommandLine;

internal sealed class GateArgumentsTests
{
    [Test]
    public void Read_KnownArguments_GivesThemAsSettings()
    {
        var settings = Read(("job", ["a", "b"]), ("keep", ["on-failure"]), ("set", ["x.y=1"]), ("target", ["Gate"]), ("artifacts", ["out"]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(settings.Jobs, Is.EqualTo(["a", "b"]));
            Assert.That(settings.Keep, Is.EqualTo(Keep.OnFailure));
            Assert.That(settings.Sets, Is.EqualTo(["x.y=1"]));
            Assert.That(settings.Artifacts, Is.EqualTo("/root-of-it/out"));
            Assert.That(settings.Pipeline, Is.Null);
        }
    }

    [Test]
    public void Read_NoArguments_KeepsNothing() => Assert.That(Read().Keep, Is.EqualTo(Keep.Never));

    [Test]
    public void Read_SeveralMistakes_NamesEveryOne()
    {
        var problem = Assert.Throws<GateArgumentException>(() => Read(("jbo", ["a"]), ("keep", ["soon"]), ("where", [null!]), ("pipeline", ["a", "b"])));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem!.Message, Does.Contain("unknown argument '--jbo', did you mean '--job'?"));
            Assert.That(problem.Message, Does.Contain("'--keep=soon': the value is one of never, on-failure, always"));
            Assert.That(problem.Message, Does.Contain("'--where' needs a value: --where=SELECTION"));
            Assert.That(problem.Message, Does.Contain("'--pipeline' is given 2 times"));
        }
    }

    [TestCase("TARGET", "'--TARGET', did you mean '--target'?")]
    [TestCase("Verbosity", "'--Verbosity', did you mean '--verbosity'?")]
    [TestCase("Job", "'--Job', did you mean '--job'?")]
    public void Read_NameInAnotherCase_IsUnknown(string name, string words) =>
        Assert.That(() => Read((name, ["Plan"])), Throws.TypeOf<GateArgumentException>().With.Message.Contains($"unknown argument {words}"));

    [Test]
    public void Reports_are_of_runs_only_and_known_of_a_wrong_command_line_too()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ReportsOf(("jbo", ["a"])), Is.EqualTo("/root-of-it/artifacts"));
            Assert.That(ReportsOf(("target", ["gate"]), ("artifacts", ["out"])), Is.EqualTo("/root-of-it/out"));
            Assert.That(ReportsOf(("artifacts", ["/out"]), ("keep", ["soon"])), Is.EqualTo("/out"));
            Assert.That(ReportsOf(("artifacts", ["a", "b"])), Is.EqualTo("/root-of-it/artifacts"));
            Assert.That(ReportsOf(("artifacts", [null!])), Is.EqualTo("/root-of-it/artifacts"));
            Assert.That(ReportsOf(("target", ["Plan"])), Is.Null);
        }
    }

    [TestCase("times", "0", "'--times=0': the value is a whole number from 1 to 10000")]
    [TestCase("times", "ten", "the value is a whole number")]
    [TestCase("times", "99999999999", "the value is a whole number")]
    [TestCase("busy-loops", "-1", "the value is a whole number from 0 to 1000")]
    [TestCase("cpuset", "one", "'--cpuset=one': the value is numbers and ranges of cores")]
    [TestCase("cpuset", "0-", "the value is numbers and ranges of cores")]
    [TestCase("cpuset", "0,\n", "the value is numbers and ranges of cores")]
    [TestCase("diff", "--output=x", "the value is a commit, branch or tag")]
    [TestCase("diff", "HEAD\n", "the value is a commit, branch or tag")]
    public void Read_ValueOfAnotherShape_SaysWhatItMustBe(string name, string value, string words) =>
        Assert.That(() => Read((name, [value])), Throws.TypeOf<GateArgumentException>().With.Message.Contains(words));

    [Test]
    public void Read_Numbers_GivesThemAsSettings()
    {
        var settings = Read(("times", ["20"]), ("busy-loops", ["4"]), ("cpuset", ["0-3,7"]));

        Assert.That((settings.Times, settings.BusyLoops, settings.Cpuset), Is.EqualTo((20, 4, "0-3,7")));
        Assert.That((Read().Times, Read().BusyLoops, Read().Cpuset), Is.EqualTo((10, 0, (string?)null)));
    }

    [Test]
    public void Read_NameLikeNoOther_ListsTheKnownOnes() =>
        Assert.That(() => Read(("colour", ["x"])), Throws.TypeOf<GateArgumentException>().With.Message.Contains("known are --job, --variant"));

    [TestCase("2", 2)]
    [TestCase("0.5", 0.5)]
    [TestCase("100", 100)]
    public void Patience_is_a_factor(string value, double expected) => Assert.That(Read(("patience", [value])).Patience.Factor, Is.EqualTo(expected));

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("1,5")]
    [TestCase("101")]
    [TestCase("1e3")]
    [TestCase("much")]
    public void Patience_of_another_kind_is_refused(string value) => Assert.That(
        () => Read(("patience", [value])), Throws.TypeOf<GateArgumentException>().With.Message.StartsWith($"'--patience={value}': the value is a number above 0 and up to 100"));

    private static GateSettings Read(params (string Name, string[] Values)[] given) => GateArguments.Read(Arguments(given), "/root-of-it");

    private static string? ReportsOf(params (string Name, string[] Values)[] given) => GateArguments.ReportsOf(Arguments(given), "/root-of-it");

    private static CakeArguments Arguments((string Name, string[] Values)[] given) =>
        new(given.SelectMany(argument => argument.Values.Select(value => (argument.Name, value))).ToLookup(pair => pair.Name, pair => pair.value));
}
