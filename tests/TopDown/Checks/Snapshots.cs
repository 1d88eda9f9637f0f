using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A snapshot through <c>createImage</c>: the image it makes, and a server booted from that.</summary>
[ToldFirst]
public sealed class Snapshots : StackTest
{
    [Test]
    [Requires("boot", "snapshot")]
    [Check("G1", "nova createImage: the image ends active and private, and the server has no task left")]
    public async Task Snapshot_is_active_and_its_server_idle()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot.Image.Status, Is.EqualTo("active"));
            Assert.That(snapshot.Image.Size, Is.Positive);
            Assert.That(snapshot.Image["visibility"], Is.EqualTo("private"));
            Assert.That(snapshot.Image["owner"], Is.EqualTo(Session.ProjectId));
            Assert.That(snapshot.Server.Status, Is.EqualTo("ACTIVE"));
            Assert.That(snapshot.Server.TaskState, Is.Null);
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G1", "nova compute/api.py: the snapshot says which server, which kind and which base image it is from")]
    public async Task Snapshot_says_where_it_comes_from()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot.Image["instance_uuid"], Is.EqualTo(booted.Server.Id));
            Assert.That(snapshot.Image["image_type"], Is.EqualTo("snapshot"));
            Assert.That(snapshot.Image["base_image_ref"], Is.EqualTo(booted.Image.Id));
            Assert.That(snapshot.Image["user_id"], Is.EqualTo(Session.UserId));
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("B1", "openstack-dev 2016-February/087519: names keep their case from createImage to Glance")]
    [Check("B11", "nova 70cd68ad70: the driver's upload must not purge what the API set on the image before")]
    [Check("B12", "nova 78fbb4776e, os-xenapi c77de9c: a driver wrote names in place of values, and dashes for underscores")]
    [Check("B13", "nova 5c21a00e89 (LP 1717547): a property may be called like an argument of Nova's own functions")]
    public async Task Snapshot_has_the_metadata_that_the_user_gave()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, value) in SharedResources.SnapshotMetadata)
            {
                Assert.That(snapshot.Image[name], Is.EqualTo(value!.GetValue<string>()), name);
            }
        }
    }

    [Test]
    [Requires("boot", "snapshot", "boot-sector")]
    [Check("B5", "nova 3f8076acdc (LP 1592808): the server's empty kernel_id and ramdisk_id are not sent, Glance refuses them")]
    public async Task Snapshot_of_a_server_without_kernel_has_none()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot.Image["kernel_id"], Is.Null);
            Assert.That(snapshot.Image["ramdisk_id"], Is.Null);
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("C9", "nova compute/utils.py: a snapshot needs the disk that its server had, as a number")]
    public async Task Snapshot_needs_as_much_disk_as_its_server_had()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        var shown = ProxyImage.Of((await Compute.ProxyAsync("GET", $"/{snapshot.Image.Id}")).Expect(200));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot.Image.Raw["min_disk"]?.GetValue<int>(), Is.EqualTo(Session.Stack.GuestDisk));
            Assert.That(shown.MinDisk, Is.EqualTo(Session.Stack.GuestDisk));
            Assert.That(shown.Size, Is.EqualTo(snapshot.Image.Size));
            Assert.That(shown.Raw["server"]?["id"]?.GetValue<string>(), Is.EqualTo(snapshot.Image["instance_uuid"]));
        }
    }

    [Test]
    [Requires("boot", "snapshot", "disk-files")]
    [Check("F1", "glance multihash: the data that the driver uploaded is the data that is stored")]
    public async Task Snapshot_downloads_as_what_Glance_says_it_is()
    {
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        var download = (await Images.DownloadAsync(snapshot.Image.Id)).Expect(200);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(download.Body, Has.Length.EqualTo(snapshot.Image.Size));
            Assert.That(Convert.ToHexStringLower(SHA512.HashData(download.Body)), Is.EqualTo(snapshot.Image["os_hash_value"]));
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("B14", "nova api/openstack/compute/schemas/servers.py createImage: a name of more than 255 is 400")]
    public async Task Snapshot_with_too_long_a_name_is_refused()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var name = UniqueName().PadRight(256, 'n');
        OwnImages(name);

        Assert.That(await Compute.CreateImageAsync(booted.Server.Id, name, []), Answers.With(400));
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("B3", "nova createImage: metadata values are texts")]
    public async Task Snapshot_with_a_nested_value_is_refused()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var name = UniqueName();
        OwnImages(name);

        var answer = await Compute.CreateImageAsync(
            booted.Server.Id, name, new() { ["nested"] = new JsonObject { ["a"] = "b" } });

        Assert.That(answer, Answers.With(400));
    }

    [Test]
    [Requires("boot", "console", "snapshot")]
    [Check("G1", "tempest test_snapshot_pattern: what the first guest wrote on its disk is there for the second")]
    [Check("F1", "bytes on the hypervisor equal the bytes of the snapshot")]
    public async Task Server_booted_from_the_snapshot_has_the_data_and_leaves_the_snapshot_when_deleted()
    {
        var booted = await UseAsync(Session.Shared.Server);
        var snapshot = await UseAsync(Session.Shared.Snapshot);

        var (server, _) = await Steps.BootAsync(UniqueName(), snapshot.Image.Id, booted.Flavor);
        var console = await Steps.WaitForConsoleAsync(server.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.ImageId, Is.EqualTo(snapshot.Image.Id));
            Assert.That(Guest.Boots(console), Is.EqualTo(booted.Boots + 1), console);
        }

        Assert.That(await Compute.DeleteServerAsync(server.Id), Answers.With(204));
        await Steps.WaitUntilServerIsGoneAsync(server.Id);
        Assert.That((await Images.GetAsync(snapshot.Image.Id)).Status, Is.EqualTo("active"));
    }
}
