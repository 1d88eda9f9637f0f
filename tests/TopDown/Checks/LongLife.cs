using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>What a server leaves in Glance when its image goes away, when it is paused, rebuilt, backed up.</summary>
[ToldFirst]
[Requires("quick-boot")]
public sealed class LongLife : StackTest
{
    [Test]
    [Requires("boot", "snapshot", "disk-files")]
    [Check("F8", "nova utils.py get_image_from_system_metadata: a server outlives its image, and is snapshot without it")]
    [Check("G1", "nova compute/utils.py: base_image_ref names the image even when that is gone")]
    public async Task Snapshot_is_made_after_the_servers_image_was_deleted()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.WhilePaused?.Status, Is.EqualTo("active"));
            Assert.That(life.WhilePaused?["base_image_ref"], Is.EqualTo(life.First.Id));
            Assert.That(life.WhilePaused?["of_first"], Is.EqualTo("1"), "the deleted image's property");
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G10", "nova 279f89e320: a paused server is snapshot, and stays paused")]
    public async Task Paused_server_is_snapshot_and_stays_paused()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Paused.Status, Is.EqualTo("PAUSED"));
            Assert.That(life.WhilePaused?.Status, Is.EqualTo("active"));
            Assert.That(life.WhilePaused?.Size, Is.Positive);
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G9", "tempest test_create_image_specify_multibyte_character_image_name: a snapshot's name may hold any letter")]
    public async Task Snapshot_has_a_name_beyond_ASCII()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        Assert.That(life.WhilePaused?.Name, Is.EqualTo(life.Name));
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("B18", "nova 82c823bcec (LP 1737513): a signature is of the image's data, a snapshot has other data and must not inherit it")]
    public async Task Snapshot_does_not_inherit_the_signature()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        Assert.That(life.WhilePaused?.Raw.Select(property => property.Key), Is.Not.Null.And.None.StartsWith("img_signature"));
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("B21", "nova fe52b6c25b (LP 1893618): after a rebuild a snapshot names the new image and has its properties")]
    public async Task Snapshot_after_a_rebuild_is_of_the_new_image()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Rebuilt.ImageId, Is.EqualTo(life.Second.Id));
            Assert.That(life.Backups[2]?["base_image_ref"], Is.EqualTo(life.Second.Id));
            Assert.That(life.Backups[2]?["of_second"], Is.EqualTo("1"));
            Assert.That(life.Backups[2]?["of_first"], Is.Null);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot")]
    [Check("B21", "nova rebuild: the guest runs the new image's bytes")]
    [Check("F1", "bytes on the hypervisor equal the bytes uploaded, after a rebuild too")]
    public async Task Rebuilt_guest_runs_the_new_images_bytes()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        Assert.That(Guest.Boots(life.Console!), Is.EqualTo(Stories.LongLife.Boots), life.Console);
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("E6", "nova cc5d3437ca (LP 1634773), 3e766e5bd4 (LP 1734838): rotation goes on past a backup that cannot be deleted")]
    [Check("D5", "nova compute/manager.py _rotate_backups: what is too much is found by property filters through v2")]
    public async Task Backups_are_rotated_past_one_that_is_protected()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Backups[0], Is.Not.Null, "the protected backup");
            Assert.That(life.Backups[1], Is.Null, "the backup that was to go");
            Assert.That(life.Backups[2]?.Status, Is.EqualTo("active"), "the newest backup");
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G1", "nova createBackup: an image of type backup, with its backup type")]
    public async Task Backup_says_what_it_is()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Backups[2]?["image_type"], Is.EqualTo("backup"));
            Assert.That(life.Backups[2]?["backup_type"], Is.EqualTo("daily"));
            Assert.That(life.Backups[2]?["instance_uuid"], Is.EqualTo(life.Rebuilt.Id));
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("G7", "nova compute/manager.py unshelve: the image has served and is deleted, and the server has its own image again")]
    [Check("G8", "nova 32be810836 (LP 1588657): shelving makes one image, not two")]
    public async Task Shelving_makes_one_image_and_unshelving_deletes_it()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Shelved.Select(image => image.Status), Is.EqualTo(new[] { "active" }));
            Assert.That(life.Unshelved.Status, Is.EqualTo("ACTIVE"));
            Assert.That(life.Unshelved.ImageId, Is.EqualTo(life.Second.Id));
            Assert.That(life.LeftOfShelved, Is.Empty);
        }
    }

    [Test]
    [Requires("boot", "console", "snapshot")]
    [Check("G7", "nova shelve and unshelve: what the guest wrote on its disk went to Glance and came back")]
    public async Task Unshelved_guest_has_its_data()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        Assert.That(Guest.Boots(life.ConsoleAfterUnshelving!), Is.EqualTo(Stories.LongLife.Boots + 1), life.ConsoleAfterUnshelving);
    }

    [Test]
    [Requires("boot", "snapshot")]
    [Check("E8", "OSSA-2017-005 (LP 1664931): the scheduler looks at the new image of a rebuild too")]
    [Check("E7", "nova 4a2c9a4887: a rebuild that failed leaves the server with the image that it had")]
    public async Task Rebuild_with_an_image_that_no_host_takes_fails_and_keeps_the_image()
    {
        var life = await UseAsync(Session.Shared.LongLife);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Refused.Status, Is.EqualTo("ERROR"));
            Assert.That(life.Refused.Fault, Does.Contain("No valid host was found"));
            Assert.That(life.Refused.ImageId, Is.EqualTo(life.Second.Id));
        }
    }
}
