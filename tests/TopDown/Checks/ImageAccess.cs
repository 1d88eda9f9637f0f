using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Who gets an image's data, and who may be given an image: Glance's answers where the request or the state is wrong.</summary>
public sealed class ImageAccess : StackTest
{
    [Test]
    [Check("F6", "glance d4d94b290 (LP 1472449): an image without data downloads as nothing, 204, not as an error of the server")]
    public async Task Queued_image_has_no_data_to_download()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var download = await Images.DownloadAsync(image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(download, Answers.With(204));
            Assert.That(download.Body, Is.Empty);
        }
    }

    [Test]
    [Check("F6", "glance api/v2/image_data.py: the owner of a deactivated image does not get its data, an administrator does, to look into it")]
    public async Task Deactivated_image_is_downloaded_by_administrators_only()
    {
        var neighbour = await MeetNeighbourAsync();
        var image = await neighbour.Steps.UploadImageAsync(UniqueName(), [1, 2, 3]);
        Assert.That(await neighbour.Images.DownloadAsync(image.Id), Answers.With(200));
        (await Images.DeactivateAsync(image.Id)).Expect(204);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await neighbour.Images.DownloadAsync(image.Id), Answers.With(403));
            Assert.That(await Images.DownloadAsync(image.Id), Answers.With(200));
        }
    }

    [TestCase("[]")]
    [TestCase("""["a-project"]""")]
    [TestCase("""{"member": ""}""")]
    [TestCase("""{"members": "a-project"}""")]
    [Check("E10", "glance 6c6151af8: a member is an object with one text, anything else is the client's error")]
    public async Task Member_that_is_no_member_is_refused(string json)
    {
        var image = await Steps.CreateImageAsync(UniqueName(), new() { ["visibility"] = "shared" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Images.AddMemberAsync(image.Id, JsonNode.Parse(json)!), Answers.With(400));
            Assert.That((await Images.ListMembersAsync(image.Id)).Expect(200).Member<JsonArray>("members"), Is.Empty);
        }
    }

    [Test]
    [Check("B19", "nova 963fd8c0f9 (LP 1852106): an image of an encrypted volume cannot be booted from directly, 400")]
    public async Task Image_of_an_encrypted_volume_is_not_booted()
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadImageAsync(
            UniqueName(), [1], new() { ["cinder_encryption_key_id"] = "6a3fd0a2-2c0b-4d6e-8f7a-444444444444" });
        var name = UniqueName();
        OwnServers(name);

        var answer = await Compute.CreateServerAsync(name, image.Id, flavor);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(400));
            Assert.That(answer.Text, Does.Contain("encrypted volume"));
        }
    }
}
