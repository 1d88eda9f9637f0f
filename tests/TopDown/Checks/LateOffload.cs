using GlanceGate.TopDown.Harness;
using Story = GlanceGate.TopDown.Stories.LateOffload;

namespace GlanceGate.TopDown.Checks;

/// <summary>Shelved servers that stay on their hosts until somebody says otherwise.</summary>
[ToldFirst]
[Requires("boot", "snapshot", "console", "late-offload")]
[Configuration("late-offload")]
public sealed class LateOffload : StackTest
{
    [Test]
    [Check("G8", "nova compute/manager.py shelve_instance: shelving makes one image, wherever the server is then")]
    public async Task Shelving_makes_one_image_and_the_server_stays()
    {
        var life = await UseAsync(Session.Shared.LateOffload);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Stayed.Images.Select(image => image.Status), Is.EqualTo(new[] { "active" }));
            Assert.That(life.Stayed.Server.ImageId, Is.EqualTo(life.Image.Id));
        }
    }

    [Test]
    [Check("G7", "nova compute/manager.py start_instance: a server that comes back on its host has its own disk, and no image is left")]
    public async Task Server_that_stayed_is_unshelved_with_its_disk_and_its_image_is_deleted()
    {
        var life = await UseAsync(Session.Shared.LateOffload);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Guest.Boots(life.BackConsole), Is.EqualTo(Story.Boots + 1), life.BackConsole);
            Assert.That(life.Back.Images, Is.Empty);
            Assert.That(life.Back.Server.ImageId, Is.EqualTo(life.Image.Id));
        }
    }

    [Test]
    [Check("G11", "nova compute/manager.py _unshelve_instance (LP 1934094): a server whose unshelving failed is shelved as before, and keeps its image and what it was booted from")]
    public async Task Server_that_is_unshelved_in_vain_is_shelved_as_before()
    {
        var life = await UseAsync(Session.Shared.LateOffload);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.InVain.Server.Status, Is.EqualTo("SHELVED_OFFLOADED"));
            Assert.That(life.InVain.Server.ImageId, Is.EqualTo(life.Image.Id));
            Assert.That(life.InVain.Images.Select(image => image.Id), Is.EqualTo(life.Away.Images.Select(image => image.Id)));
        }
    }

    [Test]
    [Check("G7", "nova compute/manager.py _unshelve_instance: the guest goes on with its data, and no image is left")]
    [Check("G11", "nova compute/manager.py unshelve_instance: what failed once can be done again")]
    public async Task Server_that_was_sent_away_is_unshelved_from_its_image_which_is_deleted()
    {
        var life = await UseAsync(Session.Shared.LateOffload);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Away.Images.Select(image => image.Status), Is.EqualTo(new[] { "active" }));
            Assert.That(Guest.Boots(life.UnshelvedConsole), Is.EqualTo(Story.Boots + 2), life.UnshelvedConsole);
            Assert.That(life.Unshelved.Images, Is.Empty);
            Assert.That(life.Unshelved.Server.ImageId, Is.EqualTo(life.Image.Id));
        }
    }

    [Test]
    [Check("J8", "nova compute/api.py _delete (LP 1259462): the image of a shelved server goes with it, when it has not left its host, too")]
    public async Task Image_of_a_shelved_server_that_stayed_goes_with_it()
    {
        var life = await UseAsync(Session.Shared.LateOffload);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.LastShelved.Images, Has.Count.EqualTo(1));
            Assert.That(life.Left, Is.Empty);
            Assert.That(life.Deletion, Answers.With(204));
        }
    }
}
