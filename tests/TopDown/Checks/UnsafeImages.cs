using System.Buffers.Binary;
using System.Text;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images that the API cannot refuse, because only their content is wrong: the hypervisor's host does, with a clear fault.</summary>
public sealed class UnsafeImages : StackTest
{
    private const int Cluster = 65536;

    [Test]
    [Requires("boot")]
    [Check("I", "nova 9cdce71594 (OSSA-2024-001): an image with a file of the host behind it is refused")]
    public async Task Image_backed_by_a_file_of_the_host_is_refused() =>
        await AssertRefusedAsync("qcow2", Qcow2(size: 1 << 20, backing: "/etc/passwd"), "is unacceptable");

    [Test]
    [Requires("boot")]
    [Check("I", "nova 9cdce71594 (OSSA-2024-001): content that is not what Glance says it is, is refused")]
    public async Task Image_whose_content_is_of_another_format_is_refused() =>
        await AssertRefusedAsync("raw", Qcow2(size: 1 << 20), "is unacceptable");

    [Test]
    [Requires("boot")]
    [Check("E9", "nova virt/libvirt: an image that unpacks to more than the flavor's disk is refused")]
    public async Task Image_that_unpacks_to_more_than_the_flavors_disk_is_refused() =>
        await AssertRefusedAsync("qcow2", Qcow2(size: 2L << 30), "disk is too small for requested image");

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

    /// <summary>An empty QCOW2 (version 2) image: a header, a table of clusters with nothing in it, and reference counts.</summary>
    private static byte[] Qcow2(long size, string backing = "")
    {
        const int Name = 0x400;
        var image = new byte[4 * Cluster];
        var name = Encoding.ASCII.GetBytes(backing);
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(at), value);
        void Put64(int at, long value) => BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(at), value);

        Put32(0, 0x514649FB);
        Put32(4, 2);
        Put64(8, name.Length == 0 ? 0 : Name);
        Put32(16, (uint)name.Length);
        Put32(20, 16);
        Put64(24, size);
        Put32(36, (uint)long.Max(1, (size + (512L << 20) - 1) / (512L << 20)));
        Put64(40, Cluster);
        Put64(48, 2 * Cluster);
        Put32(56, 1);
        name.CopyTo(image, Name);
        Put64(2 * Cluster, 3 * Cluster);
        for (var cluster = 0; cluster < 4; cluster++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan((3 * Cluster) + (2 * cluster)), 1);
        }

        return image;
    }
}
