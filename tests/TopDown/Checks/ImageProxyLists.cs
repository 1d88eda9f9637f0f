using System.Globalization;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>
/// Lists and filters of Nova's image proxy. Other tests have images on the same stack, so every list is narrowed to images of
/// one unique name, or only asked whether an image is in it.
/// </summary>
[Requires("image-proxy")]
public sealed class ImageProxyLists : StackTest
{
    /// <summary>More than Glance gives in one answer when it is not asked for a number (limit_param_default 25).</summary>
    private const int MoreThanOnePage = 27;

    [Test]
    [Check("D6", "nova image/glance.py: private images must not be hidden by an implicit is_public filter")]
    public async Task List_and_detail_have_images_of_every_visibility()
    {
        var name = UniqueName();
        var wanted = new List<string>();
        foreach (var visibility in new[] { "private", "shared", "public" })
        {
            wanted.Add((await Steps.CreateImageAsync(name, new() { ["visibility"] = visibility })).Id);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync($"?name={name}"), Is.EquivalentTo(wanted));
            Assert.That(await ListAsync($"/detail?name={name}"), Is.EquivalentTo(wanted));
        }
    }

    [TestCase("ACTIVE", "active")]
    [TestCase("active", "active")]
    [TestCase("QUEUED", "queued")]
    [TestCase("queued", "queued")]
    [Check("D1", "nova api/openstack/compute/images.py: the status filter is passed on in lower case")]
    public async Task Status_filter_works_in_either_case(string filter, string selected)
    {
        var name = UniqueName();
        var images = new Dictionary<string, string>
        {
            ["active"] = (await Steps.UploadImageAsync(name, [1])).Id,
            ["queued"] = (await Steps.CreateImageAsync(name)).Id,
        };

        Assert.That(await ListAsync($"?name={name}&status={filter}"), Is.EqualTo(new[] { images[selected] }));
    }

    [Test]
    [Check("D7", "nova api/openstack/compute/images.py: limit and marker go to Glance, and the next page is linked")]
    public async Task Pages_follow_each_other_without_gap_or_overlap()
    {
        var name = UniqueName();
        var wanted = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            wanted.Add((await Steps.CreateImageAsync(name)).Id);
        }

        var first = (await Compute.ProxyAsync("GET", $"?name={name}&limit=2")).Expect(200);
        var link = first.Member<JsonArray>("images_links").OfType<JsonObject>().Single(l => l["rel"]?.GetValue<string>() == "next");
        var second = (await Compute.FollowAsync(new Uri(link["href"]!.GetValue<string>()))).Expect(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ids(first), Has.Length.EqualTo(2));
            Assert.That(Ids(second), Has.Length.EqualTo(1));
            Assert.That(Ids(first).Concat(Ids(second)), Is.EquivalentTo(wanted));
        }
    }

    [TestCase("marker=00000000-0000-4000-8000-000000000000")]
    [TestCase("limit=-1")]
    [TestCase("limit=many")]
    [Check("D7", "nova api/openstack/compute/images.py: exception.Invalid is 400")]
    public async Task Impossible_page_is_400(string query)
    {
        Assert.That(await Compute.ProxyAsync("GET", $"?{query}"), Answers.With(400));
    }

    [Test]
    [Check("D8", "glance limit_param_default 25: a client that does not follow pages loses the rest")]
    public async Task More_images_than_one_page_of_Glance_are_all_listed()
    {
        var name = UniqueName();
        var wanted = new List<string>();
        for (var i = 0; i < MoreThanOnePage; i++)
        {
            wanted.Add((await Steps.CreateImageAsync(name)).Id);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync($"?name={name}"), Is.EquivalentTo(wanted));
            Assert.That(await ListAsync($"/detail?name={name}"), Is.EquivalentTo(wanted));

            // Nova's client asks for 200 images at a time, unless it is told: then it has to follow Glance's links.
            Assert.That(await ListAsync($"?name={name}&page_size=10"), Is.EquivalentTo(wanted));
        }
    }

    [Test]
    [Check("D2", "openstack-dev 2015-December/083131 item 1: changes-since is updated_at=gte: in v2")]
    public async Task Changes_since_selects_by_the_time_of_the_last_change()
    {
        var name = UniqueName();
        var image = await Steps.CreateImageAsync(name);
        var changed = DateTimeOffset.Parse(image["updated_at"]!, CultureInfo.InvariantCulture);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync($"?name={name}&changes-since={At(changed)}"), Is.EqualTo(new[] { image.Id }));
            Assert.That(await ListAsync($"?name={name}&changes-since={At(changed.AddSeconds(1))}"), Is.Empty);
        }
    }

    [Test]
    [Check("D3", "glance 6051146bb, a9222ae48 (LP 1517809, 1517935): a bad date is the client's error")]
    public async Task Changes_since_that_is_no_date_is_400()
    {
        Assert.That(await Compute.ProxyAsync("GET", "?changes-since=yesterday"), Answers.With(400));
    }

    [Test]
    [Check("D9", "glance 8c3148b7e (LP 1521193): a name filter may hold any letter")]
    public async Task Name_filter_finds_a_name_that_is_not_ASCII()
    {
        var name = $"{UniqueName()} größe 日本";
        var image = await Steps.CreateImageAsync(name);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync($"?name={Uri.EscapeDataString(name)}"), Is.EqualTo(new[] { image.Id }));
            Assert.That(
                ProxyImage.Of((await Compute.ProxyAsync("GET", $"/{image.Id}")).Expect(200)).Name, Is.EqualTo(name));
        }
    }

    [TestCase("minRam", "min_ram")]
    [TestCase("minDisk", "min_disk")]
    [Check("D10", "nova api/openstack/compute/images.py SUPPORTED_FILTERS")]
    public async Task Minimum_filters_still_select(string filter, string attribute)
    {
        var name = UniqueName();
        var image = await Steps.CreateImageAsync(name, new() { [attribute] = 7 });
        await Steps.CreateImageAsync(name, new() { [attribute] = 3 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync($"?name={name}&{filter}=7"), Is.EqualTo(new[] { image.Id }));
            Assert.That(await ListAsync($"?name={name}&{filter}=8"), Is.Empty);
        }
    }

    [Test]
    [Check("B1", "nova image/glance.py _extract_query_params_v2: a property filter compares names as they are")]
    public async Task Property_filter_selects_by_a_name_with_capitals()
    {
        var name = UniqueName();
        var image = await Steps.CreateImageAsync(name, new() { ["CamelKey"] = "one" });
        await Steps.CreateImageAsync(name, new() { ["CamelKey"] = "two" });

        Assert.That(await ListAsync($"?name={name}&property-CamelKey=one"), Is.EqualTo(new[] { image.Id }));
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("D5", "tempest test_list_image_filters: server by UUID and by href, type snapshot")]
    public async Task Snapshots_are_found_by_server_and_by_type()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);
        var booted = await UseAsync(Session.Shared.Server);
        var href = booted.Server.Raw["links"]!.AsArray().Single(l => l!["rel"]!.GetValue<string>() == "self")!["href"]!.GetValue<string>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync($"?server={booted.Server.Id}"), Is.EqualTo(new[] { snapshot.Image.Id }));
            Assert.That(await ListAsync($"?server={Uri.EscapeDataString(href)}"), Is.EqualTo(new[] { snapshot.Image.Id }));
            Assert.That(await ListAsync("?type=snapshot"), Does.Contain(snapshot.Image.Id).And.Not.Contain(booted.Image.Id));
            Assert.That(await ListAsync("?type=backup"), Does.Not.Contain(snapshot.Image.Id));
        }
    }

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string[] Ids(ApiAnswer list) =>
        [.. list.Expect(200).Member<JsonArray>("images").Select(image => image!["id"]!.GetValue<string>())];

    private async Task<string[]> ListAsync(string query) => Ids(await Compute.ProxyAsync("GET", query));
}
