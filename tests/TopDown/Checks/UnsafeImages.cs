using GlanceGate.TopDown.Harness;
using Story = GlanceGate.TopDown.Stories.UnsafeImages;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images that the API cannot refuse, because only their content is wrong: the hypervisor's host does, with a clear fault.</summary>
[ToldFirst]
[Requires("boot", "any-format")]
public sealed class UnsafeImages : StackTest
{
    private static IEnumerable<TestCaseData<string>> Kinds => UnsafeDisks.Kinds.Select(disk => new TestCaseData<string>(disk.Name).SetArgDisplayNames(disk.Name));

    [Test]
    [Check("I", "nova 9cdce71594 (OSSA-2024-001): an image with a file of the host behind it is refused")]
    public async Task Image_backed_by_a_file_of_the_host_is_refused() =>
        await AssertRefusedAsync("qcow2", Qcow2.Empty(size: 1 << 20, backing: "/etc/passwd"), "is unacceptable");

    [Test]
    [Check("E9", "nova virt/libvirt: an image that unpacks to more than the flavor's disk is refused")]
    public async Task Image_that_unpacks_to_more_than_the_flavors_disk_is_refused() =>
        await AssertRefusedAsync("qcow2", Qcow2.Empty(size: 2L << 30), "disk is too small for requested image");

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("E9", "nova virt/libvirt: an image that unpacks to more than the flavor's disk is refused, for that and nothing else")]
    public async Task Image_of_another_format_that_unpacks_to_too_much_is_refused()
    {
        await AssertRefusedAsync("qcow2", Qcow2.EmptyOfVersion3(size: 2L << 30), "disk is too small for requested image");
        await AssertRefusedAsync("vmdk", Vmdk.Sparse(size: 2L << 30), "disk is too small for requested image");
    }

    [TestCaseSource(nameof(Kinds))]
    [Check("J10", "nova 9cdce71594 (OSSA-2024-001), CVE-2022-47951, CVE-2024-32498, CVE-2024-40767: disks that lead elsewhere, or are not what they are said to be")]
    public async Task Disk_that_no_host_may_open_is_refused(string disk) =>
        AssertRefused(await UseAsync(Session.Shared.UnsafeRebuilds), UnsafeDisks.Kinds.Single(one => one.Name == disk));

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("J10", "nova image/format_inspector.py: every form of them")]
    public async Task Disks_in_other_forms_are_refused()
    {
        var refused = await UseAsync(Session.Shared.MoreUnsafeRebuilds);

        using (Assert.EnterMultipleScope())
        {
            foreach (var disk in UnsafeDisks.Forms)
            {
                AssertRefused(refused, disk);
            }
        }
    }

    [Test]
    [Requires("long-form")]
    [Configuration("long-form")]
    [Check("J10", "nova virt/images.py fetch_to_raw: for a boot as for a rebuild")]
    public async Task Disks_in_every_form_are_refused_for_a_boot()
    {
        var refused = await UseAsync(Session.Shared.UnsafeImages);

        using (Assert.EnterMultipleScope())
        {
            foreach (var disk in UnsafeDisks.All)
            {
                AssertRefused(refused, disk);
            }
        }
    }

    [Test]
    [Check("J11", "nova compute/manager.py rebuild_instance: a server in ERROR is rebuilt to a good one")]
    public async Task Server_after_a_refused_rebuild_is_rebuilt_to_a_good_one()
    {
        var rebuilds = await UseAsync(Session.Shared.UnsafeRebuilds);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rebuilds.Rebuilt.Status, Is.EqualTo("ACTIVE"));
            Assert.That(rebuilds.Rebuilt.Fault, Is.Null);
            if (rebuilds.Console is { } console)
            {
                Assert.That(Guest.Boots(console), Is.EqualTo(Stories.UnsafeRebuilds.Boots), console);
            }
        }
    }

    private static void AssertRefused(Story refused, UnsafeDisk disk)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Servers[disk.Name].Status, Is.EqualTo("ERROR"), disk.Name);
            Assert.That(refused.Servers[disk.Name].Fault, Does.Contain(disk.Reason), disk.Name);
            Assert.That(refused.Deletions[disk.Name], Answers.With(204), disk.Name);
        }
    }

    private static void AssertRefused(Stories.UnsafeRebuilds refused, UnsafeDisk disk)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Refused[disk.Name].Status, Is.EqualTo("ERROR"), disk.Name);
            Assert.That(refused.Refused[disk.Name].Fault, Does.Contain(disk.Reason), disk.Name);
        }
    }

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
