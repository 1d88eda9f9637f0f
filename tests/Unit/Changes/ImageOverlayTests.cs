using System.Text;
using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Unit.Changes;

internal sealed class ImageOverlayTests
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Edit = "diff --git a/app/x b/app/x\n--- a/app/x\n+++ b/app/x\n@@ -1 +1 @@\n-old\n+new\n";

    private static readonly ProjectLayout Layout = new(new Dictionary<string, string> { ["app"] = "/lib/app" }, ["app/tests"]);

    private readonly Dictionary<string, ContextFile> _image = [];
    private ImageOverlay _overlay = null!;

    [SetUp]
    public void Begin()
    {
        _image.Clear();
        _image["/lib/app/x"] = new ContextFile("old\n"u8.ToArray(), Mode);
        _overlay = new ImageOverlay(path => Task.FromResult(_image.GetValueOrDefault(path)));
    }

    [Test]
    public async Task A_file_is_changed_and_keeps_its_mode()
    {
        Assert.That(await ApplyAsync(Edit), Is.Null);

        Assert.That((Written("/lib/app/x"), _overlay.Written["/lib/app/x"].Mode, _overlay.Removed), Is.EqualTo(("new\n", Mode, Array.Empty<string>())));
    }

    [Test]
    public async Task A_file_of_the_image_that_is_not_the_projects_is_not_taken()
    {
        _image["etc/passwd"] = _image["/etc/passwd"] = new ContextFile("root\n"u8.ToArray(), Mode);

        var rejection = await ApplyAsync("diff --git a/etc/passwd b/app/y\nrename from etc/passwd\nrename to app/y\n");

        Assert.That(rejection?.Message, Does.EndWith("the image has no such file"));
    }

    [Test]
    public async Task A_change_comes_on_top_of_the_one_before()
    {
        await ApplyAsync(Edit);

        Assert.That(await ApplyAsync(Edit.Replace("-old\n+new", "-new\n+newer", StringComparison.Ordinal)), Is.Null);
        Assert.That(Written("/lib/app/x"), Is.EqualTo("newer\n"));
    }

    // a file and a hunk of lines that are all alike but for the last: each of a hundred thousand places takes fifty thousand comparisons
    [Test]
    public async Task A_hunk_that_would_be_looked_for_without_end_is_rejected()
    {
        _image["/lib/app/x"] = new ContextFile(Diff.Bytes(new string('\n', 150_000)), Mode);

        var rejection = await ApplyAsync($"--- a/app/x\n+++ b/app/x\n@@ -9,50002 +9,50002 @@\n{string.Concat(Enumerable.Repeat(" \n", 50_000))}-a\n+b\n \n");

        Assert.That(rejection?.Message, Does.EndWith("app/x: hunk 1 of 1 (line 9) has too many places where it might belong; give the source tree instead of a diff"));
    }

    [Test]
    public async Task Files_are_made_moved_copied_and_removed()
    {
        await ApplyAsync("diff --git a/app/x b/app/y\nrename from app/x\nrename to app/y\ndiff --git a/app/y b/app/z\ncopy from app/y\ncopy to app/z\n");
        await ApplyAsync("diff --git a/app/n b/app/n\nnew file mode 100755\n--- /dev/null\n+++ b/app/n\n@@ -0,0 +1 @@\n+n\n\\ No newline at end of file\n");
        await ApplyAsync("diff --git a/app/z b/app/z\ndeleted file mode 100644\n--- a/app/z\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((Written("/lib/app/y"), Written("/lib/app/n")), Is.EqualTo(("old\n", "n")));
            Assert.That(_overlay.Written["/lib/app/n"].Mode & UnixFileMode.UserExecute, Is.Not.Zero);
            Assert.That(_overlay.Removed, Is.EqualTo(new[] { "/lib/app/x", "/lib/app/z" }));
        }
    }

    [TestCase("--- a/app/x\n+++ b/app/x\n@@ -7,2 +7 @@\n other\n-old\n", "hunk 1 of 1 (line 7) is rejected", "@@ -7,2 +7,1 @@| other|-old")]
    [TestCase("--- a/app/x\n+++ b/app/x\n@@ -1 +1 @@\n-older\n+old\n", "the image's file has it already", "@@ -1,1 +1,1 @@|-older|+old")]
    [TestCase("--- a/app/q\n+++ b/app/q\n@@ -1 +1 @@\n-a\n+b\n", "the image has no such file", "@@ -1,1 +1,1 @@|-a|+b")]
    [TestCase("--- /dev/null\n+++ b/app/x\n@@ -0,0 +1 @@\n+b\n", "the image has the file already", "@@ -0,0 +1,1 @@|+b")]
    [TestCase("diff --git a/app/x b/app/x\ndeleted file mode 100644\n", "has more in it", "")]
    [TestCase("diff --git a/doc/x b/app/y\nrename from doc/x\nrename to app/y\n", "the image has no such file", "")]
    public async Task What_does_not_fit_is_rejected_with_its_hunk(string diff, string words, string details)
    {
        var rejection = (await ApplyAsync(diff))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rejection.Message, Does.StartWith("a.patch does not apply to app: app/").And.Contains(words));
            Assert.That(string.Join('|', rejection.Details), Is.EqualTo(details));
        }
    }

    [Test]
    public async Task A_tree_takes_the_place_of_what_the_image_has_of_it()
    {
        await ApplyAsync(Edit);
        _image["/lib/app/tests/t"] = new ContextFile("old\n"u8.ToArray(), Mode);

        var tree = new TreeContent(new Dictionary<string, ContextFile> { ["app/y"] = new("y\n"u8.ToArray(), Mode) }, ["doc/"], "sha256:0");
        var located = LocatedChange.Of(new Change("app", "src", tree), Layout);
        await _overlay.ApplyAsync(located);
        var gone = await ApplyAsync(Edit);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_overlay.Written.Keys, Is.EqualTo(new[] { "/lib/app/y" }));
            Assert.That(_overlay.Replaced.Single().Kept, Is.EqualTo(new[] { "/lib/app/tests" }));
            Assert.That(gone!.Message, Does.EndWith("the image has no such file"));
            Assert.That((located.Files, located.LeftOut), Is.EqualTo((new[] { "app/" }, new[] { "doc/" })));
        }
    }

    [Test]
    public void What_the_image_does_not_hold_is_left_out()
    {
        var located = LocatedChange.Of(
            Diff.Change(Edit + Edit.Replace("app/x", "app/tests/x", StringComparison.Ordinal) + Edit.Replace("app/x", "doc/x", StringComparison.Ordinal)), Layout);

        Assert.That((located.Files, located.LeftOut), Is.EqualTo((new[] { "app/x" }, new[] { "app/tests/x", "doc/x" })));
    }

    private Task<ChangeRejection?> ApplyAsync(string diff) => _overlay.ApplyAsync(LocatedChange.Of(Diff.Change(diff), Layout));

    private string Written(string path) => Encoding.UTF8.GetString(_overlay.Written[path].Content.Span);
}
