using GlanceGate.Evidence;
using GlanceGate.Unit.Inputs;

namespace GlanceGate.Unit.Evidence;

internal sealed class LogCopyTests
{
    private const string Secret = "0123456789abcdefghijklmnopqrstuv";

    private InputFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new InputFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    // every place at which a block may end within the secret, at one character a line
    [Test]
    public async Task A_secret_over_many_lines_is_found_wherever_it_lies_and_no_line_is_lost()
    {
        for (var before = 0; before <= 40; before++)
        {
            string[] lines = [new string('x', (1 << 16) - before), .. Secret.Select(letter => letter.ToString()), "", "end"];
            _folder.Write("in", string.Join('\n', lines) + "\n");

            var facts = await LogCopy.WriteAsync(_folder.Of("in"), _folder.Of("out"), new Redactor([Secret]), scan: null, CancellationToken.None);

            var copied = File.ReadAllText(_folder.Of("out"));
            Assert.That(
                (facts.Lines, copied),
                Is.EqualTo((lines.Length, $"{lines[0]}\n***secret***{new string('\n', Secret.Length + 1)}end\n")),
                $"{before} characters before the block's end");
        }
    }
}
