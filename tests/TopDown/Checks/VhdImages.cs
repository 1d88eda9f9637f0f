using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A host of Nova's Hyper-V driver: VHD images and what the driver refuses.</summary>
[ToldFirst]
public sealed class VhdImages : StackTest
{
    [Test]
    [Requires("vhd")]
    [Check("I1", "nova virt/hyperv: it is that driver which is tested, and no other that takes the same images")]
    public async Task Host_is_one_of_the_Hyper_V_driver()
    {
        var hosts = (await Compute.ListHypervisorsAsync()).Expect(200).Member<JsonArray>("hypervisors");

        Assert.That(hosts.Select(host => host!["hypervisor_type"]!.GetValue<string>()), Is.EqualTo(new[] { "hyperv" }));
    }

    [Test]
    [Requires("boot", "console", "snapshot", "vhd")]
    [Check("I1", "nova aaf2532c2a (LP 1628854): an image without os_type, or any other property, boots as generation 1")]
    [Check("F1", "bytes on the hypervisor equal the bytes uploaded")]
    public async Task Server_boots_from_a_VHD_image_without_properties()
    {
        var life = await UseAsync(Session.Shared.VhdLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Server.Status, Is.EqualTo("ACTIVE"));
            Assert.That(Guest.Boots(life.Console), Is.EqualTo(Stories.DiskLife.Boots), life.Console);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "vhd")]
    [Check("I2", "nova virt/hyperv/snapshotops.py: the merged disk is uploaded, as VHD")]
    [Check("F1", "what the driver uploads is what the guest wrote")]
    public async Task Snapshot_of_a_running_server_is_a_VHD_with_the_guests_data()
    {
        var life = await UseAsync(Session.Shared.VhdLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Running["disk_format"], Is.EqualTo("vhd"));
            Assert.That(DiskFile.IsVhd(life.RunningData), "it begins and ends as a VHD does");
            Assert.That(Guest.BootsOn(life.RunningData), Is.EqualTo(Stories.DiskLife.Boots));
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "vhd")]
    [Check("B11", "nova 70cd68ad70: this driver purged what the API had set on the image")]
    [Check("B12", "nova 78fbb4776e: a driver wrote names in place of values")]
    [Check("G6", "nova 35cc0f5e94: drivers leave the visibility alone")]
    public async Task Snapshot_keeps_what_the_API_set_before_the_drivers_upload()
    {
        var life = await UseAsync(Session.Shared.VhdLife);

        DiskLifeAssertions.KeepsWhatTheApiSet(life);
    }

    [Test]
    [Requires("boot", "console", "snapshot", "vhd")]
    [Check("G1", "nova createImage: a stopped server is snapshot, stays stopped, and goes on with its data")]
    public async Task Stopped_server_is_snapshot_and_starts_again()
    {
        var life = await UseAsync(Session.Shared.VhdLife);

        DiskLifeAssertions.GoesOnAfterItsSnapshotWhileStopped(life);
    }

    [Test]
    [Requires("boot", "console", "snapshot", "vhd")]
    [Check("F1", "bytes on the hypervisor equal the bytes of the snapshot")]
    [Check("G1", "what the first guest wrote on its disk is there for the second")]
    public async Task Server_booted_from_the_stopped_servers_snapshot_has_the_data()
    {
        var life = await UseAsync(Session.Shared.VhdLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Copy?.ImageId, Is.EqualTo(life.Stopped?.Id));
            Assert.That(Guest.Boots(life.CopyConsole!), Is.EqualTo(Stories.DiskLife.Boots + 1), life.CopyConsole);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "vhd")]
    [Check("B21", "nova rebuild: the guest runs the new image's bytes")]
    public async Task Rebuilt_server_has_the_new_images_data()
    {
        var life = await UseAsync(Session.Shared.VhdLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Rebuilt?.ImageId, Is.EqualTo(life.Image.Id));
            Assert.That(Guest.Boots(life.RebuiltConsole!), Is.EqualTo(Stories.DiskLife.Boots), life.RebuiltConsole);
        }
    }

    [Test]
    [Requires("boot", "snapshot", "vhd")]
    [KnownDefect(
        "C7",
        "nova virt/hyperv/snapshotops.py snapshot never looks at os_require_quiesce",
        "a snapshot whose guest must be quiet (os_require_quiesce) is made although Hyper-V's driver makes no guest quiet")]
    [Check("C7", "nova e659a6e7cb (LP 1629371): without a guest agent a snapshot that requires a quiet guest fails, and leaves no image")]
    public async Task Snapshot_that_requires_a_quiet_guest_without_an_agent_leaves_no_image()
    {
        var failed = await UseAsync(Session.Shared.FailedSnapshots);

        Observe(failed.Required?.Status ?? "no image", live: Is.EqualTo("active"), right: Is.EqualTo("no image"));
    }

    [Test]
    [Requires("boot", "vhd")]
    [Check("I3", "nova virt/hyperv/vmops.py check_vm_image_type: a machine of generation 2 boots from no VHD, and the fault says so")]
    public async Task VHD_image_for_generation_2_is_refused() =>
        await AssertPropertyRefusedAsync("hw_machine_type", "hyperv-gen2", "provided VHD instead of VHDX");

    [Test]
    [Requires("boot", "vhd")]
    [Check("I3", "nova virt/hyperv/vmops.py get_image_vm_generation: a type of machine of another hypervisor is refused")]
    public async Task VHD_image_for_another_hypervisors_machine_is_refused() =>
        await AssertPropertyRefusedAsync("hw_machine_type", "pc", "Requested VM Generation pc is not supported");

    [Test]
    [Requires("boot", "vhd")]
    [Check("I3", "nova virt/hyperv/vmops.py _requires_secure_boot: generation 1 knows no secure boot, and the fault says so")]
    public async Task VHD_image_that_requires_secure_boot_is_refused() =>
        await AssertPropertyRefusedAsync("os_secure_boot", "required", "Secure boot requires generation 2");

    [Test]
    [Requires("boot", "vhd")]
    [Check("I3", "nova virt/hyperv/vmops.py: bytes that are no disk are refused, whatever Glance says they are")]
    public async Task Image_that_only_says_it_is_a_VHD_is_refused() =>
        await AssertRefusedAsync(new byte[1 << 20], new() { ["disk_format"] = "vhd" }, "Could not retrieve VHD format");

    [Test]
    [Requires("boot", "vhd")]
    [Check("I1", "nova scheduler query_placement_for_image_type_support: no host takes a format that the driver does not know")]
    public async Task Raw_image_has_no_host() => await AssertRefusedAsync(await GuestAsync(), new() { ["disk_format"] = "raw" }, "No valid host was found");

    [Test]
    [Requires("boot", "vhd")]
    [Check("I1", "nova scheduler query_placement_for_image_type_support: no host takes a format that the driver does not know")]
    public async Task Qcow2_image_has_no_host() => await AssertRefusedAsync(await GuestAsync(), new() { ["disk_format"] = "qcow2" }, "No valid host was found");

    private static Task<byte[]> GuestAsync() => Guest.LoadAsync(Session.Stack.File("guest"), 1);

    private async Task AssertPropertyRefusedAsync(string property, string value, string reason) =>
        await AssertRefusedAsync(await GuestAsync(), new() { ["disk_format"] = "vhd", ["os_type"] = "linux", [property] = value }, reason);

    private async Task AssertRefusedAsync(byte[] data, JsonObject attributes, string reason)
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadImageAsync(UniqueName(), data, attributes);

        var server = await Steps.BootInVainAsync(UniqueName(), image.Id, flavor);

        Assert.That(server.Fault, Does.Contain(reason));
        await Steps.DeleteServerAsync(server.Id);
        Assert.That(await Images.DeleteAsync(image.Id), Answers.With(204));
    }
}
