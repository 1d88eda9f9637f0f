using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A compute host whose disks are files without a format of their own.</summary>
[ToldFirst]
[Requires("boot", "snapshot", "raw-disks")]
[Configuration("raw-disks")]
public sealed class RawDisks : StackTest
{
    [TestCase("running")]
    [TestCase("stopped")]
    [TestCase("started")]
    [Check("J14", "nova CVE-2015-7548 (LP 1524274), LP 1221190: a snapshot is of what the guest has written, and not of what that says is behind it")]
    public async Task Snapshot_of_a_disk_that_its_guest_made_look_like_another_has_the_guests_bytes(string state)
    {
        var disguised = await UseAsync(Session.Shared.DisguisedDisks);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disguised.Snapshots, Does.ContainKey(state));
            var (image, data) = disguised.Snapshots[state];
            Assert.That(image["disk_format"], Is.EqualTo("raw"));
            Assert.That(data, Has.Length.EqualTo(disguised.Disk.Length));
            Assert.That(data.AsSpan().CommonPrefixLength(disguised.Disk), Is.EqualTo(disguised.Disk.Length), "bytes that are the guest's");
        }
    }

    [Test]
    [Check("J14", "nova CVE-2024-40767: such an image is not what it is said to be, and no server boots from it")]
    public async Task Server_of_such_a_snapshot_is_refused()
    {
        var disguised = await UseAsync(Session.Shared.DisguisedDisks);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disguised.Booted.Status, Is.EqualTo("ERROR"));
            Assert.That(disguised.Booted.Fault, Does.Contain("is unacceptable"));
        }
    }

    [Test]
    [Check("F1", "nova virt/libvirt/imagebackend.py Flat: the disk has the image's bytes")]
    [Check("G1", "nova virt/libvirt/driver.py snapshot: what is snapshot of a disk without a format has none either, and the guest's data")]
    public async Task Disk_without_a_format_goes_to_the_host_and_back()
    {
        var life = await UseAsync(Session.Shared.RawLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(life.Console), Is.EqualTo(Stories.DiskLife.Boots), life.Console);
            Assert.That(life.Running["disk_format"], Is.EqualTo("raw"));
            Assert.That(Guest.BootsOn(life.RunningData), Is.EqualTo(Stories.DiskLife.Boots));
            Assert.That(life.Copy?.Status, Is.EqualTo("ACTIVE"));
            Assert.That(Guest.Boots(life.CopyConsole ?? string.Empty), Is.EqualTo(Stories.DiskLife.Boots + 1), life.CopyConsole);
            Assert.That(life.Rebuilt?.Status, Is.EqualTo("ACTIVE"));
            Assert.That(Guest.Boots(life.RebuiltConsole ?? string.Empty), Is.EqualTo(Stories.DiskLife.Boots), life.RebuiltConsole);
        }

        DiskLifeAssertions.KeepsWhatTheApiSet(life);
        DiskLifeAssertions.GoesOnAfterItsSnapshotWhileStopped(life);
    }
}
