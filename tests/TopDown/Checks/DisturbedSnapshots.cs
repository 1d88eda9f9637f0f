using GlanceGate.TopDown.Harness;
using GlanceGate.TopDown.Stories;

namespace GlanceGate.TopDown.Checks;

/// <summary>A snapshot's data does not arrive as it should: no image is left half done, and the server is idle and well.</summary>
[ToldFirst]
[Requires("image-faults", "boot", "snapshot")]
[Configuration("image-faults")]
public sealed class DisturbedSnapshots : StackTest
{
    private static IEnumerable<string> All => DisturbedSnapshot.Faults.Keys;

    [TestCaseSource(nameof(All))]
    [Check("F9", "nova compute/manager.py delete_image_on_error: an image whose data could not be uploaded is removed")]
    public async Task Snapshot_whose_upload_fails_leaves_no_image(string fault)
    {
        var snapshot = (await UseAsync(Session.Shared.DisturbedSnapshots)).Disturbed[fault];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot.Told, Is.Not.Empty, "the upload was disturbed");
            Assert.That(snapshot.Image, Is.Null);
        }
    }

    [TestCaseSource(nameof(All))]
    [Check("F9", "nova compute/manager.py reverts_task_state: a snapshot that failed is none of the server's business")]
    public async Task Server_whose_snapshot_failed_is_ACTIVE_and_idle(string fault)
    {
        var snapshot = (await UseAsync(Session.Shared.DisturbedSnapshots)).Disturbed[fault];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(snapshot.Server.Status, Is.EqualTo("ACTIVE"));
            Assert.That(snapshot.Server.TaskState, Is.Null);
        }
    }

    [Test]
    [Check("F9", "nova virt/libvirt/driver.py _live_snapshot: what a failed snapshot left does not stand in the way of the next")]
    public async Task Next_snapshot_is_whole()
    {
        var last = (await UseAsync(Session.Shared.DisturbedSnapshots)).Last;

        Assert.That(last.Status, Is.EqualTo("active"));
    }
}
