using Cake.Core;

namespace GlanceGate.Unit;

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

    [Test]
    public void Read_NameLikeNoOther_ListsTheKnownOnes() =>
        Assert.That(() => Read(("colour", ["x"])), Throws.TypeOf<GateArgumentException>().With.Message.Contains("known are --job, --variant"));

    private static GateSettings Read(params (string Name, string[] Values)[] given) => GateArguments.Read(
        new CakeArguments(given.SelectMany(argument => argument.Values.Select(value => (argument.Name, value))).ToLookup(pair => pair.Name, pair => pair.value)),
        "/root-of-it");
}
