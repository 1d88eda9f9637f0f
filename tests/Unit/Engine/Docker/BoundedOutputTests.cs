using System.Text;
using GlanceGate.Engine.Docker;

namespace GlanceGate.Unit.Engine.Docker;

internal sealed class BoundedOutputTests
{
    [TestCase("12345", "12345", false)]
    [TestCase("123456", "12345", true)]
    public async Task What_comes_first_is_kept_up_to_the_limit(string text, string kept, bool isCut)
    {
        using var output = new BoundedOutput(5);

        await output.WriteAsync(Encoding.UTF8.GetBytes(text[..2]));
        output.Write(Encoding.UTF8.GetBytes(text[2..]));

        Assert.That((output.ToString(), output.IsCut), Is.EqualTo((kept, isCut)));
    }
}
