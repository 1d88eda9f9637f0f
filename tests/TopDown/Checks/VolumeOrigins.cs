using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;
using GlanceGate.TopDown.Stories;
using Story = GlanceGate.TopDown.Stories.VolumeOrigins;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images of servers on volumes of every origin: what they say of them, what is made of them, and how they are removed again.</summary>
[ToldFirst]
[Requires("volume-stories", "volumes", "snapshot", "boot", "console")]
public sealed class VolumeOrigins : StackTest
{
    [TestCase("ACTIVE")]
    [TestCase("PAUSED")]
    [TestCase("SUSPENDED")]
    [TestCase("SHUTOFF")]
    [Check("K1", "nova LP 1878583: whatever the volume is made of, an image can be made in every state")]
    public async Task Server_on_a_volume_of_any_origin_becomes_an_image(string state)
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        VolumeSnapshotAssertions.AssertMade(story.OnExisting[state], state, devices: 1);
        VolumeSnapshotAssertions.AssertMade(story.OnSnapshot[state], state, devices: 1);
    }

    [Test]
    [Check("K2", "nova block_device.py snapshot_from_bdm: a volume that was there before its server is described like any other")]
    public async Task Image_of_an_existing_volume_describes_it()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        using (Assert.EnterMultipleScope())
        {
            foreach (var taken in story.OnExisting.Values)
            {
                VolumeSnapshotAssertions.AssertDevice(taken.DeviceOf(Id(story.Existing)), "/dev/vda", order: 0, goesWithTheServer: false);
            }
        }
    }

    [Test]
    [Check("K2", "nova virt/block_device.py DriverVolSnapshotBlockDevice: a server's volume is made of a snapshot, and snapshot itself")]
    public async Task Image_of_a_volume_made_of_a_snapshot_describes_that_volume()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(story.OnSnapshotConsole), Is.EqualTo(Story.Boots + 1), story.OnSnapshotConsole);
            Assert.That(story.OfSnapshot["snapshot_id"]?.GetValue<string>(), Is.Not.Null);
            foreach (var taken in story.OnSnapshot.Values)
            {
                Assert.That(taken.Devices.Single()["snapshot_id"]?.GetValue<string>(), Is.Not.EqualTo(story.OfSnapshot["snapshot_id"]!.GetValue<string>()));
                VolumeSnapshotAssertions.AssertDevice(taken.DeviceOf(Id(story.OfSnapshot)), "/dev/vda", order: 0, goesWithTheServer: true);
            }
        }
    }

    [Test]
    [Check("K2", "nova compute/utils.py is_volume_backed_instance: only the first disk decides; the image of a local one has its data, and names no volume")]
    public async Task Snapshot_of_a_local_disk_beside_a_volume_is_of_that_disk_alone()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.LocalRoot.Status, Is.EqualTo("active"));
            Assert.That(story.LocalRoot.Size, Is.EqualTo(1L << 30));
            Assert.That(story.LocalRoot["block_device_mapping"], Is.Null);
            Assert.That(story.LocalRoot["bdm_v2"], Is.Null);
        }
    }

    [Test]
    [Check("K2", "nova compute/api.py snapshot_volume_backed: whatever the volumes are made of, the image has the attributes of the first one's image, and its snapshots the image's name")]
    public async Task Images_of_volumes_of_every_origin_have_attributes_and_names()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);
        VolumeSnapshot[] all = [story.OfPair, .. story.OnExisting.Values, .. story.OnSnapshot.Values];

        VolumeSnapshotAssertions.AssertAttributes(all);
        VolumeSnapshotAssertions.AssertNames(all);
    }

    [Test]
    [Check("K4", "nova virt/block_device.py: a server of the image has a volume of each snapshot, to boot from the right one, which goes or stays as the image says")]
    public async Task Server_of_an_image_of_two_volumes_has_both()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);
        var taken = story.OfPair;
        var fates = VolumeSteps.VolumesOf(story.Copy);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(story.CopyConsole), Is.EqualTo(Story.Boots + 2), story.CopyConsole);
            Assert.That(story.CopyVolumes, Has.Count.EqualTo(2));
            foreach (var (original, stays) in new[] { (story.PairRoot, false), (story.PairData, true) })
            {
                var snapshot = taken.DeviceOf(Id(original))["snapshot_id"]!.GetValue<string>();
                var volume = story.CopyVolumes.Single(one => one["snapshot_id"]?.GetValue<string>() == snapshot);
                Assert.That(fates[Id(volume)], Is.EqualTo(!stays), "delete_on_termination");
                Assert.That(story.VolumesAfterCopy.Contains(Id(volume)), Is.EqualTo(stays), "there when the server is gone");
            }
        }
    }

    [Test]
    [Check("K5", "cinder volume/drivers/rbd.py delete_snapshot: a snapshot of which a volume is a clone is in use, and stays as it is")]
    public async Task Snapshot_of_a_volume_in_use_is_not_deleted()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        Assert.That(story.InUse["status"]?.GetValue<string>(), Is.EqualTo("available"));
    }

    [Test]
    [Check("K5", "cinder and glance know nothing of each other: image and snapshots are removed in any order")]
    public async Task Image_and_snapshots_are_removed_in_both_orders()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.ImageFirst.Select(answer => answer.Status), Is.EqualTo(new[] { 204, 404, 404 }));
            Assert.That(story.SnapshotsFirst.Select(answer => answer.Status), Is.EqualTo(new[] { 404, 404, 204 }));
        }
    }

    [Test]
    [Check("K7", "nova compute/api.py rebuild: before microversion 2.93 a volume is not written over, and another image is refused, not taken and left aside")]
    public async Task Server_on_a_volume_is_not_rebuilt_with_another_image()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Rebuild, Answers.With(400));
            Assert.That(story.Rebuild.Text, Does.Contain("Unable to rebuild with a different image for a volume-backed server"));
        }
    }

    [Test]
    [Check("K10", "nova LP 1879500: the image of a server on a volume has no disk to rescue another server with")]
    public async Task Server_is_not_rescued_with_the_image_of_one_on_a_volume()
    {
        var story = await UseAsync(Session.Shared.VolumeOrigins);

        Assert.That(story.Rescue, Answers.With(400));
    }

    private static string Id(JsonObject thing) => thing["id"]!.GetValue<string>();
}
