using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>In whatever state a server is deleted, nothing of it is left: no image that was its own, no disk, no volume, nothing that counts against a quota.</summary>
[ToldFirst]
[Requires("volume-stories", "volumes", "locations", "snapshot", "boot", "console")]
public sealed class DeletedDisks : StackTest
{
    [Test]
    [Check("K15", "nova compute/manager.py _delete_instance: disk and allocation of a server go with it")]
    public Task Running_server_leaves_nothing() => AssertNothingIsLeftAsync("active", "ACTIVE");

    [Test]
    [Check("K15", "nova compute/manager.py _delete_instance: disk and allocation of a server go with it")]
    public Task Paused_server_leaves_nothing() => AssertNothingIsLeftAsync("paused", "PAUSED");

    [Test]
    [Check("K15", "nova compute/manager.py _delete_instance: disk and allocation of a server go with it")]
    public Task Suspended_server_leaves_nothing() => AssertNothingIsLeftAsync("suspended", "SUSPENDED");

    [Test]
    [Check("K15", "nova compute/manager.py _delete_instance: disk and allocation of a server go with it")]
    public Task Stopped_server_leaves_nothing() => AssertNothingIsLeftAsync("stopped", "SHUTOFF");

    [Test]
    [Check("K15", "nova virt/libvirt/driver.py migrate_disk_and_power_off, cleanup: what is kept of a disk until a new size is confirmed goes too")]
    public Task Resized_server_leaves_nothing() => AssertNothingIsLeftAsync("resized", "VERIFY_RESIZE");

    [Test]
    [Check("K15", "nova LP 1259462: the image of a shelved server goes with it")]
    public Task Shelved_server_leaves_no_image() => AssertNothingIsLeftAsync("shelved", "SHELVED_OFFLOADED");

    [Test]
    [Check("K15", "nova compute/api.py _local_cleanup_bdm_volumes: no host knows a shelved server, so the API removes its volumes")]
    public Task Shelved_server_on_volumes_leaves_no_volume() => AssertNothingIsLeftAsync("shelved on a volume", "SHELVED_OFFLOADED");

    [Test]
    [Check("K15", "nova compute/api.py _delete: a server in ERROR that is on a host is removed from it")]
    public Task Server_in_error_leaves_nothing() => AssertNothingIsLeftAsync("error", "ERROR");

    [Test]
    [Check("K15", "nova virt/libvirt/driver.py cleanup: the disk that a server was rescued with goes too")]
    public Task Rescued_server_leaves_nothing() => AssertNothingIsLeftAsync("rescued", "RESCUE");

    [Test]
    [Check("K15", "nova virt/libvirt/imagebackend.py direct_snapshot: what is cloned for a snapshot does not outlive a server that is deleted meanwhile, or is the snapshot's")]
    public Task Server_that_is_being_snapshot_leaves_nothing() => AssertNothingIsLeftAsync("snapshot", "ACTIVE");

    [Test]
    [Check("K15", "glance_store rbd: when every server of an image is gone the image can be deleted, and leaves nothing in the cluster")]
    public async Task Image_of_servers_in_every_state_is_deleted_when_they_are()
    {
        var story = await UseAsync(Session.Shared.DeletedDisks);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.InstancesUsed, Is.Zero, "what counts against the quota");
            Assert.That(story.SourceDeletion, Answers.With(204));
            Assert.That(story.SourceLeft, Is.Empty);
        }
    }

    [Test]
    [Check("K10", "nova LP 1879500: an image that only names snapshots of volumes was taken for a rescue, which made an empty disk; an unknown one is refused as well")]
    public async Task Rescue_with_an_image_that_has_no_disk_is_refused()
    {
        var story = (await UseAsync(Session.Shared.DeletedDisks)).Rescue;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.WithoutData, Answers.With(400));
            Assert.That(story.Unknown, Answers.With(400));
            Assert.That(story.AfterRefusals.Status, Is.EqualTo("ACTIVE"));
            Assert.That(story.AfterRefusals.TaskState, Is.Null);
        }
    }

    [Test]
    [Check("K10", "nova virt/libvirt/driver.py rescue: the guest of the other image runs, on a clone of it beside the server's disk")]
    public async Task Rescued_server_runs_the_other_image()
    {
        var story = (await UseAsync(Session.Shared.DeletedDisks)).Rescue;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(story.Console), Is.EqualTo(Stories.Rescue.RescueBoots + 1), story.Console);
            Assert.That(story.Disks, Is.EquivalentTo(new[] { $"{story.ServerId}_disk", $"{story.ServerId}_disk.rescue" }));
            Assert.That(story.DiskParent, Is.EqualTo($"images/{story.ImageId}@snap"));
        }
    }

    [Test]
    [Check("K10", "nova virt/libvirt/driver.py unrescue: the server has its own disk again, as it left it, and the other one is removed")]
    public async Task Unrescued_server_has_its_disk_and_no_other()
    {
        var story = (await UseAsync(Session.Shared.DeletedDisks)).Rescue;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(story.ConsoleAfter), Is.EqualTo(Stories.DeletedDisks.Boots + 2), story.ConsoleAfter);
            Assert.That(story.DisksAfter, Is.EqualTo(new[] { $"{story.ServerId}_disk" }));
            Assert.That(story.RescuedAgain.Status, Is.EqualTo("RESCUE"));
        }
    }

    [Test]
    [Check("K10", "nova compute/api.py snapshot check_instance_state: a rescued server's own disk is not in use, 409")]
    public async Task Snapshot_of_a_rescued_server_is_refused()
    {
        var story = (await UseAsync(Session.Shared.DeletedDisks)).Rescue;

        Assert.That(story.Snapshot, Answers.With(409));
    }

    private async Task AssertNothingIsLeftAsync(string state, string status)
    {
        var server = (await UseAsync(Session.Shared.DeletedDisks)).Servers[state];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.State.Status, Is.EqualTo(status), "the server before its deletion");
            Assert.That(server.Deletion, Answers.With(204));
            Assert.That(server.Images.Select(image => image.Name), Is.Empty, "images of its own");
            Assert.That(server.Left, Is.Empty, "what lies in the cluster");
            Assert.That(server.Volumes, Is.Empty, "volumes that go with it");
            Assert.That(server.Allocations, Is.Empty, "what it has of hosts");
        }
    }
}
