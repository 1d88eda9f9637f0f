using System.Diagnostics;
using System.Text;
using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Model;

namespace GlanceGate.Unit.Changes;

/// <summary>Commits of clones as git has them; the clone's own settings ask for everything that would make another text of a diff.</summary>
[NonParallelizable]
internal sealed class CommitRangeTests
{
    private static readonly ProjectLayout Layout = new(new Dictionary<string, string> { ["app"] = "/app" }, []);
    private static readonly string Lines = string.Concat(Enumerable.Range(1, 30).Select(number => $"line {number} é\n"));

    private TestClone _clone = null!;

    [SetUp]
    public void Begin()
    {
        _clone = new TestClone().Write("app/x", Lines).Write("app/né", "a\r\nb\r\n").Commit("base");
        _clone.Git("branch", "origin/main");
        _clone.Write("app/x", Lines.Replace("line 3 ", "third ", StringComparison.Ordinal)).Commit("one");
        _clone.Git("checkout", "--quiet", "-b", "side", "HEAD^");
        _clone.Write("app/side", "side\n").Commit("two");
        _clone.Git("checkout", "--quiet", "main");
        _clone.Git("merge", "--quiet", "--no-ff", "-m", "merge", "side");
        _clone.Git("mv", "app/side", "app/moved");
        _clone.Write("app/né", "a\r\nB\r\n").Write("doc/a.png", [0, 1]).Commit("three");
    }

    [TearDown]
    public void End() => _clone.Dispose();

