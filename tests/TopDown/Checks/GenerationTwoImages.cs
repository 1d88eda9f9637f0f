using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Machines of Hyper-V's second generation, which boot from VHDX images.</summary>
[ToldFirst]
public sealed class GenerationTwoImages : StackTest
{
    [Test]
    [Requires("boot", "console", "snapshot", "generation-2")]
    [Check("I1", "nova f022d431e1 (LP 1693470): images may be called vhdx, and the driver takes them")]
    [Check("F1", "bytes on the hypervisor equal the bytes uploaded")]
    public async Task Server_boots_from_a_VHDX_image()
    {
        var life = await UseAsync(Session.Shared.VhdxLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Image["disk_format"], Is.EqualTo("vhdx"));
            Assert.That(life.Server.Status, Is.EqualTo("ACTIVE"));
            Assert.That(Guest.Boots(life.Console), Is.EqualTo(Stories.DiskLife.Boots), life.Console);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "generation-2")]
    [Check("I2", "nova virt/hyperv/snapshotops.py: the merged disk is uploaded, as VHDX where it was one")]
    [Check("F1", "what the driver uploads is what the guest wrote")]
    public async Task Snapshot_of_a_running_server_is_a_VHDX_with_the_guests_data()
    {
        var life = await UseAsync(Session.Shared.VhdxLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(DiskFile.IsVhdx(life.RunningData), "it begins as a VHDX does");
            Assert.That(Guest.BootsOn(life.RunningData), Is.EqualTo(Stories.DiskLife.Boots));
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "generation-2")]
    [KnownDefect(
        "I2",
        "nova virt/hyperv/snapshotops.py _save_glance_image writes disk_format vhd, whatever the disk is",
        "the snapshot of a VHDX disk says in Glance that it is a VHD; it boots, as the driver looks at the data")]
    [Check("I2", "glance disk_format: what an image says of its data is true")]
    public async Task Snapshot_of_a_VHDX_disk_says_that_it_is_one()
    {
        var life = await UseAsync(Session.Shared.VhdxLife);

        Observe(life.Running["disk_format"], live: Is.EqualTo("vhd"), right: Is.EqualTo("vhdx"));
    }

    [Test]
    [Requires("boot", "console", "snapshot", "generation-2")]
    [Check("B12", "nova compute/utils.py: what the driver reads of an image goes on to its snapshot, with its value")]
    public async Task Snapshot_has_the_properties_that_made_it_generation_2()
    {
        var life = await UseAsync(Session.Shared.VhdxLife);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, value) in SharedResources.GenerationTwo)
            {
                Assert.That(life.Running[name], Is.EqualTo(value!.GetValue<string>()), name);
            }
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "generation-2")]
    [Check("G1", "nova createImage: a stopped server is snapshot, stays stopped, and goes on with its data")]
    public async Task Stopped_server_is_snapshot_and_starts_again()
    {
        var life = await UseAsync(Session.Shared.VhdxLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Stopped?.Status, Is.EqualTo("active"));
            Assert.That(life.AfterStopped.Status, Is.EqualTo("SHUTOFF"));
            Assert.That(Guest.Boots(life.Restarted), Is.EqualTo(Stories.DiskLife.Boots + 1), life.Restarted);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot", "generation-2")]
    [Check("F1", "bytes on the hypervisor equal the bytes of the snapshot")]
    [Check("G1", "what the first guest wrote on its disk is there for the second")]
    public async Task Server_booted_from_the_stopped_servers_snapshot_has_the_data()
    {
        var life = await UseAsync(Session.Shared.VhdxLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Copy?.ImageId, Is.EqualTo(life.Stopped?.Id));
            Assert.That(Guest.Boots(life.CopyConsole!), Is.EqualTo(Stories.DiskLife.Boots + 1), life.CopyConsole);
        }
    }

    [Test]
    [Requires("boot", "generation-2")]
    [Check("I3", "nova virt/hyperv/vmops.py: secure boot needs to know the system whose signature it is to check")]
    public async Task Secure_boot_without_a_type_of_system_is_refused()
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadImageAsync(
            UniqueName(),
            await Guest.LoadAsync(Session.Stack.File("guest-generation-2"), 1),
            new() { ["disk_format"] = "vhdx", ["hw_machine_type"] = "hyperv-gen2", ["os_secure_boot"] = "required" });

        var server = await Steps.BootInVainAsync(UniqueName(), image.Id, flavor);

        Assert.That(server.Fault, Does.Contain("os_type must be specified"));
    }
}
