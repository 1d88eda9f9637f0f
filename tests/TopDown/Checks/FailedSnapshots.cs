using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>Snapshots that cannot come to anything: no image is left half done, and the server is idle and well.</summary>
[ToldFirst]
[Requires("quick-boot")]
public sealed class FailedSnapshots : StackTest
{
    [Test]
    [Requires("boot", "snapshot")]
    [Check("G3", "nova 2bb70e7b15 (LP 1648574): an image deleted during its snapshot ends the snapshot, and the server is idle again")]
    public async Task Snapshot_whose_image_is_deleted_meanwhile_leaves_an_idle_server()
    {
        var failed = await UseAsync(Session.Shared.FailedSnapshots);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.DeletedImage, Answers.With(404));
            Assert.That(failed.AfterDeletion.Status, Is.EqualTo("ACTIVE"));
            Assert.That(failed.AfterDeletion.TaskState, Is.Null);
        }
    }

    [Test]
    [Requires("boot", "snapshot", "quiesce")]
    [Check("C7", "nova e659a6e7cb (LP 1629371): without a guest agent a snapshot that requires a quiet guest fails, and leaves no image")]
    public async Task Snapshot_that_requires_a_quiet_guest_without_an_agent_leaves_no_image()
    {
        var failed = await UseAsync(Session.Shared.FailedSnapshots);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.Required, Is.Null, "the image");
            Assert.That(failed.AfterRefusal.Status, Is.EqualTo("ACTIVE"));
        }
    }

    [Test]
    [Requires("boot", "snapshot")]
    [KnownDefect(
        "B2",
        "nova image/glance.py _convert_to_v2 writes properties and attributes into one object; v1 nested them, so their names never met",
        "createImage with metadata 'owner' makes the snapshot another project's, where Glance's policy allows it")]
    [Check("B2", "nova-specs newton use-glance-v2-api: metadata are properties, a snapshot's owner is the project that made it")]
    public async Task Metadata_does_not_change_the_snapshots_owner()
    {
        var failed = await UseAsync(Session.Shared.FailedSnapshots);

        Observe(
            $"{failed.Disowned.Status}, owner {failed.Owner ?? "none"}",
            live: Is.EqualTo($"202, owner {Stories.FailedSnapshots.Stranger}"),
            right: Is.EqualTo($"202, owner {Session.ProjectId}").Or.EqualTo("400, owner none").Or.EqualTo("403, owner none"));
    }
}
