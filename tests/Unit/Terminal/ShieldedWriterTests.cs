using GlanceGate.Terminal;

namespace GlanceGate.Unit.Terminal;

internal sealed class ShieldedWriterTests
{
    [TestCase("passed ##vso[task.setvariable variable=x]y", "passed # #vso[task.setvariable variable=x]y")]
    [TestCase("##[error]x ##[debug]", "# #[error]x # #[debug]")]
    [TestCase("##TeamCity[buildStop]", "# #TeamCity[buildStop]")]
    [TestCase("a\n  ::set-output name=x::y", "a\n  : :set-output name=x::y")]
    [TestCase("::error::", ": :error::")]
    [TestCase("a\r::error::", "a\r: :error::")]
    [TestCase("## a heading, std::string, #[x]", "## a heading, std::string, #[x]")]
    public void Text_is_no_command(string text, string written)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var writer = new ShieldedWriter(output);

        writer.Write(text);
        writer.WriteLine(text);
        writer.Write(text.ToCharArray(), 0, text.Length);

        Assert.That(output.ToString(), Is.EqualTo($"{written}{written}\n{written}"));
    }
}
