using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Metadata through Nova's image proxy (microversions up to 2.38), checked against what Glance holds afterwards.</summary>
[Requires("image-proxy")]
public sealed class ImageProxyMetadata : StackTest
{
    [Test]
    [Check("B1", "openstack-dev 2016-February/087519: with v1 the compute API lower-cased names, with v2 it keeps them")]
    public async Task Property_name_set_through_the_proxy_keeps_its_case()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var set = await PostAsync(image.Id, new() { ["MyKey"] = "MyValue" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(set, Answers.With(200));
            Assert.That((await Images.GetAsync(image.Id))["MyKey"], Is.EqualTo("MyValue"));
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}/metadata/MyKey"), Answers.With(200));
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}/metadata/mykey"), Answers.With(404));
        }
    }

    [Test]
    [Check("B1", "nova-specs newton use-glance-v2-api, other end user impact: names are case sensitive")]
    public async Task Property_name_set_in_Glance_is_shown_with_its_case()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["CamelKey"] = "v" });
        (await Images.SetAsync(image.Id, "Another_Key", "w")).Expect(200);

        Assert.That(await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["CamelKey"] = "v", ["Another_Key"] = "w" }));
    }

    [Test]
    [Check("B10", "openstack-dev 2015-December/083131 item 5; nova 383a0c9cbb: POST adds and keeps the rest")]
    public async Task POST_adds_and_replaces_and_keeps_the_rest()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["kept"] = "1", ["replaced"] = "2" });

        Assert.That(await PostAsync(image.Id, new() { ["replaced"] = "two", ["added"] = "3" }), Answers.With(200));

        Assert.That(
            await MetadataAsync(image.Id),
            Is.EqualTo(new Dictionary<string, string> { ["kept"] = "1", ["replaced"] = "two", ["added"] = "3" }));
    }

    [Test]
    [Check("B10", "nova 383a0c9cbb: PUT removes what it does not list (v1's purge_props)")]
    public async Task PUT_replaces_everything()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["removed"] = "1", ["replaced"] = "2" });

        var answer = await Compute.ProxyAsync(
            "PUT", $"/{image.Id}/metadata", new JsonObject { ["metadata"] = new JsonObject { ["replaced"] = "two" } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(200));
            Assert.That(await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["replaced"] = "two" }));
            Assert.That((await Images.GetAsync(image.Id)).Raw.ContainsKey("removed"), Is.False);
        }
    }

    [Test]
    [Check("B10", "nova api/openstack/compute/image_metadata.py: PUT of one key changes that one")]
    public async Task PUT_of_one_key_changes_only_that()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["Kept"] = "1", ["Changed"] = "2" });

        var answer = await Compute.ProxyAsync(
            "PUT", $"/{image.Id}/metadata/Changed", new JsonObject { ["meta"] = new JsonObject { ["Changed"] = "two" } });
        var mismatch = await Compute.ProxyAsync(
            "PUT", $"/{image.Id}/metadata/Changed", new JsonObject { ["meta"] = new JsonObject { ["changed"] = "no" } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(200));
            Assert.That(mismatch, Answers.With(400));
            Assert.That(await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["Kept"] = "1", ["Changed"] = "two" }));
        }
    }

    [Test]
    [Check("B10", "nova api/openstack/compute/image_metadata.py: DELETE removes one key (v2's remove_props)")]
    public async Task DELETE_removes_one_key()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["Kept"] = "1", ["Removed"] = "2" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Compute.ProxyAsync("DELETE", $"/{image.Id}/metadata/removed"), Answers.With(404));
            Assert.That(await Compute.ProxyAsync("DELETE", $"/{image.Id}/metadata/Removed"), Answers.With(204));
            Assert.That(await Compute.ProxyAsync("DELETE", $"/{image.Id}/metadata/Removed"), Answers.With(404));
            Assert.That(await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["Kept"] = "1" }));
        }
    }

    [TestCase("5")]
    [TestCase("true")]
    [TestCase("null")]
    [TestCase("""{"nested": "value"}""")]
    [Check("B3", "nova api/validation/parameter_types.py metadata: values are texts of at most 255 characters")]
    public async Task Value_that_is_no_text_is_refused_and_changes_nothing(string json)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["kept"] = "1" });

        var answer = await PostAsync(image.Id, new() { ["bad"] = JsonNode.Parse(json) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(400));
            Assert.That(await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["kept"] = "1" }));
        }
    }

    [Test]
    [Check("B3", "nova image/glance.py _CONVERT_PROPS: only two names are decoded, all other texts are the user's own")]
    public async Task Text_that_looks_like_JSON_stays_a_text()
    {
        var image = await Steps.CreateImageAsync(UniqueName());
        var value = """{"a": 1, "b": [true, null]}""";

        (await PostAsync(image.Id, new() { ["looks_like"] = value, ["number"] = "007" })).Expect(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["looks_like"] = value, ["number"] = "007" }));
            Assert.That((await Images.GetAsync(image.Id))["looks_like"], Is.EqualTo(value));
        }
    }

    [TestCase("mappings")]
    [TestCase("block_device_mapping")]
    [Check("B4", "nova image/glance.py _CONVERT_PROPS: JSON on the wire, a list when read, and JSON again after an update")]
    public async Task Block_device_lists_are_decoded_when_read_and_encoded_when_written(string property)
    {
        const string Wire = """[{"device": "/dev/vdb", "virtual": "swap"}]""";
        var image = await Steps.CreateImageAsync(UniqueName(), new() { [property] = Wire });

        var before = (await Compute.ProxyAsync("GET", $"/{image.Id}/metadata")).Expect(200).Member<JsonObject>("metadata");
        (await PostAsync(image.Id, new() { ["unrelated"] = "change" })).Expect(200);
        var after = (await Images.GetAsync(image.Id))[property];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonNode.DeepEquals(before[property], JsonNode.Parse(Wire)), $"decoded when read, but it is {before[property]}");
            Assert.That(after, Is.Not.Null, "a text in Glance");
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(after ?? "null"), JsonNode.Parse(Wire)), $"the same after an update, but it is {after}");
        }
    }

    [TestCase("")]
    [TestCase("none")]
    [TestCase("None")]
    [Check("B5", "nova 3f8076acdc (LP 1592808): Glance refuses these two when they are no UUID, so Nova leaves them out")]
    public async Task Kernel_and_ramdisk_that_say_none_are_left_out(string none)
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var answer = await PostAsync(image.Id, new() { ["kernel_id"] = none, ["ramdisk_id"] = none, ["other"] = "set" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(200));
            Assert.That(await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["other"] = "set" }));
        }
    }

    [Test]
    [Check("B9", "nova 3f8076acdc item 1: values may hold any letter")]
    public async Task Value_may_hold_letters_beyond_ASCII()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["from_glance"] = "Straße" });

        (await PostAsync(image.Id, new() { ["from_nova"] = "grüße 日本" })).Expect(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await MetadataAsync(image.Id),
                Is.EqualTo(new Dictionary<string, string> { ["from_glance"] = "Straße", ["from_nova"] = "grüße 日本" }));
            Assert.That((await Images.GetAsync(image.Id))["from_nova"], Is.EqualTo("grüße 日本"));
        }
    }

    [Test]
    [Check("B9", "glance v2 takes any property name; nova api/validation/parameter_types.py takes ASCII ones, and shows all")]
    public async Task Name_beyond_ASCII_is_shown_and_refused_when_set()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["schlüssel"] = "wert" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MetadataAsync(image.Id), Is.EqualTo(new Dictionary<string, string> { ["schlüssel"] = "wert" }));
            Assert.That(await PostAsync(image.Id, new() { ["größe"] = "v" }), Answers.With(400));
        }
    }

    [TestCase(255, 255, 200)]
    [TestCase(256, 1, 400)]
    [TestCase(1, 256, 400)]
    [Check("B14", "nova api/validation/parameter_types.py metadata: 255 characters for a name and for a value")]
    public async Task Names_and_values_may_have_255_characters(int name, int value, int status)
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        Assert.That(await PostAsync(image.Id, new() { [new string('n', name)] = new string('v', value) }), Answers.With(status));
    }

    private Task<ApiAnswer> PostAsync(string image, JsonObject metadata) =>
        Compute.ProxyAsync("POST", $"/{image}/metadata", new JsonObject { ["metadata"] = metadata });

    private async Task<Dictionary<string, string>> MetadataAsync(string image) =>
        (await Compute.ProxyAsync("GET", $"/{image}/metadata")).Expect(200).Member<JsonObject>("metadata")
            .ToDictionary(property => property.Key, property => property.Value!.GetValue<string>());
}
