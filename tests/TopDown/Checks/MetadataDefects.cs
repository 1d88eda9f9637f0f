using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Metadata that v1 took and that has no place in v2's flat images: what Nova makes of it, right or known to be wrong.</summary>
[Requires("image-proxy")]
public sealed class MetadataDefects : StackTest
{
    private const string Flat =
        "nova image/glance.py _convert_to_v2 writes properties and attributes into one object; v1 nested them, so their names never met";

    [TestCase("name")]
    [TestCase("owner")]
    [TestCase("min_disk")]
    [KnownDefect("B2", Flat, "metadata called like an attribute of the image is dropped, and Nova answers 200")]
    [Check("B2", "nova-specs newton use-glance-v2-api: what the API answers 200 to was done")]
    public async Task Metadata_called_like_an_attribute_is_kept_or_refused(string name)
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var answer = await PostAsync(image.Id, new() { [name] = "7" });
        var shown = await ShownAsync(image.Id);

        Assert.That((await Images.GetAsync(image.Id)).Name, Is.EqualTo(image.Name));
        Observe(
            $"{answer.Status}, then {shown}",
            live: Is.EqualTo("200, then {}"),
            right: Is.EqualTo("400, then {}").Or.EqualTo("403, then {}").Or.EqualTo($$"""200, then {"{{name}}":"7"}"""));
    }

    [TestCase("protected")]
    [TestCase("tags")]
    [KnownDefect("B2", Flat, "metadata called 'protected' or 'tags' gives 500")]
    [Check("B2", "nova-specs newton use-glance-v2-api: what cannot be set is the client's error")]
    public async Task Metadata_called_like_an_attribute_of_another_type_is_kept_or_refused(string name)
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var answer = await PostAsync(image.Id, new() { [name] = "7" });
        var shown = await ShownAsync(image.Id);

        Observe(
            $"{answer.Status} {Fault(answer)}, then {shown}",
            live: Is.EqualTo("500 TypeError, then {}"),
            right: Is.EqualTo("400 , then {}").Or.EqualTo("403 , then {}").Or.EqualTo($$"""200 , then {"{{name}}":"7"}"""));
    }

    [Test]
    [KnownDefect(
        "B1",
        "glance db: names of properties are unique without regard to case (MariaDB's collation), the duplicate is not caught",
        "two properties that differ by case only give 500, in Glance and through Nova")]
    [Check("B1", "nova-specs newton use-glance-v2-api, other end user impact: two properties, or one that is documented to win")]
    public async Task Two_names_that_differ_by_case_are_two_or_refused()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var answer = await PostAsync(image.Id, new() { ["MyKey"] = "a", ["mykey"] = "b" });
        var shown = await ShownAsync(image.Id);

        Observe(
            $"{answer.Status} {Fault(answer)}, then {shown}",
            live: Is.EqualTo("500 HTTPInternalServerError, then {}"),
            right: Does.StartWith("400 ").Or.StartWith("409 ").Or.EqualTo("""200 , then {"MyKey":"a","mykey":"b"}"""));
    }

    [Test]
    [KnownDefect(
        "B9",
        "nova api/openstack/compute/image_metadata.py does not expect ImageBadRequest, which Glance's 400 becomes",
        "metadata with a letter of 4 bytes (UTF-8) gives 500, where Glance says 400")]
    [Check("B9", "glance common/utils.py no_4byte_params: such a text is the client's error")]
    public async Task Value_with_a_letter_of_four_bytes_is_refused()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["kept"] = "1" });

        var direct = await Images.SetAsync(image.Id, "emoji", "\U0001F600");
        var answer = await PostAsync(image.Id, new() { ["emoji"] = "\U0001F600" });
        var shown = await ShownAsync(image.Id);

        Assert.That(direct, Answers.With(400));
        Observe(
            $"{answer.Status} {Fault(answer)}, then {shown}",
            live: Is.EqualTo("""500 ImageBadRequest, then {"kept":"1"}"""),
            right: Is.EqualTo("""400 , then {"kept":"1"}"""));
    }

    [TestCase("mappings")]
    [TestCase("block_device_mapping")]
    [KnownDefect(
        "B4",
        "nova image/glance.py _json_loads: any text is taken for JSON",
        "an image whose 'mappings' or 'block_device_mapping' is no JSON cannot be shown: 500")]
    [Check("B4", "glance v2: both are texts like any other, so Nova meets what users write into them")]
    public async Task Image_with_a_block_device_list_that_is_no_JSON_is_shown(string property)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { [property] = "no JSON" });

        var answer = await Compute.ProxyAsync("GET", $"/{image.Id}");

        Observe($"{answer.Status} {Fault(answer)}", live: Is.EqualTo("500 JSONDecodeError"), right: Is.EqualTo("200 "));
    }

    [TestCase("deleted")]
    [TestCase("direct_url")]
    [TestCase("os_glance_anything")]
    [Check("B16", "glance 0c45de3ed, e1f0e94b9: reserved names are 403 through Nova as well, and nothing is changed")]
    public async Task Reserved_name_is_forbidden_through_the_proxy(string name)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["kept"] = "1" });

        var answer = await PostAsync(image.Id, new() { [name] = "x" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(403));
            Assert.That(await ShownAsync(image.Id), Is.EqualTo("""{"kept":"1"}"""));
        }
    }

    [TestCase(1, 200)]
    [TestCase(2, 403)]
    [Check("B15", "nova bp-deprecate-image-meta-proxy-api: through Nova its own quota of metadata items counts, 128 by default")]
    public async Task Image_may_have_128_metadata_items(int more, int status)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), Properties(127, "p"));

        Assert.That(await PostAsync(image.Id, Properties(more, "q")), Answers.With(status));
    }

    [TestCase(128, 201)]
    [TestCase(129, 413)]
    [Check("B15", "glance image_property_quota: 128 by default")]
    public async Task Image_may_have_128_properties(int count, int status)
    {
        var name = UniqueName();
        OwnImages(name);
        var body = Properties(count, "p");
        (body["name"], body["disk_format"], body["container_format"]) = (name, "raw", "bare");

        Assert.That(await Images.CreateAsync(body), Answers.With(status));
    }

    private static JsonObject Properties(int count, string name) =>
        new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{name}{i}", (JsonNode?)"v")));

    /// <summary>The class that Nova names in an answer of 500, or nothing.</summary>
    private static string Fault(ApiAnswer answer) =>
        answer.Status == 500 && answer.Text.Split("<class '") is [_, var rest] ? rest[..rest.IndexOf('\'', StringComparison.Ordinal)].Split('.')[^1] : "";

    private Task<ApiAnswer> PostAsync(string image, JsonObject metadata) =>
        Compute.ProxyAsync("POST", $"/{image}/metadata", new JsonObject { ["metadata"] = metadata });

    private async Task<string> ShownAsync(string image) =>
        (await Compute.ProxyAsync("GET", $"/{image}/metadata")).Expect(200).Member<JsonObject>("metadata").ToJsonString();
}
