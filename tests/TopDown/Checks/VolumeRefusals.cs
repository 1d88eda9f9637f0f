using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Servers on volumes that cannot be: what a volume says of its image counts as if the image said it.</summary>
[ToldFirst]
[Requires("volume-stories", "volumes", "boot")]
public sealed class VolumeRefusals : StackTest
{
    [Test]
    [Check("K11", "nova block_device.py get_image_metadata_from_volume: a property of each type that Nova does not take is refused, the image's or the volume's")]
    public async Task Volume_whose_image_has_a_property_that_Nova_does_not_take_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (property, answer) in story.OfVolume.Where(one => one.Key != "min_ram"))
            {
                Assert.That(answer, Answers.With(400), property);
                Assert.That(answer.Text, Does.Contain("Invalid image metadata"), property);
            }

            Assert.That(story.OfImage["hw_disk_bus"], Answers.With(400));
            Assert.That(story.OfImage["hw_disk_bus"].Text, Does.Contain("Invalid image metadata"));
        }
    }

    [Test]
    [Check("K11", "nova compute/api.py _validate_flavor_image_nostatus: min_ram of the image that the volume was or will be made from is the flavor's to have")]
    public async Task Volume_whose_image_wants_more_memory_than_the_flavor_has_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            foreach (var answer in new[] { story.OfVolume["min_ram"], story.OfImage["min_ram"] })
            {
                Assert.That(answer, Answers.With(400));
                Assert.That(answer.Text, Does.Contain("memory is too small"));
            }
        }
    }

    [Test]
    [Check("K12", "nova LP 1646740: min_disk is compared with the volume, not with the flavor's disk; Cinder compares it as well")]
    public async Task Volume_smaller_than_its_images_minimum_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.OfImage["min_disk"], Answers.With(400));
            Assert.That(story.OfImage["min_disk"].Text, Does.Contain("Volume is smaller than the minimum size specified in image metadata"));
            Assert.That(story.TooSmall, Answers.With(400));
            Assert.That(story.TooSmall.Text, Does.Contain("minDisk"));
        }
    }

    [Test]
    [Check("K12", "nova block_device.py get_bdm_image_metadata: a volume that says that it cannot be booted from is not")]
    public async Task Volume_that_cannot_be_booted_from_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.NotBootable, Answers.With(400));
            Assert.That(story.NotBootable.Text, Does.Contain("is not bootable"));
        }
    }

    [Test]
    [Check("K12", "nova compute/api.py _validate_bdm: disks that are not there, have no size or no order are the client's error")]
    public async Task Disks_that_make_no_sense_are_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            foreach (var (what, answer) in story.Senseless)
            {
                Assert.That(answer, Answers.With(400), what);
            }
        }
    }

    [Test]
    [Check("K12", "nova compute/api.py: what is refused at once makes no server and takes no volume")]
    public async Task Refused_servers_are_not_there_and_the_volume_is_free()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.ServersLeft, Is.Empty);
            Assert.That(story.VolumeAfterwards["status"]?.GetValue<string>(), Is.EqualTo("available"));
        }
    }

    [Test]
    [Check("K13", "nova volume/cinder.py translate_create_exception: Cinder's quota of volumes is the server's fault, in words, and the volume made before is removed")]
    public async Task Server_whose_volumes_the_quota_refuses_says_so_and_leaves_none()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.OverQuota.Fault, Does.Contain("Maximum number of volumes allowed"));
            Assert.That(story.LeftOverQuota, Is.Empty);
        }
    }

    [Test]
    [Check("K6", "nova compute/api.py snapshot_volume_backed check_instance_state: a server in ERROR has no disk to make an image of, 409")]
    public async Task Image_of_a_server_in_error_on_a_volume_is_refused()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        Assert.That(story.SnapshotOfFailed, Answers.With(409));
    }

    [Test]
    [Check("K14", "nova LP 1739646: a flavor without a disk is for servers on volumes, and an ordinary user's server of an image is refused")]
    public async Task Flavor_without_a_disk_takes_servers_on_volumes_only()
    {
        var story = await UseAsync(Session.Shared.VolumeRefusals);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.ImageWithoutDisk, Answers.With(403));
            Assert.That(story.ImageWithoutDisk.Text, Does.Contain("Only volume-backed servers are allowed for flavors with zero disk"));
            Assert.That(story.VolumeWithoutDisk.Status, Is.EqualTo("ACTIVE"));
        }
    }
}
