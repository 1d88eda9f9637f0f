using System.Text.Json.Nodes;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A flavor's disk holds whichever way a server's image is given.</summary>
[Requires("api-checks")]
public sealed class FlavorDisks : StackTest
{
    [Test]
    [Check("J12", "nova LP 1739646: a flavor without a disk is for volumes; with it an image would take as much of the host as it likes")]
    public async Task Flavor_without_a_disk_is_refused_to_an_ordinary_user()
    {
        var neighbour = await MeetNeighbourAsync();
        var flavor = await Steps.CreateFlavorAsync(UniqueName(), 64, 0);
        var image = await neighbour.Steps.UploadImageAsync(UniqueName(), [1]);

        var answer = await neighbour.Steps.AskForServerAsync(UniqueName(), flavor, image.Id);

        AssertRefused(answer, 403, "Only volume-backed servers are allowed for flavors with zero disk");
    }

    [Test]
    [Check("J13", "nova compute/api.py _validate_bdm: a local disk from an image is the server's own image, or is refused")]
    public async Task Local_disk_from_an_image_alone_is_refused()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);

        var answer = await Steps.AskForServerAsync(UniqueName(), await UseAsync(Session.Shared.Flavor), null, BlockDevices.Local(image.Id));

        AssertRefused(answer, 400, "Mapping image to local is not supported");
    }

    [TestCase("")]
    [TestCase("the same")]
    [Check("J13", "nova compute/api.py _validate_flavor_image: the image's minimum holds for a device, too")]
    public async Task Local_disk_from_an_image_that_wants_a_larger_one_is_refused(string reference)
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1], new() { ["min_disk"] = 5 });
        var flavor = await Steps.CreateFlavorAsync(UniqueName(), 64, 1);

        var answer = await Steps.AskForServerAsync(UniqueName(), flavor, reference.Length > 0 ? image.Id : "", BlockDevices.Local(image.Id));

        AssertRefused(answer, 400, "disk is smaller than the minimum size");
    }

    [Test]
    [KnownDefect(
        "J13",
        "nova compute/api.py _validate_bdm lets a local disk from an image pass when imageRef is empty (LP 2077980)",
        "a server with imageRef '' and its image as a local device is taken on, and no host can build it")]
    [Check("J13", "nova compute/api.py _validate_bdm: a local disk from an image is the server's own image, or is refused")]
    public async Task Local_disk_from_an_image_with_an_empty_reference_is_refused()
    {
        // So large that no host takes it: what is looked at is the answer.
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);
        var flavor = await Steps.CreateFlavorAsync(UniqueName(), 64, 1 << 20);

        var answer = await Steps.AskForServerAsync(UniqueName(), flavor, "", BlockDevices.Local(image.Id));
        if (answer.Status == 202)
        {
            // Deleted before that, it could come back in ERROR.
            await Steps.WaitUntilServerIsAsync(
                answer.Member<JsonObject>("server")["id"]!.GetValue<string>(), "in ERROR", server => server is { Status: "ERROR", TaskState: null });
        }

        Observe(answer.Status, live: Is.EqualTo(202), right: Is.EqualTo(400));
    }

    private static void AssertRefused(ApiAnswer answer, int status, string reason)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(status));
            Assert.That(answer.Text, Does.Contain(reason));
        }
    }
}
