using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Glance's own list: its order, its pages and its links.</summary>
[Requires("api-checks")]
public sealed class GlanceListPages : StackTest
{
    [TestCase("")]
    [TestCase("&sort=disk_format:asc", "disk_format")]
    [TestCase("&sort=disk_format:desc", "-disk_format")]
    [TestCase("&sort=container_format:asc,disk_format:desc", "container_format", "-disk_format")]
    [TestCase("&sort=size:asc")]
    [TestCase("&sort=size:desc")]
    [TestCase("&sort=status")]
    [TestCase("&sort=created_at:asc")]
    [TestCase("&sort_key=disk_format&sort_dir=asc", "disk_format")]
    [Check("J3", "glance db/sqlalchemy/api.py paginate_query: pages give each image once, also where keys are the same or null")]
    public async Task Pages_of_a_sorted_list_give_each_image_once(string sort, params string[] keys)
    {
        var batch = (await UseAsync(Session.Shared.Listed)).Batch;
        var query = $"{ListedImages.Property}={batch}{sort}";
        var whole = Pages.Images((await Images.ListAsync(query)).Expect(200));

        var pages = await WalkAsync($"{query}&limit=2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole, Has.Count.EqualTo(ListedImages.Various.Count));
            Assert.That(whole.Select(image => Rank(image, keys)), Is.Ordered.Using<string>(StringComparer.Ordinal));
            Assert.That(pages.SelectMany(Pages.Ids), Is.EqualTo(whole.Select(image => image["id"]!.GetValue<string>())));
            Assert.That(pages.Select(page => Pages.Ids(page).Length), Is.EqualTo(new[] { 2, 2, 1 }));
        }
    }

    [Test]
    [Check("J3", "glance api/v2/images.py index: first, next and schema; the next page is asked for with all that the first was, and a marker")]
    public async Task Links_of_a_list_keep_what_was_asked_for()
    {
        var query = $"{ListedImages.Property}={(await UseAsync(Session.Shared.Listed)).Batch}&sort=container_format:asc,id:asc&status=queued&visibility=shared&limit=2";

        var pages = await WalkAsync(query);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages.SelectMany(Pages.Ids).ToArray(), Has.Length.EqualTo(ListedImages.Various.Count).And.Unique);
            foreach (var page in pages)
            {
                Assert.That(page.Json["schema"]?.GetValue<string>(), Is.EqualTo("/v2/schemas/images"));
                Assert.That(page.Json["first"]?.GetValue<string>(), Does.StartWith("/v2/images?"));
                Assert.That(Pages.Parameters(page.Json["first"]!.GetValue<string>()), Is.EquivalentTo(Pages.Parameters(query)));
            }

            foreach (var page in pages.SkipLast(1))
            {
                Assert.That(Next(page), Does.StartWith("/v2/images?"));
                Assert.That(Pages.Parameters(Next(page)!), Is.EquivalentTo([.. Pages.Parameters(query), $"marker={Pages.Ids(page)[^1]}"]));
            }
        }
    }

    [Test]
    [KnownDefect(
        "J3",
        "glance api/v2/images.py ResponseSerializer.index keeps one value of each parameter",
        "the pages after the first of a list that is sorted by several sort_key are sorted by the last of them, so that images are missing or come twice")]
    [Check("J3", "glance api-ref: sort_key and sort_dir may be given several times")]
    public async Task Next_page_keeps_every_key_of_the_older_way_to_sort()
    {
        var query = $"{ListedImages.Property}={(await UseAsync(Session.Shared.Listed)).Batch}&sort_key=disk_format&sort_dir=asc&sort_key=id&sort_dir=desc&limit=2";

        var next = Next((await Images.ListAsync(query)).Expect(200));

        Observe(
            string.Join(' ', Pages.Parameters(next ?? string.Empty).Where(text => text.StartsWith("sort_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)),
            live: Is.EqualTo("sort_dir=desc sort_key=id"),
            right: Is.EqualTo("sort_dir=asc sort_dir=desc sort_key=disk_format sort_key=id"));
    }

    [TestCase("sort=min_ram")]
    [TestCase("sort=name:up")]
    [TestCase("sort=name&sort_key=name")]
    [TestCase("limit=-1")]
    [TestCase("limit=many")]
    [TestCase("marker=00000000-0000-4000-8000-000000000000")]
    [Check("J3", "glance api/v2/images.py RequestDeserializer: what no list can be is the client's error")]
    public async Task Impossible_list_is_400(string query) => Assert.That(await Images.ListAsync(query), Answers.With(400));

    /// <summary>A text by which images are in order: what a list is sorted by; a key with a dash is upside down.</summary>
    private static string Rank(JsonObject image, string[] keys) => string.Join(' ', keys.Select(key => key.StartsWith('-')
        ? string.Concat(image[key[1..]]!.GetValue<string>().Select(letter => (char)('z' - letter + 'a')))
        : image[key]!.GetValue<string>()));

    private static string? Next(ApiAnswer page) => page.Json["next"]?.GetValue<string>();

    private async Task<IReadOnlyList<ApiAnswer>> WalkAsync(string query) =>
        await Pages.ReadAsync(await Images.ListAsync(query), Next, Images.FollowAsync);
}
