using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;
using Story = GlanceGate.TopDown.Stories.VolumeBacked;

namespace GlanceGate.TopDown.Checks;

/// <summary>Servers whose disks are volumes: made from images, snapshot into images without data, and made from those again.</summary>
[ToldFirst]
public sealed class VolumeBacked : StackTest
{
    [Test]
    [Requires("volumes", "locations", "boot", "console")]
    [Check("H3", "cinder volume/drivers/rbd.py clone_image: a volume is made of an image by cloning what lies at its location")]
    public async Task Volume_made_from_an_image_is_a_clone_of_it()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.OfVolume.Disk.Parent, Is.EqualTo($"images/{story.Image.Id}@snap"));
            Assert.That(story.OfVolume.Volume["volume_image_metadata"]?["image_id"]?.GetValue<string>(), Is.EqualTo(story.Image.Id));
            Assert.That(Guest.Boots(story.OfVolume.Console), Is.EqualTo(Story.Boots + 1), story.OfVolume.Console);
        }
    }

    [Test]
    [Requires("volumes")]
    [Check("E5", "glance_store rbd: an image of which there are clones is in use, 409, and stays as it is; without clones it goes")]
    public async Task Image_with_a_volume_made_from_it_is_not_deleted_until_that_is_gone()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.DeletionInUse, Answers.With(409));
            Assert.That(story.ImageAfterRefusal.Expect(200).Json["status"]?.GetValue<string>(), Is.EqualTo("active"));
            Assert.That(story.Deletion, Answers.With(204));
        }
    }

    [Test]
    [Requires("volumes", "snapshot")]
    [Check("C1", "nova c3476b5ca7 (LP 1034730), 4a39b8b530: v1 took size=0 for an image without data, v2 stays queued until nothing was uploaded")]
    public async Task Snapshot_of_a_volume_backed_server_is_active_and_has_no_data()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Snapshot.Status, Is.EqualTo("active"));
            Assert.That(story.Snapshot.Size, Is.Zero);
            Assert.That(story.Snapshot["checksum"], Is.EqualTo("d41d8cd98f00b204e9800998ecf8427e"), "of no bytes at all");
            Assert.That(story.Snapshot["visibility"], Is.EqualTo("private"));
            Assert.That(story.Snapshot[Story.Metadata], Is.EqualTo("value"), "the user's metadata");
        }
    }

    [Test]
    [Requires("volumes", "snapshot")]
    [Check("C1", "nova compute/api.py snapshot_volume_backed: the image says of which snapshots a server's volumes are made")]
    [Check("B4", "nova image/glance.py _CONVERT_PROPS: block devices are JSON in the image's property")]
    public async Task Snapshot_of_a_volume_backed_server_names_the_snapshot_of_its_volume()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);
        var device = Story.Devices(story.Snapshot).Single() as JsonObject;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(device?["source_type"]?.GetValue<string>(), Is.EqualTo("snapshot"));
            Assert.That(device?["destination_type"]?.GetValue<string>(), Is.EqualTo("volume"));
            Assert.That(device?["boot_index"]?.GetValue<int>(), Is.Zero);
            Assert.That(story.Snapshot["bdm_v2"], Is.EqualTo("True").IgnoreCase);
            Assert.That(story.Snapshot["root_device_name"], Is.EqualTo("/dev/vda"));
            Assert.That(
                story.VolumeSnapshotAfterwards.Json["snapshot"]?["volume_id"]?.GetValue<string>(), Is.EqualTo(story.OfVolume.VolumeId));
        }
    }

    [Test]
    [Requires("volumes", "snapshot")]
    [Check("C1", "nova api/openstack/compute/images.py: the proxy shows an image without data as it shows any other")]
    [Check("B4", "nova image/glance.py: block devices are a list again when they are read")]
    public async Task Snapshot_of_a_volume_backed_server_is_shown_through_Nova()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.SnapshotThroughNova.Status, Is.EqualTo("ACTIVE"));
            Assert.That(story.SnapshotThroughNova.Size, Is.Zero);
            Assert.That(story.SnapshotThroughNova.Metadata["block_device_mapping"], Is.InstanceOf<JsonArray>());
        }
    }

    [Test]
    [Requires("volumes", "snapshot")]
    [Check("C2", "nova 2fe5daeb5f (LP 1616938): the format is one that Glance's schema has, whatever an operator took out of it")]
    public async Task Snapshot_of_a_volume_backed_server_has_a_format_that_Glance_takes()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        var schema = (await Images.RootAsync("GET", "/v2/schemas/image")).Expect(200).Json;
        var formats = schema["properties"]!["disk_format"]!["enum"]!.AsArray().Select(format => format?.GetValue<string>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Snapshot.Status, Is.EqualTo("active"));
            Assert.That(story.Snapshot["disk_format"], Is.Not.Null);
            Assert.That(formats, Does.Contain(story.Snapshot["disk_format"]));
        }
    }

    [Test]
    [Requires("volumes", "snapshot", "boot")]
    [Check("C5", "tempest test_image_defined_boot_from_volume: a server of such an image gets a volume of its own, made of the snapshot")]
    public async Task Server_booted_from_that_snapshot_has_a_volume_made_of_it()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);
        var snapshot = Story.VolumeSnapshotOf(story.Snapshot);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.OfSnapshot.Volume["snapshot_id"]?.GetValue<string>(), Is.EqualTo(snapshot));
            Assert.That(story.OfSnapshot.VolumeId, Is.Not.EqualTo(story.OfVolume.VolumeId));
            Assert.That(story.OfSnapshot.Disk.Parent, Is.EqualTo($"volumes/{story.OfVolume.DiskName}@snapshot-{snapshot}"));
        }
    }

    [Test]
    [Requires("volumes", "snapshot", "boot", "console")]
    [Check("C5", "tempest test_create_server_from_volume_snapshot: what the first guest wrote on its disk is there for the second")]
    public async Task Guest_booted_from_that_snapshot_has_the_data()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        Assert.That(Guest.Boots(story.OfSnapshot.Console), Is.EqualTo(Story.Boots + 2), story.OfSnapshot.Console);
    }

    [Test]
    [Requires("volumes", "snapshot")]
    [Check("C6", "nova 29c8ae3cd9 (LP 1689284): Cinder's quota of snapshots is told as 403, not as an error of Nova's, and no image is left")]
    public async Task Snapshot_beyond_the_quota_of_volume_snapshots_is_forbidden()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.OverQuota, Answers.With(403));
            Assert.That(story.OverQuota.Text, Does.Contain("uota"));
            Assert.That(story.LeftOverQuota, Is.Empty);
        }
    }

    [Test]
    [Requires("volumes", "snapshot")]
    [Check("C1", "cinder and glance know nothing of each other here: the image goes, the snapshot of the volume is the user's to remove")]
    public async Task Deleting_the_image_leaves_the_snapshot_of_the_volume()
    {
        var story = await UseAsync(Session.Shared.VolumeBacked);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.SnapshotDeletion, Answers.With(204));
            Assert.That(story.VolumeSnapshotAfterwards, Answers.With(200));
        }
    }
}
