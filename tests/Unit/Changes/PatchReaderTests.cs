using System.Formats.Tar;
using System.Text;
using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Model;
using GlanceGate.Unit.Inputs;

namespace GlanceGate.Unit.Changes;

/// <summary>Patches as git, mail programs, shells and review systems hand them out.</summary>
internal sealed class PatchReaderTests
{
    private const string Plain = "--- a/app/x\n+++ b/app/x\n@@ -1 +1 @@\n-old\n+new\n";
    private const string Mail = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: =?UTF-8?q?Zo=C3=AB?= <z@example.org>\nSubject: [PATCH 1/2] x\n";

    private static readonly TestCaseData[] Forms =
    [
        Form("one mailbox", mails => Join(mails)),
        Form("a mailbox without its cover letter", mails => Join(mails[1..])),
        Form("a mailbox with its lines' ends changed", mails => PatchForms.CarriageReturns(Join(mails))),
        Form("UTF-16, little end first", mails => PatchForms.Utf16(Join(mails))),
        Form("UTF-16, big end first", mails => PatchForms.Utf16(Join(mails), bigEndian: true)),
        Form("UTF-8 with a byte order mark", mails => [0xef, 0xbb, 0xbf, .. Join(mails)]),
        Form("gzip", mails => PatchForms.Gzip(Join(mails))),
        Form("zip", mails => PatchForms.Zip(Join(mails))),
        Form("base64", mails => PatchForms.Base64(Join(mails))),
        Form("gzip in base64 in a zip", mails => PatchForms.Zip(PatchForms.Base64(PatchForms.Gzip(Join(mails))))),
        Form("mails in base64", mails => Join([.. mails.Select(mail => PatchForms.Encoded(mail, "base64"))])),
        Form("mails in quoted-printable", mails => Join([.. mails.Select(mail => PatchForms.Encoded(mail, "quoted-printable"))])),
        Form("mails of both encodings, compressed", mails => PatchForms.Gzip(Join([.. mails.Select((mail, index) => PatchForms.Encoded(mail, index % 2 == 0 ? "base64" : "quoted-printable"))]))),
        Form("mails in base64 with ends of lines of mails", mails => Join([.. mails.Select(mail => PatchForms.CarriageReturns(PatchForms.Encoded(mail, "base64")))])),
    ];

    private TestClone _clone = null!;

    [OneTimeSetUp]
    public void Begin()
    {
        var lines = string.Concat(Enumerable.Range(1, 30).Select(number => $"line {number} é\n"));
        _clone = new TestClone()
            .Write("app/edited", lines).Write("app/moved", lines + "more\n").Write("app/gone", "gone\n").Write("app/program", "run\n").Write("app/windows", "a\r\nb\r\nc\r\n").Write("app/né", "x\n").Commit("before");
        _clone.Git("tag", "before");
        _clone.Write("app/edited", lines.Replace("line 3 ", "third ", StringComparison.Ordinal)).Write("app/windows", "a\r\nB\r\nc\r\n").Commit("First, by Zoë\n\nFrom here on all is new\n--- a/app/none\n");
        _clone.Write("app/edited", lines.Replace("line 3 ", "3rd ", StringComparison.Ordinal)).Write("app/new", "new é\nwithout an end").Write("app/empty", string.Empty);
        File.Delete(Path.Combine(_clone.Root, "app/gone"));
        _clone.Git("mv", "app/moved", "app/to");
        _clone.Git("update-index", "--chmod=+x", "app/program");
        File.SetUnixFileMode(Path.Combine(_clone.Root, "app/program"), ContextFile.Executable);
        _clone.Commit("second");
        _clone.Write("app/edited", lines.Replace("line 3 ", "3rd, ", StringComparison.Ordinal)).Write("app/new", "newer\n").Commit("third");
    }

    [OneTimeTearDown]
    public void End() => _clone.Dispose();

    [TestCaseSource(nameof(Forms))]
    public async Task A_series_of_commits_makes_the_last_one_of_the_first(Func<byte[][], byte[]> form)
    {
        var content = Read(form(Mails()));

        Assert.That(await PatchResult.OfAsync(content, _clone.FilesOf("before")), Is.EqualTo(_clone.FilesOf("HEAD")));
    }

