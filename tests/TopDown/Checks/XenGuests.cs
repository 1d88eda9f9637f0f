using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A Xen host: paravirtual guests, whose images are a disk with a kernel and a ramdisk beside it.</summary>
[ToldFirst]
public sealed class XenGuests : StackTest
{
    [Test]
    [Requires("xen")]
    [Check("I4", "nova virt/libvirt with virt_type xen: it is a Xen host that is tested, and no other that takes the same images")]
    public async Task Host_is_one_of_Xen()
    {
        var hosts = (await Compute.ListHypervisorsAsync()).Expect(200).Member<JsonArray>("hypervisors");

        Assert.That(hosts.Select(host => host!["hypervisor_type"]!.GetValue<string>()), Is.EqualTo(new[] { "Xen" }));
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("F1", "bytes on the hypervisor equal the bytes uploaded")]
    [Check("I4", "Linux Documentation/ABI/stable/sysfs-hypervisor-xen: the guest itself says that Xen runs it, and as which server")]
    public async Task Guest_runs_under_Xen_as_the_server_that_Nova_made()
    {
        var life = await UseAsync(Session.Shared.XenLife);
        Show($"the guest of server {life.Server.Id} says of its /sys/hypervisor: {Guest.Hypervisor(life.Console)}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Hypervisor(life.Console), Does.Match($@"^type=xen version=4\.\d+ mode=PV uuid={life.Server.Id}$"), life.Console);
            Assert.That(Guest.Boots(life.Console), Is.EqualTo(Stories.DiskLife.Boots), life.Console);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("B5", "nova compute/utils.py: a server has the kernel and the ramdisk that its image names")]
    public async Task Server_has_its_images_kernel_and_ramdisk()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Image["kernel_id"], Is.Not.Null);
            Assert.That(life.Server.Raw["OS-EXT-SRV-ATTR:kernel_id"]?.GetValue<string>(), Is.EqualTo(life.Image["kernel_id"]));
            Assert.That(life.Server.Raw["OS-EXT-SRV-ATTR:ramdisk_id"]?.GetValue<string>(), Is.EqualTo(life.Image["ramdisk_id"]));
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("B5", "nova virt/libvirt/driver.py _create_snapshot_metadata: without its kernel a snapshot of this host boots nowhere")]
    [Check("B11", "nova virt/libvirt/driver.py snapshot: properties of the image are there after the driver's upload too")]
    public async Task Snapshot_of_a_running_server_keeps_what_it_needs_to_boot()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        AssertBootsLike(life.Image, life.Running);
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("B5", "nova virt/libvirt/driver.py _create_snapshot_metadata: without its kernel a snapshot of this host boots nowhere")]
    public async Task Snapshot_of_a_stopped_server_keeps_what_it_needs_to_boot()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        Assert.That(life.Stopped, Is.Not.Null);
        AssertBootsLike(life.Image, life.Stopped!);
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("F1", "what the driver uploads is what the guest wrote")]
    [Check("G1", "nova createImage: a running server is saved, read and restored, and runs on")]
    public async Task Snapshot_of_a_running_server_has_the_guests_data()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        Assert.That(Guest.BootsOn(life.RunningData), Is.EqualTo(Stories.DiskLife.Boots));
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("B11", "nova 70cd68ad70: the driver's upload must not purge what the API set on the image before")]
    [Check("B12", "nova 78fbb4776e, os-xenapi c77de9c: for eleven months each property had its own name as value")]
    [Check("G6", "nova 35cc0f5e94: drivers leave the visibility alone")]
    public async Task Snapshot_keeps_what_the_API_set_before_the_drivers_upload()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        DiskLifeAssertions.KeepsWhatTheApiSet(life);
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("G1", "nova createImage: a stopped server is snapshot, stays stopped, and goes on with its data")]
    public async Task Stopped_server_is_snapshot_and_starts_again()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        DiskLifeAssertions.GoesOnAfterItsSnapshotWhileStopped(life);
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("F1", "bytes on the hypervisor equal the bytes of the snapshot")]
    [Check("G1", "what the first guest wrote on its disk is there for the second, which is a server of its own")]
    public async Task Server_booted_from_the_snapshot_runs_under_Xen_with_the_data()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Copy?.ImageId, Is.EqualTo(life.Stopped?.Id));
            Assert.That(life.Copy?.Raw["OS-EXT-SRV-ATTR:kernel_id"]?.GetValue<string>(), Is.EqualTo(life.Image["kernel_id"]));
            Assert.That(Guest.Boots(life.CopyConsole!), Is.EqualTo(Stories.DiskLife.Boots + 1), life.CopyConsole);
            Assert.That(Guest.Hypervisor(life.CopyConsole!), Does.EndWith($"uuid={life.Copy?.Id}"), life.CopyConsole);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "xen")]
    [Check("B21", "nova rebuild: the guest runs the new image's bytes")]
    public async Task Rebuilt_server_has_the_new_images_data_and_kernel()
    {
        var life = await UseAsync(Session.Shared.XenLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Rebuilt?.ImageId, Is.EqualTo(life.Image.Id));
            Assert.That(life.Rebuilt?.Raw["OS-EXT-SRV-ATTR:kernel_id"]?.GetValue<string>(), Is.EqualTo(life.Image["kernel_id"]));
            Assert.That(Guest.Boots(life.RebuiltConsole!), Is.EqualTo(Stories.DiskLife.Boots), life.RebuiltConsole);
        }
    }

    [Test]
    [Requires("boot", "xen")]
    [Check("I4", "nova scheduler image_props_filter: what wants another hypervisor has no host here")]
    public Task Image_for_another_hypervisor_has_no_host() => AssertNoHostAsync("img_hv_type", "qemu");

    [Test]
    [Requires("boot", "xen")]
    [Check("I4", "nova scheduler image_props_filter: what wants hardware virtualization has no host where the processor has none")]
    public Task Image_for_full_virtualization_has_no_host() => AssertNoHostAsync("vm_mode", "hvm");

    private static void AssertBootsLike(Image original, Image snapshot)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in new[] { "disk_format", "container_format", "kernel_id", "ramdisk_id", "vm_mode", "os_command_line" })
            {
                Assert.That(snapshot[name], Is.Not.Null.And.EqualTo(original[name]), name);
            }
        }
    }

    private async Task AssertNoHostAsync(string property, string value)
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadGuestAsync(UniqueName(), [1], new() { [property] = value });

        var server = await Steps.BootInVainAsync(UniqueName(), image.Id, flavor);

        Assert.That(server.Fault, Does.Contain("No valid host was found"));
        await Steps.DeleteServerAsync(server.Id);
    }
}
