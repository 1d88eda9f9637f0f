using System.Buffers.Binary;
using System.Text;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

public sealed class DiskImagesTests
{
    private const int Cluster = 65536;

    // As a reader of the format finds it: through both tables.
    [TestCase(1)]
    [TestCase(Cluster)]
    [TestCase((3 * Cluster) + 512)]
    public void Qcow2Of_ADisk_HasEachOfItsBytesWhereTheTablesSay(int size)
    {
        var disk = new byte[size];
        new Random(1).NextBytes(disk);

        var image = DiskImages.Qcow2Of(disk);

        var found = new byte[size];
        for (var at = 0; at < size; at += Cluster)
        {
            var second = Offset(image, Offset(image, 40));
            var data = Offset(image, second + (8 * (at / Cluster)));
            image.AsSpan(data, Math.Min(Cluster, size - at)).CopyTo(found.AsSpan(at));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.ASCII.GetString(image, 0, 3), Is.EqualTo("QFI"));
            Assert.That(Offset(image, 24), Is.EqualTo(size), "the size of the disk");
            Assert.That(found, Is.EqualTo(disk));
        }
    }

    [Test]
    public void Qcow2OnBackingFile_Always_NamesItWhereTheHeaderSays()
    {
        var image = DiskImages.Qcow2OnBackingFile("/etc/passwd");

        Assert.That(Encoding.ASCII.GetString(image, Offset(image, 8), BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(16))), Is.EqualTo("/etc/passwd"));
    }

    [Test]
    public void Qcow2WithDataFile_Always_SaysSoInTheFirstExtensionOfTheHeader()
    {
        var image = DiskImages.Qcow2WithDataFile("/etc/passwd");
        var header = BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(100));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(BinaryPrimitives.ReadInt64BigEndian(image.AsSpan(72)) & 4, Is.EqualTo(4), "its data is elsewhere");
            Assert.That(Encoding.ASCII.GetString(image, header, 4), Is.EqualTo("DATA"));
            Assert.That(Encoding.ASCII.GetString(image, header + 8, BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(header + 4))), Is.EqualTo("/etc/passwd"));
        }
    }

    [Test]
    public void VmdkOnFlatExtent_Always_NamesTheFileOfItsOnlyExtent() => Assert.That(
        Encoding.ASCII.GetString(DiskImages.VmdkOnFlatExtent("/etc/passwd")),
        Does.StartWith("# Disk DescriptorFile\nversion=1\n").And.Contain("createType=\"monolithicFlat\"\n").And.Contain("RW 2048 FLAT \"/etc/passwd\" 0\n"));

    [Test]
    public void VmdkWithDescriptionOfFlatExtent_Always_HasTheSameDescriptionBehindAHeader()
    {
        var image = DiskImages.VmdkWithDescriptionOfFlatExtent("/etc/passwd");
        var description = Encoding.ASCII.GetString(DiskImages.VmdkOnFlatExtent("/etc/passwd")).TrimEnd('\n');

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.ASCII.GetString(image, 0, 4), Is.EqualTo("KDMV"));
            Assert.That(BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan(12)), Is.Zero, "its own data");
            Assert.That(Encoding.ASCII.GetString(image, 512, description.Length), Is.EqualTo(description));
        }
    }

    /// <summary>A place in the file, without the bit that says that it is that entry's alone.</summary>
    private static int Offset(byte[] image, int at) => checked((int)(BinaryPrimitives.ReadInt64BigEndian(image.AsSpan(at)) & long.MaxValue));
}
