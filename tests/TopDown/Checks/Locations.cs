using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images whose data lies where Nova can clone it: Glance tells where, Nova clones, and nobody else is told.</summary>
[ToldFirst]
public sealed class Locations : StackTest
{
    [Test]
    [Requires("locations")]
    [Check("H2", "glance_store rbd: an image is rbd://fsid/pool/image/snapshot, and the snapshot is one that can be cloned")]
    public async Task Uploaded_image_tells_where_its_data_lies()
    {
        var image = await UseAsync(Session.Shared.GuestImage);
        var url = $"rbd://{await Rbd.FsidAsync()}/images/{image.Id}/snap";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(image.Locations, Is.EqualTo(new[] { url }));
            Assert.That(image["direct_url"], Is.EqualTo(url));
            Assert.That((await Rbd.GetImageAsync("images", image.Id)).Snapshots.Single(), Has.Property("Name").EqualTo("snap").And.Property("IsProtected").True);
        }
    }

    [Test]
    [Requires("locations", "boot")]
    [Check("H3", "nova virt/libvirt/storage/rbd_utils.py clone: the disk of a server is a clone of its image, not a copy")]
    public async Task Disk_of_a_booted_server_is_a_clone_of_its_image()
    {
        var booted = await UseAsync(Session.Shared.Server);

        var disk = await Rbd.GetImageAsync("vms", RbdObserver.DiskOf(booted.Server));
        var image = await Rbd.GetImageAsync("images", booted.Image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disk.Parent, Is.EqualTo($"images/{booted.Image.Id}@snap"));
            Assert.That(disk.Size, Is.EqualTo(1L << 30), "grown to the flavor's disk");
            Assert.That(image.Snapshots.Single().Children, Does.Contain($"vms/{RbdObserver.DiskOf(booted.Server)}"));
        }
    }

    [Test]
    [Requires("locations", "boot")]
    [Check("E5", "glance_store rbd InUseByStore: an image with servers' disks cloned from it is not deleted, 409, and stays active")]
    public async Task Image_with_servers_is_not_deleted()
    {
        var booted = await UseAsync(Session.Shared.Server);

        var deletion = await Images.DeleteAsync(booted.Image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(deletion, Answers.With(409));
            Assert.That((await Images.GetAsync(booted.Image.Id)).Status, Is.EqualTo("active"));
        }
    }

    [Test]
    [Requires("locations", "boot")]
    [Check("E5", "glance_store rbd: when the last clone is gone the image is deleted, and nothing of it is left in the cluster")]
    public async Task Image_and_disk_are_gone_when_the_server_is()
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadGuestAsync(UniqueName(), await Guest.LoadAsync(Session.Stack.File("guest"), 1));
        var (server, _) = await Steps.BootAsync(UniqueName(), image.Id, flavor);
        var disk = await Rbd.FindAsync("vms", RbdObserver.DiskOf(server));

        await Steps.DeleteServerAsync(server.Id);
        var deletion = await Images.DeleteAsync(image.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disk, Is.Not.Null, "the disk of the running server");
            Assert.That(deletion, Answers.With(204));
            Assert.That(await Rbd.ListAsync("vms"), Does.Not.Contain(RbdObserver.DiskOf(server)));
            Assert.That(await Rbd.ListAsync("images"), Does.Not.Contain(image.Id));
        }
    }

    [Test]
    [Requires("locations", "boot")]
    [Check("F7", "nova ed2aa220aa: where an image's data lies is Glance's to tell, and is not told through the compute API")]
    public async Task Compute_API_tells_no_location()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var answers = new[]
        {
            await Compute.ProxyAsync("GET", $"/{booted.Image.Id}"),
            await Compute.ProxyAsync("GET", $"/{booted.Image.Id}/metadata"),
            await Compute.ProxyAsync("GET", $"/detail?name={booted.Image.Name}"),
            await Compute.ShowServerAsync(booted.Server.Id),
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Images.ShowAsync(booted.Image.Id)).Text, Does.Contain("rbd://"), "there is something to tell");
            foreach (var answer in answers)
            {
                Assert.That(answer, Answers.With(200));
                Assert.That(answer.Text, Does.Not.Contain("rbd:").And.Not.Contain("direct_url").And.Not.Contain("locations"));
            }
        }
    }

    [Test]
    [Requires("locations")]
    [Check("H5", "glance 4ac8adbcc: an image that is neither queued nor active takes no location, 409")]
    public async Task Deactivated_image_takes_no_location()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1, 2, 3]);
        (await Images.DeactivateAsync(image.Id)).Expect(204);

        var answer = await Images.AddLocationAsync(image.Id, image.Locations.Single());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(409));
            Assert.That((await Images.GetAsync(image.Id)).Locations, Is.EqualTo(image.Locations));
        }
    }

    [Test]
    [Requires("locations")]
    [Check("H5", "glance 6179e1e98 (LP 1525915): an image keeps its last location, or its data would be lost to it")]
    public async Task Last_location_is_not_removed()
    {
        var image = await Steps.UploadImageAsync(UniqueName(), [1, 2, 3]);

        var answer = await Images.RemoveLocationAsync(image.Id, 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(403));
            Assert.That((await Images.DownloadAsync(image.Id)).Expect(200).Body, Is.EqualTo(new byte[] { 1, 2, 3 }));
        }
    }

    [Test]
    [Requires("locations")]
    [Check("H5", "glance e2c54d58b (LP 1750892): a location that leads nowhere is the client's error, and the image stays queued")]
    public Task Location_that_leads_nowhere_is_refused() =>
        AssertRefusedAsync("rbd://6a3fd0a2-2c0b-4d6e-8f7a-555555555555/images/nothing/snap");

    [Test]
    [Requires("locations")]
    [Check("H5", "glance LP 942118, 1400966: a file of Glance's own host is no location, whatever lies there")]
    public Task Location_on_Glances_own_host_is_refused() => AssertRefusedAsync("file:///etc/passwd");

    [Test]
    [Requires("locations", "boot")]
    [Check("H7", "nova 6c6ffc0476 (LP 1816686): an image that cannot be cloned is refused with a clear fault, and leaves no disk")]
    public async Task Image_of_a_format_that_cannot_be_cloned_is_refused()
    {
        var flavor = await UseAsync(Session.Shared.Flavor);
        var image = await Steps.UploadImageAsync(UniqueName(), Qcow2.Empty(size: 1 << 20), new() { ["disk_format"] = "qcow2" });

        var server = await Steps.BootInVainAsync(UniqueName(), image.Id, flavor);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Fault, Does.Contain($"Image {image.Id} is unacceptable: Image is not raw format"));
            Assert.That(await Rbd.ListAsync("vms"), Does.Not.Contain(RbdObserver.DiskOf(server)));
        }
    }

    private async Task AssertRefusedAsync(string url)
    {
        var image = await Steps.CreateImageAsync(UniqueName());

        var answer = await Images.AddLocationAsync(image.Id, url);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Answers.With(400));
            Assert.That((await Images.GetAsync(image.Id)).Status, Is.EqualTo("queued"));
        }
    }
}
