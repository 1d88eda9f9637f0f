using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images that the API cannot refuse, because only their content is wrong: the hypervisor's host does, with a clear fault.</summary>
public sealed class UnsafeImages : StackTest
{
    [Test]
    [Requires("boot", "any-format")]
    [Check("I", "nova 9cdce71594 (OSSA-2024-001): an image with a file of the host behind it is refused")]
    public async Task Image_backed_by_a_file_of_the_host_is_refused() =>
        await AssertRefusedAsync("qcow2", Qcow2.Empty(size: 1 << 20, backing: "/etc/passwd"), "is unacceptable");

    [Test]
    [Requires("boot", "any-format")]
    [Check("I", "nova 9cdce71594 (OSSA-2024-001): content that is not what Glance says it is, is refused")]
    public async Task Image_whose_content_is_of_another_format_is_refused() =>
        await AssertRefusedAsync("raw", Qcow2.Empty(size: 1 << 20), "is unacceptable");

    [Test]
    [Requires("boot", "any-format")]
    [Check("E9", "nova virt/libvirt: an image that unpacks to more than the flavor's disk is refused")]
    public async Task Image_that_unpacks_to_more_than_the_flavors_disk_is_refused() =>
        await AssertRefusedAsync("qcow2", Qcow2.Empty(size: 2L << 30), "disk is too small for requested image");

    /// <summary>The server ends in ERROR for this reason, is deleted like any other, and the image too: nothing holds it any more.</summary>
    private async Task AssertRefusedAsync(string format, byte[] data, string reason)
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadImageAsync(UniqueName(), data, new() { ["disk_format"] = format });

        var server = await Steps.BootInVainAsync(UniqueName(), image.Id, flavor);

        Assert.That(server.Fault, Does.Contain(reason));
        await Steps.DeleteServerAsync(server.Id);
        Assert.That(await Images.DeleteAsync(image.Id), Answers.With(204));
    }
}
