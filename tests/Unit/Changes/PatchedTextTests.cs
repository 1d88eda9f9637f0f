namespace GlanceGate.Unit.Changes;

internal sealed class PatchedTextTests
{
    private const string Text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    private const string Middle = "--- a/x\n+++ b/x\n@@ -4,3 +4,3 @@\n 4\n-5\n+five\n 6\n";

    [Test]
    public void A_hunk_changes_its_lines() => Assert.That(Diff.Apply(Text, Middle), Is.EqualTo("1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

    [TestCase("0\n0\n0\n")]
    [TestCase("")]
    public void A_hunk_is_found_where_it_has_moved_to(string before) =>
        Assert.That(Diff.Apply(before + "4\n5\n6\n7\n", Middle), Is.EqualTo(before + "4\nfive\n6\n7\n"));

    [Test]
    public void Of_two_places_the_nearer_one_is_taken() =>
        Assert.That(Diff.Apply("4\n5\n6\n-\n-\n4\n5\n6\n", Middle), Is.EqualTo("4\n5\n6\n-\n-\n4\nfive\n6\n"));

    [TestCase("1\n2\n3\n4\n5\nsix\n", TestName = "Other context is rejected, not guessed at")]
    [TestCase("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n", TestName = "Other line ends are other lines")]
    [TestCase("4\n5\n6", TestName = "A missing line end is another line")]
    [TestCase("", TestName = "An empty file has no place for a change")]
    public void A_hunk_is_rejected(string text) => Assert.That(Diff.Apply(text, Middle), Is.Null);

    [Test]
    public void Later_hunks_move_with_earlier_ones_and_never_before_them()
    {
        const string two = Middle + "@@ -8,2 +8,2 @@\n 8\n-9\n+nine\n";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Diff.Apply("0\n0\n" + Text, two), Is.EqualTo("0\n0\n1\n2\n3\n4\nfive\n6\n7\n8\nnine\n"));
            Assert.That(Diff.Apply("8\n9\n4\n5\n6\n", two), Is.Null);
        }
    }

    [Test]
    public void A_hunk_of_the_first_or_last_lines_fits_only_there()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Diff.Apply("0\na\nb\n", "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n+new\n a\n b\n"), Is.Null);
            Assert.That(Diff.Apply("a\nb\n0\n", "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n b\n+new\n"), Is.Null);
            Assert.That(Diff.Apply("0\na\nb\n", "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n b\n+new\n"), Is.EqualTo("0\na\nb\nnew\n"));
        }
    }

    [Test]
    public void Bytes_of_any_encoding_survive() =>
        Assert.That(Diff.Apply("\u00ff\r\na\n", "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n \u00ff\r\n-a\n+\u00e9\r\n"), Is.EqualTo("\u00ff\r\n\u00e9\r\n"));

    [Test]
    public void The_end_of_a_file_gets_and_loses_its_line_end()
    {
        const string loses = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n";
        const string gets = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";

        Assert.That((Diff.Apply("a\n", loses), Diff.Apply("a", gets)), Is.EqualTo(("a", "a\n")));
    }

    [Test]
    public void Lines_without_context_go_where_the_range_says() =>
        Assert.That(Diff.Apply("1\n2\n", "--- a/x\n+++ b/x\n@@ -1,0 +2 @@\n+new\n"), Is.EqualTo("1\nnew\n2\n"));
}
