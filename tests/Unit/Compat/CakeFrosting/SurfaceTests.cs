using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

public sealed class SurfaceTests
{
    /// <summary>
    /// The layer declares what the package declares and nothing else, or code that builds against the layer would not build against
    /// the package. Not in the list, because the layer leaves it out: tool installation (IToolInstaller, InstallTool, UseTool,
    /// UsePackageInstaller).
    /// </summary>
    [Test]
    public void Layer_DeclaresWhatTheListSays()
        => Assert.That(PublicSurface.Differences(Surface.List, typeof(CakeHost).Assembly), Is.Empty);
}