    [TestCase("origin/main..HEAD", "origin/main", "4 commits")]
    [TestCase("origin/main..", "origin/main", "4 commits")]
    [TestCase("origin/main...main", "origin/main", "4 commits")]
    [TestCase("HEAD~2..", "HEAD~2", "3 commits")]
    [TestCase("HEAD", "HEAD^", "1 commit")]
    [TestCase("@", "HEAD^", "1 commit")]
    [TestCase("HEAD@{0}", "HEAD^", "1 commit")]
    [TestCase("side..main", "side", "3 commits")]
    public async Task A_range_makes_its_newer_end_of_the_older_one_whatever_the_clone_is_set_to(string range, string old, string words)
    {
        foreach (var (key, value) in new[]
        {
            ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("diff.external", "false"), ("color.ui", "always"), ("color.diff", "always"), ("diff.renames", "copies"), ("diff.context", "0"),
            ("diff.suppressBlankEmpty", "true"), ("core.quotePath", "true"), ("diff.upper.textconv", "tr a-z A-Z <"), ("diff.submodule", "log"), ("core.pager", "false"), ("diff.orderFile", "/none"), ("diff.wordRegex", "."),
        })
        {
            _clone.Git("config", key, value);
        }

        Directory.CreateDirectory(Path.Combine(_clone.Root, ".git/info"));
        File.WriteAllText(Path.Combine(_clone.Root, ".git/info/attributes"), "* diff=upper\n");
        var change = Read(range);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.Source, Is.EqualTo($"nova@{range} ({words}, {Commit("HEAD")[..12]})"));
            Assert.That(await PatchResult.OfAsync(change.Content, Text(old)), Is.EqualTo(Text("HEAD")));
        }
    }

    [Test]
    public async Task A_merge_is_what_it_changed_of_its_first_parent_and_the_first_commit_is_all_of_it()
    {
        var root = _clone.Git("rev-list", "--max-parents=0", "HEAD");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Read("HEAD^").Content.Paths, Is.EqualTo(new[] { "app/side" }));
            Assert.That(await PatchResult.OfAsync(Read(Encoding.ASCII.GetString(root).Trim()).Content, new Dictionary<string, string>()), Is.EqualTo(_clone.FilesOf("origin/main")));
        }
    }

    [Test]
    public void Two_dots_are_both_ends_and_three_are_what_is_new_since_they_were_the_same()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Read("HEAD~2..side").Content.Paths, Is.EqualTo(new[] { "app/side", "app/x" }));
            Assert.That(Read("HEAD~2..side").Source, Does.Contain("(1 commit, 1 taken back, "));
            Assert.That(Read("HEAD~2...side").Content.Paths, Is.EqualTo(new[] { "app/side" }));
        }
    }

    [TestCase("HEAD..HEAD", "is empty", "both ends are the same commit")]
    [TestCase("HEAD..origin/main", "is empty", "the older end stands first")]
    [TestCase("none..HEAD", "fatal: bad revision 'none'", "after '@' comes")]
    [TestCase("", "no commit stands after '@'", "after '@' comes")]
    [TestCase("--all", "'--all' is no name", "after '@' comes")]
    [TestCase("^HEAD", "'^HEAD' is no name", "after '@' comes")]
    [TestCase("HEAD^{tree}", "", "after '@' comes")]
    [TestCase("a..b..c", "'b..c' is no name", "after '@' comes")]
    public void A_range_of_nothing_is_refused(string range, string words, string suggestion)
    {
        var problem = Assert.Throws<ChangeFormatException>(() => Read(range))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.Message, Does.Contain(words));
            Assert.That(problem.Suggestion, Does.Contain(suggestion));
        }
    }

    [Test]
    public void A_commit_that_changes_nothing_is_refused()
    {
        _clone.Commit("nothing");

        Assert.That(() => Read("HEAD"), Throws.TypeOf<ChangeFormatException>().With.Message.EqualTo("nothing differs in 'HEAD'"));
    }

    [Test]
    public void A_shallow_clone_says_so()
    {
        var shallow = _clone.Beside("shallow");
        _clone.Git("clone", "--quiet", "--depth=1", "file://" + _clone.Root, shallow);

        using (Assert.EnterMultipleScope())
        {
            foreach (var range in new[] { "HEAD~3..", "HEAD" })
            {
                var problem = Assert.Throws<ChangeFormatException>(() => ReadAt($"{shallow}@{range}"))!;
                Assert.That((problem.Message[..8], problem.Suggestion), Is.EqualTo(("git says", "the clone is shallow, get the rest of it: 'git fetch --unshallow'")));
            }
        }
    }

    [Test]
    public void A_folder_that_is_no_clone_is_refused_in_the_words_of_git()
    {
        Directory.CreateDirectory(_clone.Beside("none"));

        Assert.That(() => ReadAt(_clone.Beside("none@HEAD")), Throws.TypeOf<ChangeFormatException>().With.Message.Contains("not a git repository"));
        Assert.That(() => ReadAt(_clone.Beside("nobody@HEAD")), Throws.TypeOf<ChangeFormatException>().With.Message.StartsWith("there is no file or folder"));
    }

    [Test]
    public void A_folder_with_the_sign_in_its_name_wins()
    {
        using var other = new TestClone("nova@HEAD").Write("app/z", "z\n").Commit("z");
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(other.Root)!, "nova"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ReadAt(other.Root).Content, Is.TypeOf<TreeContent>());
            Assert.That(ReadAt(other.Root + "@HEAD").Content.Paths, Is.EqualTo(new[] { "app/z" }));
        }
    }

    [Test]
    public void A_bare_clone_and_a_folder_of_a_larger_one_are_taken()
    {
        _clone.Git("clone", "--quiet", "--bare", _clone.Root, _clone.Beside("bare"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ReadAt(_clone.Beside("bare@side")).Content.Paths, Is.EqualTo(new[] { "app/side" }));
            Assert.That(CommitRange.Find(Path.Combine(_clone.Root, "app@side"))!.Read("app", "x", _ => true).Content.Paths, Is.EqualTo(new[] { "side" }));
        }
    }

    [Test]
    public void A_submodule_and_a_binary_file_are_left_out_where_no_image_has_their_place()
    {
        _clone.Git("update-index", "--add", "--cacheinfo", $"160000,{Commit("HEAD")},lib");
        _clone.Git("commit", "--quiet", "--message", "lib");
        _clone.Git("update-index", "--cacheinfo", $"160000,{Commit("side")},lib");
        _clone.Write("doc/a.png", [0, 2]);
        _clone.Git("add", "doc");
        _clone.Git("commit", "--quiet", "--message", "lib again");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Read("HEAD").Content.Paths, Is.EqualTo(new[] { "doc/a.png", "lib" }));
            Assert.That(
                () => CommitRange.Find(_clone.Root + "@HEAD")!.Read("app", "x", path => path == "lib"),
                Throws.TypeOf<ChangeFormatException>().With.Message.StartsWith("line ").And.Message.Contains("of what git writes: a file has the mode 160000"));
        }
    }

    [Test]
    public void What_a_hook_of_another_clone_hands_on_does_not_lead_there()
    {
        Environment.SetEnvironmentVariable("GIT_DIR", "/none");
        Environment.SetEnvironmentVariable("GIT_EXTERNAL_DIFF", "false");
        try
        {
            Assert.That(Read("side").Content.Paths, Is.EqualTo(new[] { "app/side" }));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GIT_DIR", null);
            Environment.SetEnvironmentVariable("GIT_EXTERNAL_DIFF", null);
        }
    }

    [Test]
    public void A_clone_of_somebody_else_is_read_without_a_program_of_it()
    {
        Assume.That(Environment.IsPrivilegedProcess, "only root gives files away");
        _clone.Git("config", "core.fsmonitor", $"touch {_clone.Beside("run")}");
        using (var chown = Process.Start("chown", ["-R", "12345", _clone.Root]))
        {
            chown.WaitForExit();
        }

        Assert.That(() => _clone.Git("status"), Throws.InvalidOperationException.With.Message.Contains("dubious ownership"));
        Assert.That(Read("side").Content.Paths, Is.EqualTo(new[] { "app/side" }));
        Assert.That(File.Exists(_clone.Beside("run")), Is.False);
    }

    private Change Read(string range) => ReadAt($"{_clone.Root}@{range}", $"nova@{range}");

    private static Change ReadAt(string path, string? source = null) => ChangeReader.Read("app", source ?? path, path, [Layout]);

    private string Commit(string name) => Encoding.ASCII.GetString(_clone.Git("rev-parse", name)).Trim();

    // the picture is in no place that an image has
    private Dictionary<string, string> Text(string commit) => _clone.FilesOf(commit).Where(file => !file.Key.EndsWith(".png", StringComparison.Ordinal)).ToDictionary();
}
