using GlanceGate.ImageMaking;
using GlanceGate.Jobs;

namespace GlanceGate.Unit.ImageMaking;

[TestFixture]
public sealed class BakeDefinitionTests
{
    [Test]
    public void Every_key_is_read()
    {
        var bake = Read("""
            from: openstack
            command: [bash, /bake/bake.sh, "1"]
            timeout: 90s
            tmpfs: [/tmp, "/var/lib/x:size=1g,mode=755"]
            environment: {LANG: C, EMPTY: ""}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bake.From, Is.EqualTo("openstack"));
            Assert.That(bake.FromSpan.ToString(), Is.EqualTo("build/Images/x/bake.yaml:1:7"));
            Assert.That(bake.Command, Is.EqualTo(new[] { "bash", "/bake/bake.sh", "1" }));
            Assert.That(bake.Timeout, Is.EqualTo(TimeSpan.FromSeconds(90)));
            Assert.That(bake.Tmpfs, Is.EqualTo(new Dictionary<string, string> { ["/tmp"] = "", ["/var/lib/x"] = "size=1g,mode=755" }));
            Assert.That(bake.Environment, Is.EqualTo(new Dictionary<string, string> { ["LANG"] = "C", ["EMPTY"] = "" }));
        }
    }

    [Test]
    public void Only_source_and_command_must_be_there()
    {
        var bake = Read("from: debian:bookworm\ncommand: [\"true\"]\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bake.Timeout, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(bake.Tmpfs, Is.Empty);
            Assert.That(bake.Environment, Is.Empty);
        }
    }

    [TestCase("from: a\ncommand: [x]\ntimout: 5m\n", "build/Images/x/bake.yaml:3:1", "timout")]
    [TestCase("from: a\n", "build/Images/x/bake.yaml:1:1", "command")]
    [TestCase("from: a\ncommand: x y\n", "build/Images/x/bake.yaml:2:10", "list of arguments")]
    [TestCase("from: a\ncommand: [x]\ntimeout: soon\n", "build/Images/x/bake.yaml:3:10", "duration")]
    [TestCase("from: a\ncommand: [x]\ntmpfs: [tmp]\n", "build/Images/x/bake.yaml:3:9", "path")]
    [TestCase("from: [a\n", "build/Images/x/bake.yaml:", "")]
    [TestCase("", "", "")]
    public void A_mistake_is_reported_with_its_place(string text, string place, string word) =>
        Assert.That(
            () => Read(text),
            Throws.TypeOf<JobConfigurationException>().With.Message.Contains(place).And.Message.Contains(word));

    [Test]
    public void All_mistakes_are_reported_at_once() =>
        Assert.That(
            () => Read("form: a\ncommand: [x]\ntimeout: soon\n"),
            Throws.TypeOf<JobConfigurationException>().With.Property("Diagnostics").Count.GreaterThanOrEqualTo(2));

    private static BakeDefinition Read(string text) => BakeDefinition.Read(new JobFile("build/Images/x/bake.yaml", text));
}
