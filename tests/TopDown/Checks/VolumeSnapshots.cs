using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images of a server on volumes: in every state, and refused by quotas.</summary>
[ToldFirst]
[Requires("volumes", "snapshot", "boot", "console")]
public sealed class VolumeSnapshots : StackTest
{
    [Test]
    [Check("C5", "nova virt/block_device.py DriverVolImageBlockDevice: Nova makes the volume from the image that it boots from")]
    public async Task Server_booted_from_an_image_into_a_volume_runs_the_images_bytes()
    {
        var story = await UseAsync(Session.Shared.VolumeSnapshots);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Root["bootable"]?.GetValue<string>(), Is.EqualTo("true"));
            Assert.That(story.Root["volume_image_metadata"]?["image_id"]?.GetValue<string>(), Is.EqualTo(story.Source));
            Assert.That(story.RootDisk.Parent, Is.EqualTo($"images/{story.Source}@snap"));
            Assert.That(Guest.Boots(story.Console), Is.EqualTo(Stories.VolumeSnapshots.Boots + 1), story.Console);
        }
    }

    [Test]
    [Check("K1", "nova compute/api.py snapshot_volume_backed: an image of a server on volumes can be made while it runs")]
    public Task Running_server_on_volumes_becomes_an_image() => AssertMadeAsync("ACTIVE");

    [Test]
    [Check("K1", "nova LP 1878583: an image of a paused server on volumes was refused with 409")]
    public Task Paused_server_on_volumes_becomes_an_image() => AssertMadeAsync("PAUSED");

    [Test]
    [Check("K1", "nova LP 1878583: the states are those of servers with local disks, suspended among them")]
    public Task Suspended_server_on_volumes_becomes_an_image() => AssertMadeAsync("SUSPENDED");

    [Test]
    [Check("K1", "nova compute/api.py snapshot_volume_backed: a stopped server has nothing to be made quiet")]
    public Task Stopped_server_on_volumes_becomes_an_image() => AssertMadeAsync("SHUTOFF");

    [Test]
    [Check("K2", "nova block_device.py snapshot_from_bdm: source, size, order, bus and fate of each volume are those of the server's")]
    public async Task Image_of_two_volumes_describes_each()
    {
        var story = await UseAsync(Session.Shared.VolumeSnapshots);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (state, taken) in story.Of)
            {
                Assert.That(taken.Devices, Has.Count.EqualTo(2), state);
                VolumeSnapshotAssertions.AssertDevice(taken.DeviceOf(Id(story.Root)), "/dev/vda", order: 0, goesWithTheServer: true);
                VolumeSnapshotAssertions.AssertDevice(taken.DeviceOf(Id(story.Data)), "/dev/vdb", order: -1, goesWithTheServer: false);
            }
        }
    }

    [Test]
    [Check("K2", "nova compute/api.py snapshot_volume_backed: an image without data, with the attributes and properties of the volume's image and the user's")]
    public async Task Image_of_volumes_has_the_attributes_of_the_image_they_are_made_from()
    {
        var story = await UseAsync(Session.Shared.VolumeSnapshots);

        VolumeSnapshotAssertions.AssertAttributes([.. story.Of.Values]);
    }

    [Test]
    [Check("K2", "nova compute/api.py snapshot_volume_backed: a user finds the snapshots in Cinder by the image's name")]
    public async Task Snapshots_of_the_volumes_are_named_after_the_image()
    {
        var story = await UseAsync(Session.Shared.VolumeSnapshots);
        VolumeSnapshotAssertions.AssertNames([.. story.Of.Values]);
    }

    [Test]
    [Check("K3", "nova 29c8ae3cd9 (LP 1689284): the quota is asked before the first snapshot is made, for all volumes")]
    public async Task Quota_with_room_for_one_snapshot_of_two_refuses_both()
    {
        var refused = (await UseAsync(Session.Shared.VolumeSnapshots)).OverSnapshots;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Attempt.Answer, Answers.With(403));
            Assert.That(refused.Attempt.Answer.Text, Does.Contain("Quota exceeded for resources: snapshots"));
            Assert.That(refused.Images, Is.Empty);
            Assert.That(refused.Snapshots, Is.Empty);
            Assert.That(refused.Attempt.After.Status, Is.EqualTo("SHUTOFF"));
        }
    }

    [Test]
    [Check("K3", "nova volume/cinder.py create_snapshot_force: a quota that only Cinder knows is 403 too, and no image is left")]
    public async Task Quota_of_size_with_room_for_one_snapshot_of_two_is_told_and_leaves_no_image()
    {
        var refused = (await UseAsync(Session.Shared.VolumeSnapshots)).OverSize;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Attempt.Answer, Answers.With(403));
            Assert.That(refused.Attempt.Answer.Text, Does.Contain("Quota exceeded"));
            Assert.That(refused.Images, Is.Empty);
            Assert.That(refused.Attempt.After.Status, Is.EqualTo("SHUTOFF"));
        }
    }

    [Test]
    [KnownDefect(
        "K3",
        "nova compute/api.py snapshot_volume_backed: its own note says that the loop over volumes handles no error",
        "when Cinder refuses the snapshot of a server's second volume, the snapshot of the first stays, and counts against the quota")]
    [Check("K3", "nova compute/api.py snapshot_volume_backed: what was made for an image that cannot be is removed")]
    public async Task Quota_of_size_with_room_for_one_snapshot_of_two_leaves_none()
    {
        var refused = (await UseAsync(Session.Shared.VolumeSnapshots)).OverSize;

        Observe(refused.Snapshots.Count, live: Is.EqualTo(1), right: Is.Zero);
    }

    [Test]
    [Check("K6", "nova compute/api.py backup: a server on volumes cannot be backed up, which is told as 400")]
    public async Task Backup_of_a_server_on_volumes_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeSnapshots);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Backup, Answers.With(400));
            Assert.That(story.Backup.Text, Does.Contain("Backup is not supported for volume-backed instances"));
        }
    }

    private async Task AssertMadeAsync(string state) =>
        VolumeSnapshotAssertions.AssertMade((await UseAsync(Session.Shared.VolumeSnapshots)).Of[state], state, devices: 2);

    private static string Id(JsonObject thing) => thing["id"]!.GetValue<string>();
}
