using GlanceGate.Runs;

namespace GlanceGate.Unit.Runs;

internal sealed class ReproductionTests
{
    private static readonly GateSettings Settings = new("/root-of-it", "/state", "/artifacts", null, [], [], [], null, Keep.Always, null, null, false, false);

    [Test]
    public void Of_NothingSelected_IsTheBareCommand() => Assert.That(Reproduction.Of(Settings), Is.EqualTo("dotnet run"));

    [Test]
    public void Of_Selection_RepeatsItAndLeavesOutWhereThingsGo()
    {
        var command = Reproduction.Of(Settings with { Jobs = ["a"], Variants = ["a (b)"], Sets = ["x.y='1'"], Changes = ["api=my.patch"], Where = "class == Q" });

        Assert.That(command, Is.EqualTo("""dotnet run -- --job=a '--variant=a (b)' '--set=x.y='\''1'\''' --change=api=my.patch '--where=class == Q'"""));
    }
}
