using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>The image service is not at the root of its address.</summary>
[Requires("image-endpoint")]
public sealed class ImageEndpoint : StackTest
{
    [Test]
    [Requires("boot", "snapshot", "console")]
    [Configuration("image-endpoint-path")]
    [Check("A8", "os-xenapi cc58082: an endpoint with a path works for Nova's API and for the driver")]
    public async Task Nova_works_with_an_image_endpoint_that_has_a_path()
    {
        Assert.That(Session.ImageEndpoint, Does.EndWith("/image"), "the catalog");
        await AssertWorksAsync();
    }

    [Test]
    [Requires("boot", "snapshot", "console")]
    [Configuration("image-endpoint-version")]
    [Check("A9", "nova 62ef6cfcf0 (LP 1747511, 1707995): an endpoint with a version works, though the client adds its own")]
    public Task Nova_works_with_an_image_endpoint_that_has_a_version() => AssertWorksAsync();

    [Test]
    [Configuration("image-catalog-version")]
    [KnownDefect(
        "A9",
        "keystoneauth1 discover.py get_version_data asks again with a token when it is refused, and a session without a plugin of its own has none",
        "with an image endpoint that ends in /v2 in the catalog, Nova's API answers 500 to all that needs an image")]
    [Check("A9", "nova 62ef6cfcf0 (LP 1747511, 1707995): the catalog's endpoint may have a version")]
    public async Task Nova_finds_an_image_service_that_stands_in_the_catalog_with_its_version()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var answer = await Compute.ProxyAsync("GET", $"/{image.Id}");

        Assert.That(Session.ImageEndpoint, Does.EndWith("/v2"), "the catalog");
        Observe(answer.Status, live: Is.EqualTo(500), right: Is.EqualTo(200));
    }

    [Test]
    [Configuration("image-endpoint-path", "image-endpoint-version")]
    [Check("A8", "glanceclient v2/images.py list: the next page is asked for below the same path")]
    [Check("A9", "glanceclient v2/images.py list: the next page is asked for with one version")]
    public async Task All_pages_of_a_list_are_read()
    {
        const int MoreThanOnePage = 27;
        var name = UniqueName();
        var wanted = new List<string>();
        for (var i = 0; i < MoreThanOnePage; i++)
        {
            wanted.Add((await Steps.CreateImageAsync(name)).Id);
        }

        var list = await Compute.ProxyAsync("GET", $"?name={name}&page_size=10");

        Assert.That(list.Expect(200).Member<JsonArray>("images").Select(image => image!["id"]!.GetValue<string>()), Is.EquivalentTo(wanted));
    }

    /// <summary>The driver downloads, uploads, and what it uploaded is what the server had.</summary>
    private async Task AssertWorksAsync()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var snapshot = await UseAsync(Session.Shared.Snapshot);
        var data = await Images.DownloadAsync(snapshot.Image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(booted.Console!), Is.EqualTo(booted.Boots), booted.Console);
            Assert.That(snapshot.Image["base_image_ref"], Is.EqualTo(booted.Image.Id));
            Assert.That(snapshot.Image.Size, Is.EqualTo(data.Expect(200).Body.Length));
        }
    }
}
