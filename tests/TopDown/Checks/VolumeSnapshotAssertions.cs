using System.Text.Json.Nodes;
using GlanceGate.TopDown.Harness;
using GlanceGate.TopDown.Stories;

namespace GlanceGate.TopDown.Checks;

/// <summary>What holds for every image of a server on volumes.</summary>
internal static class VolumeSnapshotAssertions
{
    /// <summary>Nova took the request, the image is active and names a snapshot of each volume, and the server is what it was.</summary>
    public static void AssertMade(VolumeSnapshot taken, string state, int devices)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken.Answer, Answers.With(202));
            Assert.That(taken.Image?.Status, Is.EqualTo("active"));
            Assert.That(taken.Devices, Has.Count.EqualTo(devices));
            Assert.That(taken.After.Status, Is.EqualTo(state), "the server's state is not changed");
        }
    }

    /// <summary>An image without data, with the attributes and properties of the image of the server's first volume and the user's.</summary>
    public static void AssertAttributes(IEnumerable<VolumeSnapshot> images)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var taken in images)
            {
                Assert.That(taken.Image!.Status, Is.EqualTo("active"), taken.Name);
                Assert.That(taken.Image.Size, Is.Zero, taken.Name);
                Assert.That(taken.Image.Raw["min_disk"]?.GetValue<int>(), Is.EqualTo(Stories.VolumeSnapshots.MinimumDisk), taken.Name);
                Assert.That(taken.Image["root_device_name"], Is.EqualTo("/dev/vda"), taken.Name);
                Assert.That(taken.Image["bdm_v2"], Is.EqualTo("True").IgnoreCase, taken.Name);
                Assert.That(taken.Image["of_source"], Is.EqualTo("1"), "the property of the image");
                Assert.That(taken.Image["visibility"], Is.EqualTo("private"), taken.Name);
                foreach (var (key, value) in VolumeSnapshot.Metadata)
                {
                    Assert.That(taken.Image[key], Is.EqualTo(value!.GetValue<string>()), taken.Name);
                }
            }
        }
    }

    /// <summary>A user finds the snapshots by the image's name, and each image has some of its own.</summary>
    public static void AssertNames(IReadOnlyCollection<VolumeSnapshot> images)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var taken in images)
            {
                Assert.That(taken.Snapshots.Select(snapshot => snapshot["name"]?.GetValue<string>()), Is.All.EqualTo($"snapshot for {taken.Name}"));
                Assert.That(taken.Snapshots.Select(snapshot => snapshot["size"]?.GetValue<int>()), Is.All.EqualTo(1));
            }

            Assert.That(images.SelectMany(taken => taken.Snapshots).Select(snapshot => snapshot["id"]?.GetValue<string>()), Is.Unique);
        }
    }

    /// <summary>What the image says of one disk: the snapshot that it is made of, and what the server's volume was.</summary>
    public static void AssertDevice(JsonObject device, string name, int order, bool goesWithTheServer)
    {
        Assert.That(device["source_type"]?.GetValue<string>(), Is.EqualTo("snapshot"), name);
        Assert.That(device["destination_type"]?.GetValue<string>(), Is.EqualTo("volume"), name);
        Assert.That(device["device_name"]?.GetValue<string>(), Is.EqualTo(name));
        Assert.That(device["boot_index"]?.GetValue<int>(), Is.EqualTo(order), name);
        Assert.That(device["volume_size"]?.GetValue<int>(), Is.EqualTo(1), name);
        Assert.That(device["delete_on_termination"]?.GetValue<bool>(), Is.EqualTo(goesWithTheServer), name);
        Assert.That(device["disk_bus"]?.GetValue<string>(), Is.EqualTo("virtio"), name);
        Assert.That(device["device_type"]?.GetValue<string>(), Is.EqualTo("disk"), name);
        Assert.That(device["volume_id"], Is.Null, "a new server's volume is its own");
        Assert.That(device["image_id"], Is.Null, name);
        Assert.That(device["tag"], Is.Null, "a tag is one server's");
    }
}
