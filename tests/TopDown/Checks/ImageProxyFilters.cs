using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Filters by a property's value through Nova's image proxy: their names lose a prefix on the way to Glance.</summary>
[Requires("image-proxy")]
public sealed class ImageProxyFilters : StackTest
{
    [TestCase("os_distro")]
    [TestCase("os_version")]
    [TestCase("ramdisk_note")]
    [TestCase("type")]
    [KnownDefect(
        "D4",
        "nova image/glance.py _extract_query_params_v2: lstrip('property-') takes letters away, not a prefix; so at 14.0.0 and in 2026",
        "a filter by a property whose name begins with one of the letters of 'property-' finds nothing")]
    [Check("D4", "nova api/openstack/compute/images.py: property-NAME selects the images whose property NAME has the value")]
    public async Task Property_filter_selects_by_a_name_of_these_letters(string property)
    {
        var name = UniqueName();
        var image = await Steps.CreateImageAsync(name, new() { [property] = "one" });
        await Steps.CreateImageAsync(name, new() { [property] = "two" });

        Observe(
            await ListAsync($"?name={name}&property-{property}=one"),
            live: Is.Empty,
            right: Is.EqualTo(new[] { image.Id }));
    }

    [TestCase("hw_disk_bus")]
    [TestCase("image_type")]
    [TestCase("architecture")]
    [TestCase("instance_uuid")]
    [Check("D4", "nova image/glance.py _extract_query_params_v2: names that begin with other letters have always worked")]
    public async Task Property_filter_selects_by_other_names(string property)
    {
        const string One = "6a3fd0a2-2c0b-4d6e-8f7a-111111111111";
        const string Two = "6a3fd0a2-2c0b-4d6e-8f7a-222222222222";
        var name = UniqueName();
        var image = await Steps.CreateImageAsync(name, new() { [property] = One });
        await Steps.CreateImageAsync(name, new() { [property] = Two });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync($"?name={name}&property-{property}={One}"), Is.EqualTo(new[] { image.Id }));
            Assert.That(await ListAsync($"/detail?name={name}&property-{property}={One}"), Is.EqualTo(new[] { image.Id }));
            Assert.That(await ListAsync($"?name={name}&property-{property}=three"), Is.Empty);
        }
    }

    [TestCase("created_at=gte:yesterday")]
    [TestCase("updated_at=about:2026-01-01T00:00:00Z")]
    [TestCase("name=in:%22unclosed")]
    [TestCase("size_min=much")]
    [TestCase("sort_key=colour")]
    [TestCase("sort_dir=sideways")]
    [TestCase("visibility=invisible")]
    [TestCase("limit=-1")]
    [Check("D3", "glance 6051146bb, a9222ae48 (LP 1517809, 1517935): a filter that cannot be understood is the client's error")]
    public async Task Filter_that_makes_no_sense_to_Glance_is_400(string query)
    {
        Assert.That(await Images.ListAsync(query), Answers.With(400));
    }

    private async Task<string[]> ListAsync(string query) =>
        [.. (await Compute.ProxyAsync("GET", query)).Expect(200).Member<JsonArray>("images").Select(image => image!["id"]!.GetValue<string>())];
}
