using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDown.Checks;

/// <summary>A snapshot whose clone is there already when Glance refuses to know of it.</summary>
[ToldFirst]
[Requires("volume-stories", "fast-snapshot", "locations", "snapshot", "boot")]
public sealed class DisownedClone : StackTest
{
    [Test]
    [Check("G3", "nova virt/libvirt/imagebackend.py cleanup_direct_snapshot: what was cloned for a snapshot that comes to nothing is removed")]
    public async Task Clone_that_Glance_does_not_take_is_removed()
    {
        var story = await UseAsync(Session.Shared.DisownedClone);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Results, Does.Contain("Error"), "what Nova says of it");
            Assert.That(story.Image.Status, Is.EqualTo("queued"), "the image is of others by then");
            Assert.That(story.After, Has.Property("Status").EqualTo("ACTIVE").And.Property("TaskState").Null);
            Assert.That(story.Stored, Does.Not.Contain(story.Image.Id).And.Not.Empty);
            Assert.That(story.Disk.Snapshots, Is.Empty, "what the clone was made of");
        }
    }
}
