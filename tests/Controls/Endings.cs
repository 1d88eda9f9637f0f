namespace GlanceGate.Controls;

/// <summary>One test for each way in which a suite can end; a control selects its category.</summary>
public sealed class Endings
{
    [Test]
    [Category("passes")]
    public void Passes() => Assert.Pass();

    [Test]
    [Category("fails")]
    public void Fails() => Assert.Fail("fails on purpose");

    [Test]
    [Category("is-skipped")]
    public void Is_skipped() => Assert.Ignore("skipped on purpose, and not for want of a capability");

    [Test]
    [Category("crashes")]
    public void Crashes() => Environment.FailFast("crashes on purpose");

    [Test]
    [Category("hangs")]
    public void Hangs() => Thread.Sleep(Timeout.Infinite);
}
