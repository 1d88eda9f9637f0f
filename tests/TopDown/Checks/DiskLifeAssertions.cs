using GlanceGate.TopDown.Harness;
using GlanceGate.TopDown.Stories;

namespace GlanceGate.TopDown.Checks;

/// <summary>What holds for the life of a disk on every hypervisor; the tests say which checks that makes.</summary>
internal static class DiskLifeAssertions
{
    /// <summary>The running server's snapshot has what the API set on it before the driver's upload.</summary>
    public static void KeepsWhatTheApiSet(DiskLife life)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Running["visibility"], Is.EqualTo("private"));
            Assert.That(life.Running["image_type"], Is.EqualTo("snapshot"));
            Assert.That(life.Running["instance_uuid"], Is.EqualTo(life.Server.Id));
            Assert.That(life.Running["base_image_ref"], Is.EqualTo(life.Image.Id));
            foreach (var (name, value) in DiskLife.Metadata)
            {
                Assert.That(life.Running[name], Is.EqualTo(value!.GetValue<string>()), name);
            }
        }
    }

    /// <summary>The stopped server was snapshot, stayed stopped, and started again with its data.</summary>
    public static void GoesOnAfterItsSnapshotWhileStopped(DiskLife life)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(life.Stopped?.Status, Is.EqualTo("active"));
            Assert.That(life.AfterStopped.Status, Is.EqualTo("SHUTOFF"));
            Assert.That(Guest.Boots(life.Restarted), Is.EqualTo(DiskLife.Boots + 1), life.Restarted);
        }
    }
}
