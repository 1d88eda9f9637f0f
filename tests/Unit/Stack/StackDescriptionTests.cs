using System.Text.Json;
using GlanceGate.Stack;

namespace GlanceGate.Unit.Stack;

[TestFixture]
public sealed class StackDescriptionTests
{
    private static readonly StackDescription Description = new(
        "s1",
        "job",
        "job (x)",
        ["volumes"],
        new Dictionary<string, string> { ["Auth_Url"] = "http://api:80/" },
        new Dictionary<string, string> { ["disk"] = "/state/disk" },
        "socks5://127.0.0.1:1080",
        new Dictionary<string, string> { ["api"] = "172.18.0.2" })
    {
        Facts = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["api"] = new Dictionary<string, string> { ["Options"] = "{}" } },
    };

    [Test]
    public void ToJson_writes_the_names_that_suites_read_and_keeps_parameter_names()
    {
        using var document = JsonDocument.Parse(Description.ToJson());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                document.RootElement.EnumerateObject().Select(property => property.Name),
                Is.EqualTo(new[] { "session", "job", "variant", "capabilities", "parameters", "files", "proxy", "hosts", "facts" }));
            Assert.That(document.RootElement.GetProperty("parameters").GetProperty("Auth_Url").GetString(), Is.EqualTo("http://api:80/"));
        }
    }

    [Test]
    public void Parse_gives_back_what_ToJson_wrote()
    {
        var read = StackDescription.Parse(Description.ToJson());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.ToJson(), Is.EqualTo(Description.ToJson()));
            Assert.That(read.Hosts["api"], Is.EqualTo("172.18.0.2"));
            Assert.That(read.Facts["api"]["Options"], Is.EqualTo("{}"));
        }
    }

    [TestCase("null")]
    [TestCase("{")]
    [TestCase("""{"session": "s1"}""")]
    [TestCase("""{"session":null,"job":"j","variant":"v","capabilities":[],"parameters":{},"files":{},"proxy":"","hosts":{}}""")]
    public void Parse_refuses_an_incomplete_text(string json) =>
        Assert.That(() => StackDescription.Parse(json), Throws.TypeOf<FormatException>());
}
