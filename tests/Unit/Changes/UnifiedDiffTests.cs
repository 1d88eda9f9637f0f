using System.Text;
using GlanceGate.Changes;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Unit.Changes;

internal sealed class UnifiedDiffTests
{
    private const string Hunk = "@@ -1,2 +1,2 @@ def x():\n a\n-b\n+c\n";

    [Test]
    public void A_patch_with_a_commit_message_and_a_signature_has_its_files_alone()
    {
        var files = Diff.Parse($"From 1234\nSubject: [PATCH] x\n\n--- in a message is no file\n---\n x | 2 +-\n\ndiff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n{Hunk}-- \n2.39\n\ndiff --git a/y.py b/y.py\n--- a/y.py\n+++ b/y.py\n{Hunk}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(files.Select(file => (file.Old, file.New)), Is.EqualTo(new[] { ("x.py", "x.py"), ("y.py", "y.py") }));
            Assert.That(files[0].Hunks.Single().Range, Is.EqualTo("@@ -1,2 +1,2 @@ def x():"));
            Assert.That(files[0].Hunks.Single().Lines, Is.EqualTo(new HunkLine[] { new(' ', "a\n"), new('-', "b\n"), new('+', "c\n") }));
        }
    }

    [Test]
    public void A_diff_of_lines_without_end_is_refused() => Assert.That(
        () => Diff.Parse($"--- a/x\n+++ b/x\n{Hunk}{new string('\n', InputLimits.PatchLines)}"),
        Throws.TypeOf<ChangeFormatException>().With.Message.EqualTo("the patch has more than 250000 lines"));

    [TestCase("--- a/d/x.py\n+++ b/d/x.py\n", "d/x.py", "d/x.py")]
    [TestCase("--- i/d/x.py\n+++ w/d/x.py\n", "d/x.py", "d/x.py")]
    [TestCase("--- d/x.py\t2026-01-01 00:00:00\n+++ d/x.py\t2026-01-02\n", "d/x.py", "d/x.py")]
    [TestCase("--- app-1.0/d/x.py\n+++ app-1.1/d/x.py\n", "d/x.py", "d/x.py")]
    [TestCase("--- \"a/d/\\303\\251 x.py\"\n+++ \"b/d/\\303\\251 x.py\"\n", "d/é x.py", "d/é x.py")]
    public void Paths_lose_what_tools_put_around_them(string names, string old, string @new)
    {
        var file = Diff.Parse(names + Hunk).Single();

        Assert.That((file.Old, file.New), Is.EqualTo((old, @new)));
    }

    [TestCase("new file mode 100755\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n", null, "x", true)]
    [TestCase("new file mode 100644\nindex 000..e69\n", null, "x", false)]
    [TestCase("deleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "x", null, null)]
    [TestCase("old mode 100644\nnew mode 100755\n", "x", "x", true)]
    public void Headers_of_git_say_what_becomes_of_a_file(string header, string? old, string? @new, bool? executable)
    {
        var file = Diff.Parse("diff --git a/x b/x\n" + header).Single();

        Assert.That((file.Old, file.New, file.IsExecutable), Is.EqualTo((old, @new, executable)));
    }

    [TestCase("similarity index 90%\nrename from d/x\nrename to d/y\n", false)]
    [TestCase("similarity index 100%\ncopy from d/x\ncopy to d/y\n", true)]
    public void A_file_is_moved_or_copied(string header, bool isCopy)
    {
        var file = Diff.Parse("diff --git a/d/x b/d/y\n" + header).Single();

        Assert.That((file.Old, file.New, file.IsCopy), Is.EqualTo(("d/x", "d/y", isCopy)));
    }

    [Test]
    public void A_plain_diff_tells_new_and_deleted_files_by_their_ranges()
    {
        var files = Diff.Parse("--- a/x\t1970-01-01\n+++ b/x\n@@ -0,0 +1 @@\n+a\n--- a/y\n+++ b/y\n@@ -1 +0,0 @@\n-a\n");

        Assert.That(files.Select(file => (file.Old, file.New)), Is.EqualTo(new[] { (null, "x"), ("y", (string?)null) }));
    }

    [Test]
    public void Line_ends_of_the_file_stay_and_those_of_the_diff_go()
    {
        var kept = Diff.Parse("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+b\r\n").Single().Hunks.Single();
        var mailed = Diff.Parse("--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n").Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept.NewLines, Is.EqualTo(new[] { "b\r\n" }));
            Assert.That(mailed.Hunks.Single().NewLines, Is.EqualTo(new[] { "b\n" }));
            Assert.That(mailed.Path, Is.EqualTo("x"));
        }
    }

    [Test]
    public void A_missing_line_end_belongs_to_the_line_before()
    {
        var lines = Diff.Parse("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n").Single().Hunks.Single().Lines;

        Assert.That(lines.Select(line => line.Text), Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase("", 0, "is empty")]
    [TestCase("hello\n", 0, "no unified diff")]
    [TestCase("diff --git a/x b/x\nBinary files a/x and b/x differ\n", 2, "binary")]
    [TestCase("diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\n", 3, "binary")]
    [TestCase("--- /etc/x\n+++ /etc/x\n" + Hunk, 1, "absolute")]
    [TestCase("--- a/../x\n+++ b/../x\n" + Hunk, 1, "'..'")]
    [TestCase("diff --git a/x b/x\nrename from ../x\nrename to y\n", 1, "'..'")]
    [TestCase("--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n a\n-b\n", 6, "other lines")]
    [TestCase("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\ngarbage\n", 5, "other lines")]
    [TestCase("--- a/x\n+++ b/x\nnothing\n", 1, "no hunk")]
    [TestCase("@@ -1 +1 @@\n-a\n+b\n", 1, "before any file")]
    [TestCase("diff --git a/x b/x\nnew file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+y\n", 2, "links")]
    [TestCase("@@@ -1 -1 +1 @@@\n", 1, "merge")]
    [TestCase("--- a/x\n+++ b/x\n@@ -99999999999 +1 @@\n-a\n+b\n", 3, "too large")]
    public void What_cannot_be_applied_is_refused_at_its_line(string text, int line, string words)
    {
        var problem = Assert.Throws<ChangeFormatException>(() => Diff.Parse(text))!;

        Assert.That((problem.Line, problem.Message), Is.EqualTo((line, problem.Message)).And.Matches<(int, string Message)>(it => it.Message.Contains(words, StringComparison.Ordinal)));
    }

    [Test]
    public void Every_truncation_of_a_diff_is_read_or_refused()
    {
        var text = Encoding.UTF8.GetBytes($"diff --git a/x b/y\nsimilarity index 90%\nrename from x\nrename to y\n--- a/x\n+++ b/y\n{Hunk}\\ No newline at end of file\n");
        for (var length = 0; length <= text.Length; length++)
        {
            try
            {
                Assert.That(PatchReader.Read(text.AsMemory(0, length), _ => true).Files, Is.Not.Empty);
            }
            catch (ChangeFormatException problem)
            {
                Assert.That(problem.Suggestion, Is.Not.Empty);
            }
        }
    }
}
