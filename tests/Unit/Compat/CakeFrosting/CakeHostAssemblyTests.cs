namespace GlanceGate.Unit.Compat.CakeFrosting;

public sealed class CakeHostAssemblyTests
{
    [TestCase("Exported", 0)]
    [TestCase("Nested", 0)]
    [TestCase("Abstract", 1)]
    [TestCase("Internal", 1)]
    public void AddAssembly_ATask_IsATargetIfItIsExportedAndConcrete(string target, int exitCode)
    {
        var fixture = new HostFixture();
        fixture.Host.AddAssembly(TaskAssembly.Create());

        Assert.That(fixture.Run("-t", target), Is.EqualTo(exitCode));
    }
}
