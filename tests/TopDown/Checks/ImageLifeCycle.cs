using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Glance's v2 API by itself: what goes in comes out, and what v2 refuses is refused with a 4xx.</summary>
public sealed class ImageLifeCycle : StackTest
{
    /// <summary>What v1's clients turned into texts on the way, and v2 wants as text.</summary>
    private static readonly TestCaseData<string>[] NotTexts =
    [
        new TestCaseData<string>("5").SetArgDisplayNames("number"),
        new TestCaseData<string>("true").SetArgDisplayNames("boolean"),
        new TestCaseData<string>("null").SetArgDisplayNames("null"),
        new TestCaseData<string>("""["a"]""").SetArgDisplayNames("list"),
        new TestCaseData<string>("""{"a": "b"}""").SetArgDisplayNames("object"),
    ];

    [Test]
    [Check("F1", "glance v2 image data API; md5 checksum may be absent (glance bf53c1b8f, LP 1591004), the multihash may not")]
    public async Task Uploaded_image_becomes_active_and_downloads_byte_for_byte()
    {
        var data = RandomNumberGenerator.GetBytes(100_000);
        var queued = await Steps.CreateImageAsync(UniqueName());
        Assert.That(queued.Status, Is.EqualTo("queued"));

        Assert.That(await Images.UploadAsync(queued.Id, data), Answers.With(204));
        var active = await Steps.WaitUntilImageIsActiveAsync(queued.Id);
        var download = await Images.DownloadAsync(queued.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(active.Size, Is.EqualTo(data.Length));
            Assert.That(active["os_hash_algo"], Is.EqualTo("sha512"));
            Assert.That(active["os_hash_value"], Is.EqualTo(Convert.ToHexStringLower(SHA512.HashData(data))));
            Assert.That(download, Answers.With(200));
            Assert.That(download.Body.AsSpan().SequenceEqual(data), "the downloaded bytes are the uploaded ones");
        }
    }

    [Test]
    [Check("E1", "glance v2: a deleted image is gone for its owner; v1 could show it as deleted")]
    public async Task Deleted_image_is_gone_from_show_list_and_download()
    {
        var name = UniqueName();
        var image = await Steps.UploadImageAsync(name, [1, 2, 3]);

        Assert.That(await Images.DeleteAsync(image.Id), Answers.With(204));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Images.ShowAsync(image.Id), Answers.With(404));
            Assert.That(await Images.DownloadAsync(image.Id), Answers.With(404));
            Assert.That(await Images.DeleteAsync(image.Id), Answers.With(404));
            Assert.That((await Images.ListAsync($"name={name}")).Expect(200).Member<JsonArray>("images"), Is.Empty);
        }
    }

    [TestCaseSource(nameof(NotTexts))]
    [Check("B3", "nova _convert_to_v2: v1's client turned any value into text, v2 takes texts only")]
    public async Task Property_value_that_is_no_text_is_refused(string json)
    {
        var answer = await TryCreateAsync("some_property", JsonNode.Parse(json));

        Assert.That(answer, Answers.With(400));
    }

    [Test]
    [Check("B3", "nova-specs newton use-glance-v2-api: v1 nested properties in an object, v2 has them flat beside the attributes")]
    public async Task Properties_nested_as_in_v1_are_refused()
    {
        var answer = await TryCreateAsync("properties", new JsonObject { ["a"] = "b" });

        Assert.That(answer, Answers.With(400));
    }

    [Test]
    [Check("B1", "openstack-dev 2016-February/087519: v1 lower-cased property names on set and get, v2 keeps their case")]
    public async Task Property_name_keeps_its_case_and_its_punctuation()
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["CamelKey"] = "V", ["with-dash_and_underscore"] = "w" });

        var shown = await Images.GetAsync(image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown["CamelKey"], Is.EqualTo("V"));
            Assert.That(shown["with-dash_and_underscore"], Is.EqualTo("w"));
            Assert.That(shown.Raw.ContainsKey("camelkey"), Is.False, "a lower-case twin appeared");
        }
    }

    [TestCase("kernel_id")]
    [TestCase("ramdisk_id")]
    [Check("B5", "nova 3f8076acdc (LP 1592808): Glance's schema wants a UUID or null here, never an empty text")]
    [Check("B7", "glance 82c63b1df (LP 1447215): an image whose stored value is null stays readable")]
    public async Task Kernel_and_ramdisk_may_be_null_and_never_empty(string property)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { [property] = null });
        var empty = await TryCreateAsync(property, "");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Images.ShowAsync(image.Id), Answers.With(200));
            Assert.That(ProxyImage.Of((await Compute.ProxyAsync("GET", $"/{image.Id}")).Expect(200)).Metadata[property], Is.Null);
            Assert.That(empty, Answers.With(400));
        }
    }

    [TestCase(255, 201)]
    [TestCase(256, 400)]
    [Check("B14", "glance 8dba79680 (LP 1737952): a name that does not fit is the client's error, not the server's")]
    public async Task Property_name_may_have_255_characters(int length, int status)
    {
        Assert.That(await TryCreateAsync(new string('p', length), "v"), Answers.With(status));
    }

    [TestCase(255, 201)]
    [TestCase(256, 400)]
    [Check("B14", "glance v2 image schema: name has at most 255 characters")]
    public async Task Image_name_may_have_255_characters(int length, int status)
    {
        Assert.That(await TryCreateAsync("name", UniqueName().PadRight(length, 'n')), Answers.With(status));
    }

    [Test]
    [Check("B14", "glance 601f82ac2: only the name of a property is limited, a value may be longer than 255")]
    public async Task Property_value_may_be_long()
    {
        var value = new string('v', 10_000);

        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["long"] = value });

        Assert.That((await Images.GetAsync(image.Id))["long"], Is.EqualTo(value));
    }

    [TestCase("os_glance_anything")]
    [TestCase("stores")]
    [TestCase("location")]
    [TestCase("deleted")]
    [TestCase("direct_url")]
    [Check("B16", "glance 0c45de3ed, e1f0e94b9: names of the service's own are forbidden to clients")]
    public async Task Reserved_property_name_is_forbidden(string property)
    {
        Assert.That(await TryCreateAsync(property, "x"), Answers.With(403));
    }

    /// <summary>Asks for an image with one more attribute; it is removed should Glance agree.</summary>
    private async Task<Connection.ApiAnswer> TryCreateAsync(string attribute, JsonNode? value)
    {
        var name = attribute == "name" ? value!.GetValue<string>() : UniqueName();
        OwnImages(name);
        return await Images.CreateAsync(new JsonObject
        {
            ["name"] = name,
            ["disk_format"] = "raw",
            ["container_format"] = "bare",
            [attribute] = value,
        });
    }
}
