using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>An administrator takes a snapshot of a user's server and shelves it: the user must be able to use both images.</summary>
[ToldFirst]
[Requires("quick-boot", "other-projects")]
public sealed class LentServer : StackTest
{
    [Test]
    [Requires("boot", "snapshot")]
    [Check("G5", "nova 35cc0f5e94 (LP 1675791): the owner of the server sees the snapshot that an administrator made")]
    [Check("G6", "nova 35cc0f5e94: the driver's upload leaves the visibility that the API gave")]
    public async Task Administrators_snapshot_is_shared_with_the_owner()
    {
        var lent = await UseAsync(Session.Shared.LentServer);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lent.Snapshot["visibility"], Is.EqualTo("shared"));
            Assert.That(lent.Snapshot["owner"], Is.EqualTo(Session.ProjectId));
            Assert.That(lent.Snapshot["instance_owner"], Is.Null, "a note between Nova's own parts");
            Assert.That(lent.SnapshotMembers.Select(member => member!["member_id"]!.GetValue<string>()), Is.EqualTo(new[] { lent.Owner }));
            Assert.That(lent.SnapshotForOwner, Answers.With(200));
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G8", "nova 32be810836 (LP 1588657): shelving makes one image, not two")]
    [Check("G5", "nova 35cc0f5e94 (LP 1675791): the owner sees the image of his server that an administrator shelved")]
    public async Task Shelving_makes_one_image_that_the_owner_sees()
    {
        var lent = await UseAsync(Session.Shared.LentServer);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lent.ShelvedImages.Select(image => image.Status), Is.EqualTo(new[] { "active" }));
            Assert.That(lent.ShelvedImageForOwner, Answers.With(200));
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot")]
    [Check("G5", "nova 35cc0f5e94 (LP 1675791): the owner unshelves his server from an image that is not his, with its data")]
    public async Task Owner_unshelves_his_server_with_its_data()
    {
        var lent = await UseAsync(Session.Shared.LentServer);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lent.Unshelved.Status, Is.EqualTo("ACTIVE"));
            Assert.That(Guest.Boots(lent.Console!), Is.EqualTo(Stories.LentServer.Boots), lent.Console);
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [KnownDefect(
        "G7",
        "nova compute/manager.py _delete_snapshot_of_shelved_instance deletes as the user who unshelves, and only warns when he may not",
        "the image of a server that an administrator shelved stays for ever when its owner unshelves the server")]
    [Check("G7", "nova compute/manager.py unshelve: the image has served and is deleted")]
    public async Task Image_of_an_administrators_shelving_is_deleted_when_the_owner_unshelves()
    {
        var lent = await UseAsync(Session.Shared.LentServer);

        Observe(
            string.Join(", ", lent.ImagesAfterUnshelving.Select(image => image.Status)),
            live: Is.EqualTo("active"),
            right: Is.Empty);
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G2", "nova d8e695cb90 (LP 1555065), 9ef56fa866 (LP 1722571): a server deleted during its snapshot leaves no image stuck")]
    public async Task Snapshot_of_a_server_that_is_deleted_meanwhile_ends()
    {
        var lent = await UseAsync(Session.Shared.LentServer);

        // The race may go either way; that the image does not stay queued or saving was waited for.
        Assert.That(lent.LastImage.Status == 404 || Image.Of(lent.LastImage.Json).Status == "active", lent.LastImage.ToString());
    }
}
