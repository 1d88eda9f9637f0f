using GlanceGate.TopDown.Harness;
using Story = GlanceGate.TopDown.Stories.CloneFormat;

namespace GlanceGate.TopDown.Checks;

/// <summary>Clones of RBD's second format: what they are made of may go before them, and they go on without it.</summary>
[ToldFirst]
[Requires("clones-of-format-2", "locations", "volumes", "snapshot", "boot", "console")]
public sealed class CloneFormat : StackTest
{
    [Test]
    [Check("K18", "nova virt/libvirt/storage/rbd_utils.py clone: the disk of a server is a clone of its image, of whatever format")]
    public async Task Disk_is_a_clone_in_this_format_too()
    {
        var story = await UseAsync(Session.Shared.CloneFormat);

        Assert.That(story.Disk.Parent, Is.EqualTo($"images/{story.ImageId}@snap"));
    }

    [Test]
    [KnownDefect(
        "K18",
        "glance_store _drivers/rbd.py _snapshot_has_external_reference refuses what the cluster would do; osism testbed 2884; mended by LP 1884482, after 4.1",
        "an image with clones cannot be deleted (409), although its clones do not need it any more")]
    [Check("K18", "glance_store LP 1884482: an image whose clones do not hold it fast is deleted, and is no longer there for anyone")]
    public async Task Image_with_clones_is_deleted()
    {
        var story = await UseAsync(Session.Shared.CloneFormat);

        Observe(
            (story.ImageDeletion.Status, story.ImageAfter.Status),
            live: Is.EqualTo((409, 200)),
            right: Is.EqualTo((204, 404)));
    }

    [Test]
    [Check("K18", "cinder volume/drivers/rbd.py delete_snapshot: a snapshot whose clones do not hold it fast is deleted, and a volume made of it goes on")]
    public async Task Snapshot_of_a_volume_with_a_clone_is_deleted_and_the_clone_goes_on()
    {
        var story = await UseAsync(Session.Shared.CloneFormat);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.VolumeSnapshot, Answers.With(404));
            Assert.That(Guest.Boots(story.VolumeConsole), Is.EqualTo(Story.Boots + 2), story.VolumeConsole);
        }
    }

    [Test]
    [Check("K18", "librbd: a clone reads what it has from its parent, wherever that was put")]
    public async Task Server_goes_on_and_is_snapshot_when_its_image_was_to_be_deleted()
    {
        var story = await UseAsync(Session.Shared.CloneFormat);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(story.ServerConsole), Is.EqualTo(Story.Boots + 2), story.ServerConsole);
            Assert.That(story.Snapshot.Status, Is.EqualTo("active"));
            Assert.That(story.Snapshot.Locations, Has.Length.EqualTo(1), "it is a clone, and no upload");
        }
    }

    [Test]
    [Check("K18", "librbd: the trash is empty when the last clone has gone")]
    public async Task Nothing_is_left_when_all_is_deleted()
    {
        var story = await UseAsync(Session.Shared.CloneFormat);

        Assert.That(story.Left, Is.Empty);
    }
}
