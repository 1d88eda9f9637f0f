using GlanceGate.TopDown.Harness;
using Story = GlanceGate.TopDown.Stories.UnsafeVolumes;

namespace GlanceGate.TopDown.Checks;

/// <summary>Images that Cinder has to unpack, and whose content leads to a file of its host or is not what it is said to be: no volume is made of them.</summary>
[ToldFirst]
[Requires("volume-stories", "volumes", "boot", "console")]
public sealed class UnsafeVolumes : StackTest
{
    [Test]
    [Check("K16", "cinder OSSA-2024-001: a QCOW2 image on a backing file is not unpacked")]
    public Task Image_on_a_backing_file_becomes_no_volume() => AssertRefusedAsync("backing file");

    [Test]
    [Check("K16", "cinder OSSA-2024-001 (CVE-2024-32498): a QCOW2 image with a data file is not unpacked")]
    public Task Image_with_a_data_file_becomes_no_volume() => AssertRefusedAsync("data file");

    [Test]
    [Check("K16", "cinder OSSA-2023-002 (CVE-2022-47951): a VMDK of a flat extent, which is another file, is not unpacked")]
    public async Task Image_of_a_flat_extent_becomes_no_volume()
    {
        await AssertRefusedAsync("flat extent");
        await AssertRefusedAsync("flat extent in a whole file");
    }

    [Test]
    [Check("K16", "cinder image/image_utils.py check_image_format: what an image is said to be and what it is must be the same, or neither is looked at with the right eyes")]
    public async Task Image_said_to_be_of_another_format_becomes_no_volume()
    {
        await AssertRefusedAsync("flat extent said to be qcow2");
        await AssertRefusedAsync("backing file said to be iso");
        await AssertRefusedAsync("data file said to be vmdk");
    }

    [Test]
    [Check("K16", "cinder image/image_utils.py check_image_format: content of no format is not copied as if it were of one")]
    public Task Image_of_no_format_becomes_no_volume() => AssertRefusedAsync("no disk at all");

    [Test]
    [Check("K16", "nova virt/block_device.py: a server whose volume cannot be made ends in ERROR with that as its fault, and leaves no volume")]
    public async Task Server_on_a_volume_of_an_unsafe_image_ends_in_error()
    {
        var story = await UseAsync(Session.Shared.UnsafeVolumes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Server.Fault, Does.Contain("did not finish being created").And.Contain("its status is error"));
            Assert.That(story.VolumesLeft, Is.Empty);
        }
    }

    [Test]
    [Check("K16", "cinder image/image_utils.py convert_image: an image of another format is unpacked, and what it holds is on the volume")]
    public async Task Image_that_is_what_it_says_is_unpacked_into_a_volume()
    {
        var story = await UseAsync(Session.Shared.UnsafeVolumes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Unpacked["bootable"]?.GetValue<string>(), Is.EqualTo("true"));
            Assert.That(Guest.Boots(story.UnpackedConsole), Is.EqualTo(Story.Boots + 1), story.UnpackedConsole);
        }
    }

    private async Task AssertRefusedAsync(string what)
    {
        var refused = (await UseAsync(Session.Shared.UnsafeVolumes)).Refused[what];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Volume["status"]?.GetValue<string>(), Is.EqualTo("error"), what);
            Assert.That(refused.Volume["bootable"]?.GetValue<string>(), Is.EqualTo("false"), what);
            Assert.That(refused.Left, Is.Empty, what);
            Assert.That(refused.ImageDeletion, Answers.With(204), what);
        }
    }
}
