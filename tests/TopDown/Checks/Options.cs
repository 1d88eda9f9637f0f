using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>
/// The switches under test, as the running processes have them: an option that the code does not know is ignored without a word, and
/// was so twice upstream. Read from the stack's facts, because no API tells options.
/// </summary>
public sealed class Options : StackTest
{
    private const string Switch = "glance.use_glancev2";

    [TestCase("nova-api", "nova-api")]
    [TestCase("nova-api", "nova-conductor")]
    [TestCase("nova-api", "nova-scheduler")]
    [TestCase("nova-compute", "nova-compute")]
    [Check("A4", "project-config cd01cd7a8, 6d5b8c50f: the switch was set at the wrong layer, then misspelt, and nobody noticed")]
    [Check("A6", "nova 16dd86f992, nova-ci ff583ca: API, conductor and compute each read the switch")]
    public void Process_knows_the_switch_and_has_it_on(string service, string process)
    {
        var options = Parse<JsonObject>(service, "running-options");

        Assert.That(options.Select(entry => entry.Key), Does.Contain(process), "processes of which options are known");
        Assert.That(options[process]?[Switch]?.ToString(), Is.EqualTo("True"), $"{Switch} of {process}: {options[process]?.ToJsonString()}");
    }

    [Test]
    [Requires("volumes")]
    [Check("A7", "devstack 22c695f0, nova d1859915ab: glance_api_version=2 was Cinder's switch; now it has none, and asks nothing but v2")]
    public void Cinder_knows_every_option_of_its_files()
    {
        Assert.That(Parse<JsonArray>("cinder", "unknown-options").Select(option => option!.ToString()), Is.Empty);
    }

    [TestCase("nova-api")]
    [TestCase("nova-compute")]
    [Check("A4", "oslo.config ignores an option that nobody registered")]
    public void Nova_knows_every_option_of_its_files(string service)
    {
        Assert.That(Parse<JsonArray>(service, "unknown-options").Select(option => option!.ToString()), Is.Empty);
    }

    [Test]
    [Check("A4", "glance 3dde3204d removed v1 in 17.0.0, and with it both switches: written as ever, known to nobody, harmless")]
    public void Glance_knows_every_option_of_its_files_but_the_two_that_went_with_v1()
    {
        Assert.That(
            Parse<JsonArray>("glance", "unknown-options").Select(option => option!.ToString()),
            Is.EquivalentTo(new[] { "DEFAULT.enable_v1_api", "DEFAULT.enable_v2_api" }));
    }

    private static T Parse<T>(string service, string fact)
        where T : JsonNode
    {
        var text = Session.Stack.Fact(service, fact);
        return JsonNode.Parse(text) as T ?? throw new StackFileException($"fact {service}.{fact} is no {typeof(T).Name}: {text}");
    }
}
