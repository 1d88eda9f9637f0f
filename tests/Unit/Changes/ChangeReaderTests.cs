using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Model;
using GlanceGate.Unit.Inputs;

namespace GlanceGate.Unit.Changes;

[Platform(Exclude = "Win")]
internal sealed class ChangeReaderTests
{
    private static readonly ProjectLayout Layout = new(new Dictionary<string, string> { ["app"] = "/lib/app" }, ["app/tests"]);

    private InputFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new InputFolder().Write("tree/app/x.py", "x").Write("tree/doc/y", "y").Write("secret", "s");

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public void A_tree_is_what_its_links_within_it_mean()
    {
        _folder.Link("tree/app/a.py", "../shared/z.py").Link("tree/shared", "really").Write("tree/really/z.py", "z");

        var tree = (TreeContent)Read().Content;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tree.Files.Keys, Is.EqualTo(new[] { "app/a.py", "app/x.py" }));
            Assert.That(tree.Files["app/a.py"].Content.ToArray(), Is.EqualTo("z"u8.ToArray()));
            Assert.That(tree.Others, Is.EqualTo(new[] { "doc/", "really/", "shared" }));
        }
    }

    [TestCase("../../secret", "the link 'app/a.py' leads out of the source tree")]
    [TestCase("/etc/passwd", "the link 'app/a.py' leads out of the source tree")]
    [TestCase("way/secret", "the link 'app/a.py' leads out of the source tree")]
    [TestCase("a.py", "the link 'app/a.py' leads in a circle")]
    [TestCase("user@host.1:2", "'app/a.py': it cannot be read: it is a link that leads nowhere")]
    [TestCase("../doc", "'app/a.py': it is a folder, pipe, socket or device")]
    public void A_link_that_cannot_be_a_file_of_the_tree_is_refused(string target, string problem)
    {
        _folder.Link("tree/app/a.py", target).Link("tree/app/way", "../..");

        Assert.That(() => Read(), Throws.TypeOf<ChangeFormatException>().With.Message.StartsWith(problem));
    }

    [Test]
    public void A_pipe_in_a_tree_is_refused_where_an_image_holds_its_place_and_left_elsewhere()
    {
        _folder.Pipe("tree/doc/pipe").Pipe("tree/app/tests/pipe").Link("tree/app/.#x.py", "user@host.1:2");
        Assert.That(() => Read(), Throws.Nothing);

        _folder.Pipe("tree/app/pipe");
        Assert.That(() => Read(), Throws.TypeOf<ChangeFormatException>().With.Message.Contains("'app/pipe': it is a folder, pipe"));
    }

    [Test]
    public void A_tree_that_is_too_large_is_refused_whether_by_one_file_or_by_all()
    {
        _folder.Write("tree/app/large.py", []).Resize("tree/app/large.py", 20L << 30);
        Assert.That(() => Read(), Throws.TypeOf<ChangeFormatException>().With.Message.EqualTo("'app/large.py' makes it larger than a source tree may be, 48 MiB in all and 32 MiB a file"));

        _folder.Resize("tree/app/large.py", 30 << 20).Write("tree/app/more.py", []).Resize("tree/app/more.py", 30 << 20);
        Assert.That(() => Read(), Throws.TypeOf<ChangeFormatException>().With.Message.Contains("makes it larger than a source tree may be"));
    }

    [Test]
    public void A_tree_of_files_without_end_is_refused()
    {
        for (var i = 0; i <= InputLimits.SourceFiles; i++)
        {
            File.Create(_folder.Of($"tree/app/{i}.py")).Dispose();
        }

        Assert.That(() => Read(), Throws.TypeOf<ChangeFormatException>().With.Message.EqualTo("it holds more than 20000 files and folders"));
    }

    [Test]
    public void A_tree_of_folders_without_end_is_refused()
    {
        _folder.Write($"tree/app/{string.Join('/', Enumerable.Repeat("a", 1000))}/x.py", "x");

        Assert.That(() => Read(), Throws.TypeOf<ChangeFormatException>().With.Message.EndsWith("is more than 24 folders deep"));
    }

    [Test]
    public void A_patch_that_is_too_large_is_refused()
    {
        _folder.Write("a.patch", []).Resize("a.patch", 20L << 30);

        var problem = Assert.Throws<ChangeFormatException>(() => ChangeReader.Read("app", "a.patch", _folder.Of("a.patch"), [Layout]))!;

        Assert.That((problem.Message, problem.Suggestion), Is.EqualTo(("the file is larger than 8 MiB", "give the source tree instead of a diff")));
    }

    [Test]
    public void A_pipe_is_no_patch()
    {
        _folder.Pipe("a.patch");

        Assert.That(
            () => ChangeReader.Read("app", "a.patch", _folder.Of("a.patch"), [Layout]),
            Throws.TypeOf<ChangeFormatException>().With.Message.Contains("pipe"));
    }

    private Change Read() => ChangeReader.Read("app", "tree", _folder.Of("tree"), [Layout]);
}
