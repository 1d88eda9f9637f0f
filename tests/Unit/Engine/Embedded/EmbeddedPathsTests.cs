using System.Text;
using GlanceGate.Engine.Embedded;

namespace GlanceGate.Unit.Engine.Embedded;

[TestFixture]
public sealed class EmbeddedPathsTests
{
    [Test]
    public void Sockets_are_below_the_state_folder_while_their_paths_are_short_enough()
    {
        for (var length = 1; length < 120; length++)
        {
            var folder = "/" + new string('d', length);
            var paths = EmbeddedPaths.Of(folder);
            var longest = Encoding.UTF8.GetByteCount(paths.Exec + "/containerd/containerd.sock.ttrpc");

            using (Assert.EnterMultipleScope())
            {
                Assert.That(longest, Is.LessThan(108), folder);
                Assert.That(paths.Run, length <= 57 ? Does.StartWith(folder) : Does.StartWith("/run/glance-gate-"), folder);
            }
        }
    }

    [Test]
    public void Names_are_unique_to_the_state_folder_and_fit_their_limits()
    {
        var one = EmbeddedPaths.Of("/a");
        var other = EmbeddedPaths.Of("/b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(other.Id, Is.Not.EqualTo(one.Id));
            Assert.That(EmbeddedPaths.Of("/a/../a/"), Is.EqualTo(one));
            Assert.That(one.Bridge, Has.Length.LessThanOrEqualTo(15), "interface");
            Assert.That(one.Chain, Has.Length.LessThanOrEqualTo(28), "packet filter chain");
        }
    }

    [Test]
    public void The_settings_file_keeps_the_range_of_addresses()
    {
        var file = Path.GetTempFileName();
        try
        {
            var pool = System.Net.IPNetwork.Parse("10.77.0.0/16");
            File.WriteAllText(file, DaemonConfiguration.Write(EmbeddedPaths.Of("/a"), pool));
            var read = DaemonConfiguration.ReadPool(file);
            File.WriteAllText(file, "{\"default-address-pools\": [");

            using (Assert.EnterMultipleScope())
            {
                Assert.That(read, Is.EqualTo(pool));
                Assert.That(DaemonConfiguration.ReadPool(file), Is.Null);
                Assert.That(DaemonConfiguration.ReadPool(file + ".none"), Is.Null);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
