using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images that no server may be booted from: the request is refused with 400, and no server remains.</summary>
public sealed class BootRefusals : StackTest
{
    private const int Memory = 64;
    private const int Disk = 1;

    [Test]
    [Check("E4", "nova api/openstack/compute/servers.py: ImageNotFound is 400 'Can not find requested image'")]
    public async Task Unknown_image_is_refused()
    {
        await AssertRefusedAsync("00000000-0000-4000-8000-000000000000", "Can not find requested image");
    }

    [Test]
    [Check("E1", "a deleted image is not found, v1 could still show it")]
    public async Task Deleted_image_is_refused()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);
        (await Images.DeleteAsync(image.Id)).Expect(204);

        await AssertRefusedAsync(image.Id, "Can not find requested image");
    }

    [TestCase("kernel_id")]
    [TestCase("ramdisk_id")]
    [Check("E4", "nova compute/api.py _handle_kernel_and_ramdisk: a part that Glance does not know (404) is the client's error")]
    [Check("I4", "os-xenapi 7ac84ec (LP 1700926): 404 is mapped to ImageNotFound, for the parts of an image too")]
    public async Task Image_whose_part_is_unknown_is_refused(string part)
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1], new() { [part] = "00000000-0000-4000-8000-000000000000" });

        await AssertRefusedAsync(image.Id, "Can not find requested image");
    }

    [TestCase("not-a-uuid")]
    [TestCase("")]
    [Check("E4", "nova cbd3ec476f (LP 1607229): imageRef is a UUID, and empty only for a boot from a volume")]
    public async Task Reference_that_is_no_UUID_is_refused(string reference)
    {
        await AssertRefusedAsync(reference, "imageRef");
    }

    [Test]
    [Check("E9", "nova compute/api.py: an image that is not active cannot be booted")]
    [Check("C8", "nova c10a614e92 (LP 1736759): an image without data gives a clear error")]
    public async Task Queued_image_is_refused()
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        await AssertRefusedAsync(image.Id, "is not active");
    }

    [Test]
    [Check("E9", "nova compute/api.py: an image that is not active cannot be booted")]
    public async Task Deactivated_image_is_refused()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1]);
        (await Images.DeactivateAsync(image.Id)).Expect(204);

        await AssertRefusedAsync(image.Id, "is not active");
    }

    [Test]
    [Check("C9", "tempest test_boot_with_low_ram; glance 0a58a64d5: the image's minimum is enforced, as a number")]
    public Task Image_that_wants_more_memory_than_the_flavor_has_is_refused() =>
        AssertRefusedForAsync("min_ram", Memory + 1, "memory is too small");

    [Test]
    [Check("C9", "glance 0a58a64d5: the image's minimum is enforced, as a number")]
    public Task Image_that_wants_more_disk_than_the_flavor_has_is_refused() =>
        AssertRefusedForAsync("min_disk", Disk + 1, "disk is smaller than the minimum size");

    private async Task AssertRefusedForAsync(string attribute, int value, string reason)
    {
        var flavor = await Steps.CreateFlavorAsync(UniqueName(), Memory, Disk);
        var image = await Steps.UploadImageAsync(UniqueName(), [1], new() { [attribute] = value });

        await AssertRefusedAsync(image.Id, reason, flavor);
    }

    private async Task AssertRefusedAsync(string image, string reason) =>
        await AssertRefusedAsync(image, reason, await UseAsync(Session.Shared.Flavor));

    private async Task AssertRefusedAsync(string image, string reason, string flavor)
    {
        var name = UniqueName();
        OwnServers(name);

        var answer = await Compute.CreateServerAsync(name, image, flavor);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(400));
            Assert.That(answer.Text, Does.Contain(reason));
            Assert.That((await Compute.ListServersAsync(name)).Expect(200).Member<JsonArray>("servers"), Is.Empty);
        }
    }
}
