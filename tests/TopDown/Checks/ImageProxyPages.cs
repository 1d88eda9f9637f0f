using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Pages and links of Nova's image proxy: each page of a list is of the list's kind, and its links lead where they say.</summary>
[Requires("image-proxy")]
public sealed class ImageProxyPages : StackTest
{
    private const int Made = ListedImages.Same;

    private static readonly string[] Brief = ["id", "links", "name"];

    private static readonly string[] Detailed =
        ["OS-EXT-IMG-SIZE:size", "created", "id", "links", "metadata", "minDisk", "minRam", "name", "progress", "server", "status", "updated"];

    [TestCase("", 1, 2, Made, Made + 1)]
    [TestCase("/detail", 1, 2, Made, Made + 1)]
    [Check("J1", "nova LP 1410431: the pages after the first of a detailed list are detailed too, of a brief list brief")]
    [Check("D7", "nova api/openstack/common.py _get_collection_links: pages of any size give the list, in its order")]
    public async Task Every_page_of_a_list_is_of_its_kind(string list, params int[] sizes)
    {
        var name = (await UseAsync(Session.Shared.Listed)).ProxyName;
        var whole = (await Compute.ProxyAsync("GET", $"{list}?name={name}")).Expect(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Pages.Ids(whole), Has.Length.EqualTo(Made));
            Assert.That(Next(whole), Is.Null, "a list that is whole does not go on");
            foreach (var size in sizes)
            {
                var pages = await WalkAsync($"{list}?name={name}&limit={size}");
                Assert.That(pages.SelectMany(Pages.Ids), Is.EqualTo(Pages.Ids(whole)), $"pages of {size}");
                Assert.That(pages.SkipLast(1).Select(page => Pages.Ids(page).Length), Is.All.EqualTo(size), $"pages of {size}");
                Assert.That(pages.Select(page => page.Url.AbsolutePath), Is.All.EqualTo(whole.Url.AbsolutePath), $"pages of {size}");
                foreach (var image in pages.SelectMany(Pages.Images))
                {
                    Assert.That(image.Select(member => member.Key), Is.EquivalentTo(list.Length > 0 ? Detailed : Brief), $"pages of {size}");
                }
            }
        }
    }

    [TestCase("")]
    [TestCase("/detail")]
    [Check("J1", "nova api/openstack/common.py _get_next_link: the next page is asked for with all that the first was, and a marker")]
    public async Task Next_page_is_asked_for_with_all_that_the_first_was(string list)
    {
        var name = (await UseAsync(Session.Shared.Listed)).ProxyName;
        var query = $"?name={name}&status=QUEUED&type=snapshot&server={ListedImages.Instance}&minRam=7&minDisk=3&property-Camel%20Key=a%26b"
            + "&changes-since=2001-01-01T00:00:00Z&limit=1";

        var pages = await WalkAsync(list + query);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages.SelectMany(Pages.Ids).ToArray(), Has.Length.EqualTo(Made).And.Unique);
            foreach (var page in pages.SkipLast(1))
            {
                Assert.That(
                    Pages.Parameters(Next(page)!.Query), Is.EquivalentTo([.. Pages.Parameters(query), $"marker={Pages.Ids(page)[^1]}"]));
            }
        }
    }

    [TestCase("")]
    [TestCase("/detail")]
    [Check("D7", "nova api/openstack/common.py get_pagination_params: a list begins after its marker, and goes on from there")]
    public async Task List_begins_after_its_marker(string list)
    {
        var name = (await UseAsync(Session.Shared.Listed)).ProxyName;
        var whole = Pages.Ids((await Compute.ProxyAsync("GET", $"{list}?name={name}")).Expect(200));

        var pages = await WalkAsync($"{list}?name={name}&limit=2&marker={whole[0]}");

        Assert.That(pages.SelectMany(Pages.Ids), Is.EqualTo(whole.Skip(1)));
    }

    [Test]
    [Check("J2", "nova api/openstack/compute/views/images.py _get_links: self, bookmark and alternate lead to the image")]
    public async Task Links_of_an_image_lead_to_it()
    {
        var name = (await UseAsync(Session.Shared.Listed)).ProxyName;
        var show = (await Compute.ProxyAsync("GET", $"/{Pages.Ids((await Compute.ProxyAsync("GET", $"?name={name}")).Expect(200))[0]}")).Expect(200);
        var shown = show.Member<JsonObject>("image");
        var id = shown["id"]!.GetValue<string>();
        var brief = Pages.Images(await Compute.ProxyAsync("GET", $"?name={name}")).Single(image => image["id"]!.GetValue<string>() == id);
        var detailed = Pages.Images(await Compute.ProxyAsync("GET", $"/detail?name={name}")).Single(image => image["id"]!.GetValue<string>() == id);

        using (Assert.EnterMultipleScope())
        {
            foreach (var image in new[] { shown, brief, detailed })
            {
                var links = image["links"]!.AsArray().OfType<JsonObject>().ToDictionary(link => link["rel"]!.GetValue<string>());
                Assert.That(links.Keys, Is.EquivalentTo(["self", "bookmark", "alternate"]));
                Assert.That(Href(links["self"]), Is.EqualTo(show.Url));
                Assert.That(Href(links["bookmark"]), Is.EqualTo(WithoutVersion(show.Url)));
                Assert.That(Href(links["alternate"]).AbsoluteUri, Does.EndWith($"/images/{id}"));
                Assert.That(Href(links["alternate"]).Authority, Is.EqualTo(new Uri(Session.ImageEndpoint).Authority));
                Assert.That(links["alternate"]["type"]?.GetValue<string>(), Is.EqualTo("application/vnd.openstack.image"));
            }

            foreach (var image in new[] { shown, detailed })
            {
                var server = image["server"]!.AsObject();
                var links = server["links"]!.AsArray().OfType<JsonObject>().ToDictionary(link => link["rel"]!.GetValue<string>());
                var own = new Uri(show.Url.AbsoluteUri.Replace($"/images/{id}", $"/servers/{ListedImages.Instance}", StringComparison.Ordinal));
                Assert.That(server["id"]?.GetValue<string>(), Is.EqualTo(ListedImages.Instance));
                Assert.That(Href(links["self"]), Is.EqualTo(own));
                Assert.That(Href(links["bookmark"]), Is.EqualTo(WithoutVersion(own)));
            }

            Assert.That(ProxyImage.Of(await Compute.FollowAsync(Href(brief["links"]![0]!.AsObject()))).Id, Is.EqualTo(id));
        }
    }

    private static Uri WithoutVersion(Uri url) => new(url.AbsoluteUri.Replace("/v2.1/", "/", StringComparison.Ordinal));

    private static Uri Href(JsonObject link) => new(link["href"]!.GetValue<string>());

    private static Uri? Next(ApiAnswer page) =>
        (page.Json["images_links"] as JsonArray ?? []).OfType<JsonObject>().SingleOrDefault(link => link["rel"]?.GetValue<string>() == "next") is { } link
            ? Href(link)
            : null;

    private async Task<IReadOnlyList<ApiAnswer>> WalkAsync(string query) =>
        await Pages.ReadAsync(await Compute.ProxyAsync("GET", query), Next, link => Compute.FollowAsync(link));
}
