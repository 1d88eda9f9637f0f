using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Snapshots that are made inside the cluster: Glance is told where they lie, and not one byte goes through it.</summary>
[ToldFirst]
public sealed class FastSnapshots : StackTest
{
    [Test]
    [Requires("fast-snapshot", "locations", "boot", "snapshot")]
    [Check("H2", "nova 824c3706a3 direct_snapshot: the image is active by a location; Glance computed no checksum, so it saw no data")]
    [Check("H4", "nova fd540e2135 (LP 1803717): add_location is called with the arguments that the client has")]
    [Check("H9", "devstack e97cb825: Nova's user in the cluster may write where images are")]
    public async Task Snapshot_is_a_location_and_no_upload()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot.Image.Status, Is.EqualTo("active"));
            Assert.That(
                snapshot.Image.Locations, Is.EqualTo(new[] { $"rbd://{await Rbd.FsidAsync()}/images/{snapshot.Image.Id}/snap" }));
            Assert.That(snapshot.Image["checksum"], Is.Null, "a checksum is made of uploaded data");
            Assert.That(snapshot.Image["os_hash_value"], Is.Null, "a hash is made of uploaded data");
            Assert.That(snapshot.Image.Size, Is.EqualTo(1L << 30));
        }
    }

    [Test]
    [Requires("fast-snapshot", "locations", "boot", "snapshot")]
    [Check("H2", "nova virt/libvirt/imagebackend.py Rbd.direct_snapshot: the snapshot is flattened, so that it outlives its server, and can be cloned")]
    public async Task Snapshot_depends_on_nothing_and_can_be_cloned()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        var disk = await Rbd.GetImageAsync("images", snapshot.Image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disk.Parent, Is.Null, "of what it is a clone");
            Assert.That(disk.Snapshots.Single(), Has.Property("Name").EqualTo("snap").And.Property("IsProtected").True);
        }
    }

    [Test]
    [Requires("fast-snapshot", "locations", "boot", "snapshot")]
    [Check("H2", "nova virt/libvirt/driver.py snapshot: what was cloned for the snapshot leaves nothing at the server's own disk")]
    public async Task Server_keeps_no_snapshot_of_its_disk()
    {
        var booted = await UseAsync(Session.Shared.Server);
        await UseAsync(Session.Shared.Snapshot);

        Assert.That((await Rbd.GetImageAsync("vms", RbdObserver.DiskOf(booted.Server))).Snapshots, Is.Empty);
    }

    [Test]
    [Requires("fast-snapshot", "locations", "boot", "snapshot")]
    [Check("H3", "nova virt/libvirt/storage/rbd_utils.py clone: a server of a snapshot is a clone of it")]
    [Check("E5", "glance_store rbd InUseByStore: a snapshot with servers is not deleted")]
    public async Task Server_of_a_snapshot_is_a_clone_of_it()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        var (server, _) = await Steps.BootAsync(UniqueName(), snapshot.Image.Id, booted.Flavor);
        var disk = await Rbd.GetImageAsync("vms", RbdObserver.DiskOf(server));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disk.Parent, Is.EqualTo($"images/{snapshot.Image.Id}@snap"));
            Assert.That(await Images.DeleteAsync(snapshot.Image.Id), Answers.With(409), "it is in use");
        }
    }

    [Test]
    [Requires("fast-snapshot", "locations", "boot", "snapshot")]
    [Check("H6", "glance 4e070fd6e (LP 1802587): a location that says nothing of its store is read all the same")]
    public async Task Snapshot_can_be_read_through_Glance()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        var start = await Images.DownloadStartAsync(snapshot.Image.Id, Guest.CounterOffset + 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(start, Answers.With(200));
            Assert.That(start.Body.ElementAtOrDefault(Guest.CounterOffset), Is.EqualTo(booted.Boots), "what the guest wrote");
        }
    }

    [Test]
    [Requires("fast-snapshot", "locations", "boot", "snapshot")]
    [Check("H6", "glance aca6996ea (LP 1838332): an image with locations can be given to another project")]
    public async Task Snapshot_can_be_given_to_another_project()
    {
        var neighbour = await MeetNeighbourAsync();
        var life = await UseAsync(Session.Shared.LongLife);
        var backup = life.Backups[2]!;
        (await Images.SetAsync(backup.Id, "visibility", "shared")).Expect(200);

        Assert.That(await Images.AddMemberAsync(backup.Id, new JsonObject { ["member"] = neighbour.ProjectId }), Answers.With(200));
        Assert.That(await neighbour.Images.ShowAsync(backup.Id), Answers.With(200));
    }

    [Test]
    [Requires("fast-snapshot", "boot", "snapshot")]
    [KnownDefect(
        "C7",
        "nova virt/libvirt/driver.py snapshot: only _live_snapshot makes the guest quiet, direct_snapshot does not",
        "a snapshot whose guest must be quiet (os_require_quiesce) is made although it cannot be, and may hold half of what was written")]
    [Check("C7", "nova e659a6e7cb (LP 1629371): without a guest agent a snapshot that requires a quiet guest fails, and leaves no image")]
    public async Task Snapshot_that_requires_a_quiet_guest_without_an_agent_leaves_no_image()
    {
        var failed = await UseAsync(Session.Shared.FailedSnapshots);

        Observe(failed.Required?.Status ?? "no image", live: Is.EqualTo("active"), right: Is.EqualTo("no image"));
    }

    [Test]
    [Requires("fast-snapshot", "locations", "boot", "snapshot")]
    [Check("H2", "nova compute/manager.py: backups, snapshots of paused servers, and shelved servers take the same way")]
    public async Task Backups_and_shelved_servers_are_no_uploads_either()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            foreach (var image in new[] { life.WhilePaused, life.Backups[2], life.Shelved.Single() })
            {
                Assert.That(image!.Locations, Has.Length.EqualTo(1), image.Name);
                Assert.That(image["checksum"], Is.Null, image.Name);
            }
        }
    }
}
