using GlanceGate.Inputs;

namespace GlanceGate.Unit.Inputs;

[Platform(Exclude = "Win")]
internal sealed class InputFileTests
{
    private InputFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new InputFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public void Text_comes_without_a_byte_order_mark_and_through_links()
    {
        _folder.Write("a", [0xEF, 0xBB, 0xBF, .. "é\n"u8]).Link("b", "a");

        Assert.That(InputFile.ReadText(_folder.Of("b"), 100), Is.EqualTo("é\n"));
    }

    [TestCase("pipe", "it is a folder, pipe, socket or device")]
    [TestCase("folder", "it is a folder, pipe, socket or device")]
    [TestCase("zeros", "it is a folder, pipe, socket or device")]
    [TestCase("nowhere", "a link that leads nowhere")]
    [TestCase("large", "the file is larger than 1 KiB")]
    public void What_never_ends_is_not_begun(string name, string problem)
    {
        _folder.Pipe("pipe").Write("folder/x", "").Link("zeros", "/dev/zero").Link("nowhere", "user@host.1:2").Write("large", new byte[1025]);

        Assert.That(() => InputFile.Read(_folder.Of(name), 1024), Throws.TypeOf<InputException>().With.Message.Contains(problem));
    }

    [Test]
    public void A_byte_that_is_no_text_is_found_at_its_place()
    {
        _folder.Write("latin", [.. "name: x\n  é: "u8, 0xE9, (byte)'\n']);

        var problem = Assert.Throws<InputException>(() => InputFile.ReadText(_folder.Of("latin"), 100))!;

        Assert.That((problem.Message, problem.Line, problem.Column), Is.EqualTo(("a byte 0xE9 is no text in UTF-8", 2, 6)));
    }

    [Test]
    public void Files_below_a_folder_come_in_order_and_without_what_tools_leave()
    {
        _folder.Write("b", "").Write("a/c", "").Write("a/__pycache__/d", "").Write("skipped/e", "").Write(".git/f", "").Link(".#b", "user@host.1:2").Link("g", "b").Pipe("h");

        Assert.That(InputFile.Below(_folder.Path, name => name == "skipped", 4), Is.EqualTo(new[] { "a/c", "b", "g", "h" }));
    }

    [Test]
    public void A_link_to_a_folder_above_it_ends()
    {
        _folder.Write("a/b", "").Link("a/up", "..");

        Assert.That(() => InputFile.Below(_folder.Path, _ => false, 100), Throws.TypeOf<InputException>().With.Message.Contains("folders deep"));
    }

    [Test]
    public void A_folder_of_files_without_end_is_not_read_to_it()
    {
        _folder.Write("a", "").Write("b/c", "").Write("d", "");

        Assert.That(() => InputFile.Below(_folder.Path, _ => false, 2), Throws.TypeOf<InputException>().With.Message.EqualTo("it holds more than 2 files"));
    }
}