    [TestCase("--attach")]
    [TestCase("--inline")]
    public async Task A_patch_that_is_attached_to_a_mail_is_taken(string option)
    {
        var content = Read(_clone.Git("format-patch", "--stdout", option, "before"));

        Assert.That(await PatchResult.OfAsync(content, _clone.FilesOf("before")), Is.EqualTo(_clone.FilesOf("HEAD")));
    }

    [TestCase("show", "HEAD")]
    [TestCase("show", "--format=fuller", "--stat", "--patch", "HEAD")]
    [TestCase("log", "-p", "-1")]
    public async Task A_commit_as_git_shows_it_is_taken(params string[] arguments) =>
        Assert.That(await PatchResult.OfAsync(Read(_clone.Git(arguments)), _clone.FilesOf("HEAD^")), Is.EqualTo(_clone.FilesOf("HEAD")));

    [Test]
    public async Task A_folder_of_nothing_but_patches_is_a_series_in_the_order_of_numbers()
    {
        using var folder = new InputFolder();
        foreach (var (index, mail) in Mails().Index())
        {
            folder.Write(index == 0 ? "series/0-cover-letter.patch" : index == 2 ? "series/10-x.patch.gz" : $"series/{(index == 1 ? 9 : 11)}-x.patch", index == 2 ? PatchForms.Gzip(mail) : mail);
        }

        var content = ReadFolder(folder, "series");
        Assert.That(await PatchResult.OfAsync(content, _clone.FilesOf("before")), Is.EqualTo(_clone.FilesOf("HEAD")));

        folder.Write("series/9-x.patch", "@@ -1 +1 @@\n");
        Assert.That(() => ReadFolder(folder, "series"), Throws.TypeOf<ChangeFormatException>().With.Message.EqualTo("9-x.patch:1: a hunk stands before any file"));

        folder.Write("series/notes", "x");
        Assert.That(() => ReadFolder(folder, "series"), Throws.TypeOf<ChangeFormatException>().With.Message.EndsWith("has nothing of app in it"));

        folder.Write("versions/0001-x.patch", Plain).Write("versions/v2-0001-x.patch", Plain);
        Assert.That(() => ReadFolder(folder, "versions"), Throws.TypeOf<ChangeFormatException>().With.Message.StartsWith("the folder has several versions of a series"));

        folder.Write("alone/0000-cover-letter.patch", "x");
        Assert.That(() => ReadFolder(folder, "alone"), Throws.TypeOf<ChangeFormatException>().With.Message.StartsWith("the folder has the cover letter"));

        folder.Write("linked/1.patch", Plain).Link("linked/2.patch", "../alone/0000-cover-letter.patch");
        Assert.That(() => ReadFolder(folder, "linked"), Throws.TypeOf<ChangeFormatException>().With.Message.Contains("leads out"));

        folder.Write("large/1.patch", []).Resize("large/1.patch", InputLimits.Patch + 1);
        Assert.That(() => ReadFolder(folder, "large"), Throws.TypeOf<ChangeFormatException>().With.Message.StartsWith("the patches of the folder are larger than 8 MiB"));
    }

