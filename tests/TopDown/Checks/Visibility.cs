using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Who sees whose images through Nova: two projects, one image, each visibility.</summary>
[Requires("image-proxy")]
public sealed class Visibility : StackTest
{
    [TestCase("private", false, false)]
    [TestCase("shared", false, false)]
    [TestCase("community", true, false)]
    [TestCase("public", true, true)]
    [Check("D11", "glance image-visibility-changes: a community image is found by its id only, a private one not at all")]
    [Check("D6", "nova image/glance.py _extract_query_params_v2: no implicit filter by is_public hides or shows anything")]
    public async Task Neighbour_sees_an_image_as_its_visibility_says(string visibility, bool shown, bool listed)
    {
        var neighbour = await MeetNeighbourAsync();
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = visibility });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await neighbour.Compute.ProxyAsync("GET", $"/{image.Id}"), Answers.With(shown ? 200 : 404));
            Assert.That(await neighbour.Compute.ProxyAsync("GET", $"/{image.Id}/metadata"), Answers.With(shown ? 200 : 404));
            Assert.That(await ListedAsync(neighbour, image), Is.EqualTo(listed));
        }
    }

    [Test]
    [Check("D11", "glance v2 image sharing: a member sees the image by its id at once, and in lists after he accepted it")]
    public async Task Member_lists_a_shared_image_once_he_accepted_it()
    {
        var neighbour = await MeetNeighbourAsync();
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = "shared" });
        (await Images.AddMemberAsync(image.Id, new JsonObject { ["member"] = neighbour.ProjectId })).Expect(200);

        var pending = await ListedAsync(neighbour, image);
        var shown = await neighbour.Compute.ProxyAsync("GET", $"/{image.Id}");
        (await neighbour.Images.SetMemberStatusAsync(image.Id, neighbour.ProjectId, "accepted")).Expect(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pending, Is.False, "listed before it was accepted");
            Assert.That(shown, Answers.With(200));
            Assert.That(await ListedAsync(neighbour, image), "listed after it was accepted");
        }
    }

    [Test]
    [Check("D11", "glance os_hidden: a hidden image is in no list, and is used by its id as before")]
    public async Task Hidden_image_is_shown_and_not_listed()
    {
        var name = UniqueName();
        OwnHiddenImages(name);
        var image = await Steps.CreateImageAsync(name, new() { ["os_hidden"] = true });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Compute.ProxyAsync("GET", $"/{image.Id}"), Answers.With(200));
            Assert.That(Ids(await Compute.ProxyAsync("GET", $"?name={name}")), Is.Empty);
        }
    }

    [Test]
    [Check("D6", "nova image/glance.py (vish): private images are not filtered out for their owner")]
    public async Task Owner_lists_his_private_image()
    {
        var neighbour = await MeetNeighbourAsync();
        var image = await neighbour.Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = "private" });

        Assert.That(await ListedAsync(neighbour, image));
    }

    [TestCase("public", 403)]
    [TestCase("private", 404)]
    [Check("E2", "nova api/openstack/compute/images.py: another project's image is not deleted, 403 where it may be seen and 404 where not")]
    public async Task Neighbour_does_not_delete_an_image(string visibility, int status)
    {
        var neighbour = await MeetNeighbourAsync();
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = visibility });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await neighbour.Compute.ProxyAsync("DELETE", $"/{image.Id}"), Answers.With(status));
            Assert.That(await Images.ShowAsync(image.Id), Answers.With(200));
        }
    }

    [Test]
    [Check("E2", "nova api/openstack/compute/image_metadata.py: ImageNotAuthorized is 403")]
    public async Task Neighbour_does_not_change_the_metadata_of_a_public_image()
    {
        var neighbour = await MeetNeighbourAsync();
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = "public", ["kept"] = "1" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await neighbour.Compute.ProxyAsync("POST", $"/{image.Id}/metadata", new JsonObject { ["metadata"] = new JsonObject { ["a"] = "b" } }),
                Answers.With(403));
            Assert.That(await neighbour.Compute.ProxyAsync("DELETE", $"/{image.Id}/metadata/kept"), Answers.With(403));
            Assert.That((await Images.GetAsync(image.Id))["kept"], Is.EqualTo("1"));
        }
    }

    [TestCase("private")]
    [TestCase("shared")]
    [Check("E3", "nova 806c48097d (LP 1646829): an image that the user may not see is 400 'Can not find', not 500")]
    public async Task Neighbour_does_not_boot_from_an_image_that_he_cannot_see(string visibility)
    {
        var neighbour = await MeetNeighbourAsync();
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadImageAsync(UniqueName(), [1], new() { ["visibility"] = visibility });
        var name = UniqueName();
        OwnServers(name);

        var answer = await neighbour.Compute.CreateServerAsync(name, image.Id, flavor);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(400));
            Assert.That(answer.Text, Does.Contain("Can not find requested image"));
        }
    }

    [TestCase("shared")]
    [TestCase("community")]
    [KnownDefect(
        "B17",
        "nova image/glance.py _extract_attributes_v2 makes any visibility but public is_public=False, _convert_to_v2 makes that private",
        "setting metadata through the compute API makes a shared or community image private")]
    [Check("B17", "glance v2: visibility is the owner's to change; nova 35cc0f5e94 mended the same pattern in drivers")]
    public async Task Metadata_update_leaves_the_visibility_alone(string visibility)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = visibility });

        await SetMetadataAsync(image);

        Observe((await Images.GetAsync(image.Id))["visibility"], live: Is.EqualTo("private"), right: Is.EqualTo(visibility));
    }

    [TestCase("public")]
    [TestCase("private")]
    [Check("B17", "nova image/glance.py _convert_to_v2: the two visibilities that v1 knew survive an update")]
    public async Task Metadata_update_keeps_a_visibility_that_v1_had(string visibility)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = visibility });

        await SetMetadataAsync(image);

        Assert.That((await Images.GetAsync(image.Id))["visibility"], Is.EqualTo(visibility));
    }

    private static string[] Ids(ApiAnswer list) =>
        [.. list.Expect(200).Member<JsonArray>("images").Select(image => image!["id"]!.GetValue<string>())];

    private static async Task<bool> ListedAsync(Neighbour neighbour, Image image) =>
        Ids(await neighbour.Compute.ProxyAsync("GET", $"?name={image.Name}")).Contains(image.Id);

    private async Task SetMetadataAsync(Image image) => (await Compute.ProxyAsync(
        "POST", $"/{image.Id}/metadata", new JsonObject { ["metadata"] = new JsonObject { ["added"] = "1" } })).Expect(200);
}
