using GlanceGate.TopDown.Harness;
using Story = GlanceGate.TopDown.Stories.VolumeLife;

namespace GlanceGate.TopDown.Checks;

/// <summary>A server on a volume keeps it through whatever is done to the server, and its image is asked for where that makes sense.</summary>
[ToldFirst]
[Requires("volume-stories", "volumes", "snapshot", "boot", "console")]
public sealed class VolumeLife : StackTest
{
    [Test]
    [Check("K7", "nova compute/api.py rebuild: before microversion 2.93 a volume is not written over, so another image is refused")]
    public async Task Rebuild_with_another_image_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.OtherImage, Answers.With(400));
            Assert.That(story.OtherImage.Text, Does.Contain("Unable to rebuild with a different image for a volume-backed server"));
        }
    }

    [Test]
    [Check("K7", "nova compute/api.py rebuild: the image that the volume is made from is taken, and the volume's data stays")]
    public async Task Rebuild_with_the_same_image_keeps_the_volume()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.SameImage.Status, Is.EqualTo("ACTIVE"));
            Assert.That(story.SameImage.ImageId, Is.Null, "it is no server of an image");
            Assert.That(Guest.Boots(story.SameConsole), Is.EqualTo(Story.Boots + 2), story.SameConsole);
        }
    }

    [Test]
    [Check("K7", "nova compute/api.py rebuild, cinder volume/manager.py reimage: from microversion 2.93 on the other image goes into the same volume, which then says so")]
    public async Task Rebuild_with_another_image_writes_over_the_volume_when_it_is_asked_for_that()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(story.RebuiltConsole), Is.EqualTo(Story.RescueBoots + 1), story.RebuiltConsole);
            Assert.That(story.Volume["volume_image_metadata"]?["image_id"]?.GetValue<string>(), Is.EqualTo(story.Other.Id));
        }
    }

    [Test]
    [Check("K8", "nova compute/api.py shelve: a server on a volume leaves its host at once and needs no image")]
    public async Task Shelving_makes_no_image_and_unshelving_finds_the_volume()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Shelved.Status, Is.EqualTo("SHELVED_OFFLOADED"));
            Assert.That(story.ShelvedImages, Is.Empty);
            Assert.That(story.Unshelved.Status, Is.EqualTo("ACTIVE"));
            Assert.That(Guest.Boots(story.UnshelvedConsole), Is.EqualTo(Story.Boots + 3), story.UnshelvedConsole);
        }
    }

    [Test]
    [Check("K6", "nova compute/api.py snapshot_volume_backed check_instance_state: a shelved server has no state to make an image of, 409")]
    public async Task Image_of_a_shelved_server_on_a_volume_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        Assert.That(story.SnapshotShelved, Answers.With(409));
    }

    [Test]
    [Check("K6", "nova compute/api.py snapshot_volume_backed check_instance_state: a rescued server's own disk is not in use, 409")]
    public async Task Image_of_a_rescued_server_on_a_volume_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        Assert.That(story.SnapshotRescued, Answers.With(409));
    }

    [Test]
    [Check("K9", "nova compute/api.py rescue: a server on a volume is rescued from microversion 2.87 on, with an image that says how its disk is attached")]
    public async Task Rescue_of_a_server_on_a_volume_is_refused_where_it_cannot_be()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.RescueTooEarly, Answers.With(400));
            Assert.That(story.RescueUnfit, Answers.With(400));
            Assert.That(story.RescueUnfit.Text, Does.Contain("Cannot rescue a volume-backed instance"));
        }
    }

    [Test]
    [Check("K9", "nova virt/libvirt/driver.py rescue: the guest of the other image runs beside the volume, which is back afterwards, and nothing else is left")]
    public async Task Rescued_server_on_a_volume_boots_the_other_image_and_then_its_volume()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Rescued.Status, Is.EqualTo("RESCUE"));
            Assert.That(Guest.Boots(story.RescuedConsole), Is.EqualTo(Story.RescueBoots + 1), story.RescuedConsole);
            Assert.That(story.Unrescued.Status, Is.EqualTo("ACTIVE"));
            Assert.That(Guest.Boots(story.UnrescuedConsole), Is.EqualTo(Story.Boots + 4), story.UnrescuedConsole);
            Assert.That(story.Disks, Is.Empty);
        }
    }

    [Test]
    [Check("K15", "nova compute/manager.py _cleanup_volumes: a volume that does not go with its server is free when that is deleted")]
    public async Task Volume_that_was_there_before_is_there_after()
    {
        var story = await UseAsync(Session.Shared.VolumeLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Volume["status"]?.GetValue<string>(), Is.EqualTo("available"));
            Assert.That(story.Volume["attachments"]?.AsArray(), Is.Empty);
        }
    }
}
