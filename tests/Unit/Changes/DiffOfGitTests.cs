using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace GlanceGate.Unit.Changes;

/// <summary>Whatever git says is between two texts makes the second one of the first.</summary>
internal sealed class DiffOfGitTests
{
    // few words, so that a hunk fits in many places; ends of lines of all kinds, and none
    private static readonly Gen<string> Texts =
        from lines in Gen.Elements("a\n", "b\n", "  c\n", "\n", "d\r\n", "-e\n", "+f\n", "é\n", "@@ -1 +1 @@\n", "--- a/x\n").ListOf()
        from end in Gen.Elements("", "", "a", "-")
        select string.Concat(lines) + end;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Begin() => _folder = Directory.CreateTempSubdirectory("gate-diff-");

    [TearDown]
    public void End() => _folder.Delete(recursive: true);

    [Test]
    public void A_diff_of_git_makes_the_new_text_of_the_old() => Property.Of(
        from old in Texts
        from @new in Gen.OneOf(Texts, Edited(old))
        from context in Gen.Choose(0, 3)
        select (Old: old, New: @new, Context: context),
        it =>
        {
            var diff = Git(it.Old, it.New, it.Context);

            Assert.That(diff.Length == 0 ? it.Old : Diff.Apply(it.Old, diff), Is.EqualTo(it.New), diff);
        },
        tries: 150);

    private static Gen<string> Edited(string text) =>
        from at in Gen.Choose(0, text.Length)
        from length in Gen.Choose(0, text.Length - at)
        from more in Gen.Elements("", "a\n", "x", "\n\n")
        select text[..at] + more + text[(at + length)..];

    private string Git(string old, string @new, int context)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "old"), Diff.Bytes(old));
        File.WriteAllBytes(Path.Combine(_folder.FullName, "new"), Diff.Bytes(@new));
        using var git = Process.Start(new ProcessStartInfo("git", ["diff", "--no-index", "--no-ext-diff", "--no-color", "--text", $"--unified={context}", "old", "new"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.Latin1,
        })!;
        var diff = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.That(git.ExitCode, Is.LessThanOrEqualTo(1), "git diff");
        return diff;
    }
}
