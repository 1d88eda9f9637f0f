using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Unit.ImageMaking;

namespace GlanceGate.Unit.Changes;

[TestFixture]
public sealed class HeldProjectsTests
{
    [Test]
    public void An_image_holds_what_it_is_made_on_top_of_and_not_what_it_takes_files_out_of()
    {
        using var folder = new ImagesFolder()
            .Write("app/Dockerfile", "FROM scratch\n")
            .Write("app/projects.yaml", "projects: {app: {paths: {app: /lib/app}}}\n")
            .Write("tools/Dockerfile", "FROM scratch\n")
            .Write("tools/projects.yaml", "projects: {tool: {paths: {tool: /lib/tool}}}\n")
            .Write("more/Dockerfile", "FROM app\nCOPY --from=tools /lib/tool/one /lib/one\n")
            .Write("seed/bake.yaml", "from: more\ncommand: [x]\n");

        Assert.That(HeldProjects.Of("seed", image => ImageFolder.Find(folder.Path, image)).Layouts.Keys, Is.EqualTo(new[] { "app" }));
    }
}
