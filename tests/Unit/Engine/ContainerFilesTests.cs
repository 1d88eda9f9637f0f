using System.Formats.Tar;
using GlanceGate.Engine;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Engine;

[TestFixture]
public sealed class ContainerFilesTests
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    [Test]
    public void ToTar_has_files_in_order_with_modes_and_without_directories()
    {
        using var tar = ContainerFiles.ToTar(
        [
            new("/b/" + new string('n', 200), new ContextFile("two"u8.ToArray(), Mode)),
            new("a", new ContextFile("one"u8.ToArray(), UnixFileMode.UserRead)),
        ]);

        var entries = new List<(string, TarEntryType, UnixFileMode, int, string)>();
        using (var reader = new TarReader(tar))
        {
            while (reader.GetNextEntry() is { } entry)
            {
                using var content = new StreamReader(entry.DataStream!);
                entries.Add((entry.Name, entry.EntryType, entry.Mode, entry.Uid, content.ReadToEnd()));
            }
        }

        Assert.That(entries, Is.EqualTo(new[]
        {
            ("a", TarEntryType.RegularFile, UnixFileMode.UserRead, 0, "one"),
            ("b/" + new string('n', 200), TarEntryType.RegularFile, Mode, 0, "two"),
        }));
    }

    [Test]
    public async Task ToTar_gives_the_same_bytes_at_another_time()
    {
        KeyValuePair<string, ContextFile>[] files = [new("a", new ContextFile("one"u8.ToArray(), Mode))];
        using var first = ContainerFiles.ToTar(files);
        await Task.Yield();
        using var second = ContainerFiles.ToTar(files);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.ToArray(), Is.EqualTo(first.ToArray()));
            Assert.That(first.ToArray()[136..147], Is.EqualTo("00000000000"u8.ToArray()), "the field for the time");
        }
    }

    [TestCase("relative")]
    [TestCase("/")]
    [TestCase("/a/")]
    [TestCase("/a//b")]
    [TestCase("/a/../b")]
    public void Check_refuses_what_is_no_path_of_a_file(string path) =>
        Assert.That(() => ContainerFiles.Check(Spec(path)), Throws.TypeOf<EngineException>().With.Message.Contains($"'{path}'"));

    [Test]
    public void Check_refuses_only_files_below_a_tmpfs()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => ContainerFiles.Check(Spec("/tmp/x/y")), Throws.TypeOf<EngineException>().With.Message.Contains("the tmpfs at /tmp hides"));
            Assert.That(() => ContainerFiles.Check(Spec("/tmpx")), Throws.Nothing);
        }
    }

    private static ContainerSpec Spec(string path) => new("c", "i", null, [], new Dictionary<string, string>())
    {
        Files = new Dictionary<string, ContextFile> { [path] = new(ReadOnlyMemory<byte>.Empty, Mode) },
        Tmpfs = new Dictionary<string, string> { ["/tmp"] = "" },
    };
}