    [Test]
    public async Task Files_of_one_commit_change_names_and_a_copy_is_of_what_was_before()
    {
        using var clone = new TestClone();
        var (one, two) = (string.Concat(Enumerable.Range(0, 200).Select(number => $"one {number}\n")), string.Concat(Enumerable.Range(0, 200).Select(number => $"two {number}\n")));
        clone.Write("app/a", one).Write("app/b", two).Write("app/c", "c\n" + two).Commit("before");
        clone.Write("app/a", two + "end\n").Write("app/b", one).Write("app/c", "C\n" + two).Write("app/d", "c\n" + two).Commit("after");
        var patch = clone.Git("format-patch", "--stdout", "-1", "-B", "-M", "-C");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.Latin1.GetString(patch), Does.Contain("rename from app/a\n").And.Contain("rename from app/b\n").And.Contain("copy from app/c\n"));
            Assert.That(await PatchResult.OfAsync(Read(patch), clone.FilesOf("HEAD^")), Is.EqualTo(clone.FilesOf("HEAD")));
        }
    }

    [TestCase("a\nb\nc\n", "a\nB\nc\n")]
    [TestCase("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n")]
    [TestCase("a\r\nb\nc\r\n", null)]
    public async Task Ends_of_lines_that_a_shell_changed_are_the_files_own(string old, string? @new)
    {
        var diff = PatchForms.Utf16(Diff.Bytes("--- a/app/x\n+++ b/app/x\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"));
        Task<SortedDictionary<string, string>> Result() => PatchResult.OfAsync(Read(diff), new Dictionary<string, string> { ["app/x"] = old });

        await Assert.ThatAsync(
            Result,
            @new is null ? Throws.InvalidOperationException.With.Message.Contains("is rejected") : Is.EqualTo(new SortedDictionary<string, string> { ["app/x"] = @new }));
    }

    [TestCase("*** a/x\n--- b/x\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n", 1, "it is a context diff")]
    [TestCase("x\n2c2\n< a\n---\n> b\n", 2, "it is a diff without names and context")]
    [TestCase("2c\nb\n.\n", 1, "it is an ed script")]
    [TestCase(" x.py | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n", 2, "it is the statistics of a diff without the diff")]
    [TestCase(":100644 100644 e69de29 e69de29 M\tx\n", 1, "it is a list of changed files")]
    [TestCase("M\tapp/x\n", 1, "it is a list of changed files")]
    [TestCase("\n> diff --git a/x b/x\n> @@ -1 +1 @@\n", 2, "it is a diff that is quoted")]
    [TestCase("    diff --git a/x b/x\n    @@ -1 +1 @@\n", 1, "it is a diff that is indented")]
    [TestCase(Mail + "\nwhy\n x | 2 +-\n", 0, "no unified diff")]
    [TestCase("Subject: [PATCH v2 0/3] x\n\n 3 files changed\n", 1, "it is the cover letter of a series")]
    [TestCase(")]}'\n{\"commit\": \"1\"}\n", 1, "it is an answer of Gerrit in JSON")]
    [TestCase("{\"commit\": \"1\"}\n", 0, "it is JSON")]
    [TestCase("\n<!DOCTYPE html>\n<html></html>\n", 0, "it is a page in HTML")]
    [TestCase("# v2 git bundle\n", 0, "it is a bundle of git")]
    [TestCase("--- a/x\r+++ b/x\r", 0, "its lines end with CR alone")]
    [TestCase("-\0-\0-\0 \0a\0", 0, "it is no text, or text in UTF-16")]
    [TestCase("BZh91AY", 0, "it is compressed by bzip2")]
    [TestCase("\r\n \n", 0, "the file is empty")]
    [TestCase("diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n- a\n -b\n++c\n", 1, "it is the combined diff of a merge")]
    [TestCase("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n    a\n [-b-]{+c+}\n", 7, "it is a word diff")]
    [TestCase("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n[-b-]{+c+}\n", 5, "it is a word diff")]
    [TestCase("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-b\n~\n+c\n~\n", 6, "it is a word diff")]
    [TestCase("--- a/x\n+++ b/x\n@@ -1 +1 @@\n a\n", 3, "a hunk changes nothing")]
    [TestCase("\u001b[1mdiff --git a/x b/x\u001b[m\n", 1, "it is coloured")]
    [TestCase("diff --git a/x b/x\n\u001b[36m@@ -1 +1 @@\u001b[m\n", 2, "it is coloured")]
    [TestCase("--- a/x\n+++ b/x\n@@ -1 +1 @@\n\u001b[31m-a\u001b[m\n", 4, "it is coloured")]
    public void What_people_take_for_a_patch_is_refused_by_its_name(string text, int line, string words)
    {
        var problem = Assert.Throws<ChangeFormatException>(() => Read(Diff.Bytes(text)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.Line, Is.EqualTo(line), problem.Message);
            Assert.That(problem.Message, Does.Contain(words));
            Assert.That(problem.Suggestion, Is.Not.Empty);
        }
    }

    private static readonly TestCaseData[] Packed =
    [
        Form("an archive of tar", _ => Tar(), "it is a tar archive"),
        Form("an archive of tar, compressed", _ => PatchForms.Gzip(Tar()), "the text decoded from gzip: it is a tar archive"),
        Form("a gzip file in another", _ => PatchForms.Gzip(PatchForms.Gzip(Diff.Bytes(Plain))), "it is gzip in gzip"),
        Form("a gzip file that becomes large", _ => PatchForms.Gzip(new byte[InputLimits.Patch + 1]), "what the gzip file holds is larger than 8 MiB"),
        Form("a zip archive that becomes large", _ => PatchForms.Zip(new byte[InputLimits.Patch + 1]), "what the zip file holds is larger than 8 MiB"),
        Form("a gzip file of lines without end", _ => PatchForms.Gzip(Diff.Bytes(Plain + new string('\n', InputLimits.PatchLines))), "the text decoded from gzip: the patch has more than 250000 lines"),
        Form("a gzip file that is cut off", _ => PatchForms.Gzip(Diff.Bytes(Plain))[..^9], "the gzip file is cut off"),
        Form("a gzip file that is damaged", _ => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], "the gzip file is damaged"),
        Form("a zip archive of two patches", _ => PatchForms.Zip(Diff.Bytes(Plain), Diff.Bytes(Plain)), "it is a zip archive of 2 files"),
        Form("text in UTF-16 that lost a character", _ => PatchForms.Utf16(Encoding.UTF8.GetBytes("x\n\ufffd")), "characters were lost"),
        Form("half a character of UTF-16", _ => [0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00], "it begins as text in UTF-16 and is none"),
        Form("a mistake in what is compressed", _ => PatchForms.Gzip(Diff.Bytes(Plain + "Binary files a and b differ\n")), "line 6 of the text decoded from gzip: a binary file is changed"),
        Form(
            "a mistake in an encoded mail",
            _ => Join([Diff.Bytes(Mail + "\n" + Plain), PatchForms.Encoded(Diff.Bytes(Mail + "\n" + Plain + "Binary files a and b differ\n"), "base64")]),
            "line 6 of the text decoded from base64 (from line 15 on): a binary file is changed"),
        Form("a mail whose lines may have been joined", _ => Diff.Bytes(Mail + "Content-Type: text/plain; format=flowed\n\n" + Plain), "the mail is format=flowed"),
        Form("a mail that begins within a header", _ => Diff.Bytes($"{Mail.Split('\n')[0]}\n x\nContent-Transfer-Encoding: base64\n\nx\n"), "the mail is damaged"),
        Form("a mail in HTML", _ => Diff.Bytes(Mail + "Content-Type: text/html\n\n<pre>x</pre>\n"), "the mail's text is HTML"),
        Form("an encoding that nobody knows", _ => Diff.Bytes(Mail + "Content-Transfer-Encoding: x-own\n\n" + Plain), "has an encoding 'x-own'"),
        Form(
            "an attachment that is packed",
            _ => Diff.Bytes(Mail + "Content-Type: application/gzip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=my.patch.gz\n\nH4sIAAAAAAAAAwMAAAAAAAAAAAA=\n"),
            "the mail's attachment 'my.patch.gz' is packed"),
        Form("a mail of parts without end", _ => Diff.Bytes($"{Mail}Content-Type: multipart/mixed; boundary=b\n\n{string.Concat(Enumerable.Repeat("--b\n\nx\n", 2000))}--b--\n"), "it has more than 1000 mails"),
        Form("mails without end", _ => Diff.Bytes(string.Concat(Enumerable.Repeat(Mail + "\n", 2000))), "it has more than 1000 mails"),
    ];

    [TestCaseSource(nameof(Packed))]
    public void What_is_packed_wrongly_or_without_end_is_refused(Func<byte[][], byte[]> form, string words)
    {
        var problem = Assert.Throws<ChangeFormatException>(() => Read(form([])))!;

        Assert.That(problem.Message, Does.Contain(words));
    }

    [Test]
    public void A_mistake_is_at_its_line_of_the_file_wherever_lines_are_kept()
    {
        var bad = Plain + "Binary files a and b differ\n";
        var parts = $"{Mail}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nwhy\n--b\nContent-Type: text/x-patch\n\n{bad}--b--\n";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(LineOf(Diff.Bytes(bad)), Is.EqualTo(6));
            Assert.That(LineOf(PatchForms.Utf16(Diff.Bytes(bad))), Is.EqualTo(6));
            Assert.That(LineOf(Diff.Bytes(Mail + "\n" + Plain + Mail + "\n" + bad)), Is.EqualTo(19));
            Assert.That(LineOf(Diff.Bytes(parts)), Is.EqualTo(18));
            Assert.That(LineOf(Diff.Bytes(Mail + "\n" + Plain + parts)), Is.EqualTo(27));
        }

        static int LineOf(byte[] given) => Assert.Throws<ChangeFormatException>(() => Read(given))!.Line;
    }

    [Test]
    public void A_mail_in_two_forms_is_taken_once()
    {
        var content = Read(Diff.Bytes($"{Mail}Content-Type: multipart/alternative; boundary=b\n\n--b\n\n{Plain}--b\nContent-Type: text/html\n\n{Plain}--b--\n"));

        Assert.That(content.Files, Has.Count.EqualTo(1));
    }

    [Test]
    public void Commits_of_a_log_have_no_order_when_they_change_the_same_file() => Assert.That(
        () => Read(_clone.Git("log", "-p", "-2")),
        Throws.TypeOf<ChangeFormatException>().With.Message.Contains("several commits that change 'app/edited'"));

    [Test]
    public void What_cannot_be_applied_is_left_out_where_no_image_has_its_place()
    {
        using var clone = new TestClone();
        clone.Write("doc/a.png", [0, 1, 2]).Write("app/x", "old\n").Commit("before");
        File.CreateSymbolicLink(Path.Combine(clone.Root, "doc/link"), "a.png");
        clone.Write("doc/a.png", [0, 1, 2, 3]).Write("doc/b.png", [0, 3]).Write("app/x", "new\n").Commit("after");
        foreach (var text in new[] { clone.Git("diff", "HEAD^", "HEAD"), clone.Git("diff", "--binary", "HEAD^", "HEAD") })
        {
            var files = PatchReader.Read(text, path => path.StartsWith("app/", StringComparison.Ordinal)).Files;

            using (Assert.EnterMultipleScope())
            {
                Assert.That(files.Select(file => file.Path), Is.EqualTo(new[] { "app/x", "doc/a.png", "doc/b.png", "doc/link" }));
                Assert.That(() => PatchReader.Read(text, path => path == "doc/b.png"), Throws.TypeOf<ChangeFormatException>().With.Message.EqualTo("a binary file is changed"));
                Assert.That(() => PatchReader.Read(text, path => path == "doc/link"), Throws.TypeOf<ChangeFormatException>().With.Message.Contains("the mode 120000"));
            }
        }
    }

    [Test]
    public void A_host_gets_the_text_of_a_patch_and_the_record_the_digest_of_the_file()
    {
        var given = PatchForms.Gzip(PatchForms.Utf16(Diff.Bytes(Plain)));
        var content = Read(given);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(content.Text.ToArray(), Is.EqualTo(PatchForms.CarriageReturns(Diff.Bytes(Plain))));
            Assert.That(content.Digest, Is.EqualTo(ContentDigest.Of(given)));
        }
    }

    private static TestCaseData Form(string name, Func<byte[][], byte[]> form, params object[] more) => new TestCaseData([form, .. more]).SetArgDisplayNames(name);

    private static byte[] Join(IEnumerable<byte[]> mails) => [.. mails.SelectMany(mail => mail)];

    private static byte[] Tar()
    {
        var text = new MemoryStream();
        using (var tar = new TarWriter(text, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "x"));
        }

        return text.ToArray();
    }

    private static PatchContent Read(byte[] given) => PatchReader.Read(given, _ => true);

    private static PatchContent ReadFolder(InputFolder folder, string name) => (PatchContent)ChangeReader.Read(
        "app", name, folder.Of(name), [new ProjectLayout(new Dictionary<string, string> { ["app"] = "/app" }, [])]).Content;

    // As 'git format-patch' writes them to files, the cover letter first.
    private byte[][] Mails()
    {
        var folder = _clone.Beside("mails");
        if (!Directory.Exists(folder))
        {
            _clone.Git("format-patch", "--quiet", "--cover-letter", "--output-directory", folder, "before");
        }

        return [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
