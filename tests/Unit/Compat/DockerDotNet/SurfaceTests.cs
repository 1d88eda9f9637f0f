using Docker.DotNet;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class SurfaceTests
{
    /// <summary>
    /// The layer declares a part of what version 3.125.15 of the package declares and nothing else, or code that builds against the
    /// layer would not build against the package. The list is that part.
    /// </summary>
    [Test]
    public void Layer_DeclaresWhatTheListSays()
    {
        var list = File.ReadAllText(
            Path.Combine(TestContext.CurrentContext.TestDirectory, "Compat", "DockerDotNet", "Fixtures", "surface.txt"));

        Assert.That(PublicSurface.Differences(list, typeof(DockerClient).Assembly), Is.Empty);
    }
}
