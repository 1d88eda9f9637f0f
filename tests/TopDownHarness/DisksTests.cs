using System.Buffers.Binary;
using System.Text;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

/// <summary>The suite's own writers of disks, against the descriptions of the formats.</summary>
public sealed class DisksTests
{
    private const long Size = 1 << 20;
    private const int Cluster = 65536;
    private const string FlatExtent = "RW 2048 FLAT \"/etc/passwd\" 0";

    [Test]
    public void Qcow2_Empty_NamesTheFileBehindIt_AndItsFormat()
    {
        var disk = Qcow2.Empty(Size, "/etc/passwd", "raw");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disk.AsSpan(0, 8).ToArray(), Is.EqualTo(new byte[] { 0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 2 }));
            Assert.That(Text(disk, Big64(disk, 8), Big32(disk, 16)), Is.EqualTo("/etc/passwd"));
            Assert.That(Big64(disk, 24), Is.EqualTo(Size));
            Assert.That(Big32(disk, 72), Is.EqualTo(unchecked((int)0xE2792ACA)), "the extension follows the header of version 2");
            Assert.That(Text(disk, 80, Big32(disk, 76)), Is.EqualTo("raw"));
        }
    }

    [Test]
    public void Qcow2_EmptyOfVersion3_SaysWhatAReaderMustKnow()
    {
        var disk = Qcow2.EmptyOfVersion3(Size, Qcow2.ExternalDataFile, "/etc/passwd");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Big32(disk, 4), Is.EqualTo(3));
            Assert.That(Big64(disk, 8), Is.Zero, "no file behind it");
            Assert.That(Big64(disk, 72), Is.EqualTo(4), "bit 2");
            Assert.That(Big32(disk, 100), Is.EqualTo(104), "length of the header");
            Assert.That(Big32(disk, 104), Is.EqualTo(0x44415441));
            Assert.That(Text(disk, 112, Big32(disk, 108)), Is.EqualTo("/etc/passwd"));
            Assert.That(Big64(Qcow2.EmptyOfVersion3(Size), 72), Is.Zero);
        }
    }

    [Test]
    public void DisguisedDisk_IsTheGuests_AndThenAQcow2WithAFileOfTheHostBehindIt()
    {
        const int Sector = 512;
        var guest = new byte[4 * Sector];
        new Random(1).NextBytes(guest);

        var disk = DisguisedDisk.Of(guest);
        var disguised = DisguisedDisk.InDisguise(disk, boots: 7);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(disk[..(2 * Sector)], Is.EqualTo(guest[..(2 * Sector)]), "its code and its counter");
            Assert.That(disguised[..Sector], Is.EqualTo(disk[(3 * Sector)..(4 * Sector)]), "what the guest copies");
            Assert.That(disguised[Sector], Is.EqualTo(7));
            Assert.That(disguised[(Sector + 1)..], Is.EqualTo(disk[(Sector + 1)..]));
            Assert.That(Text(disguised, Big64(disguised, 8), Big32(disguised, 16)), Is.EqualTo("/etc/passwd"));
            Assert.That(Big64(disguised, 24), Is.EqualTo(disk.Length));
        }
    }

    // As a reader of the format finds it: through both tables.
    [TestCase(1)]
    [TestCase(Cluster)]
    [TestCase((3 * Cluster) + 512)]
    public void Qcow2_Of_ADisk_HasEachOfItsBytesWhereTheTablesSay(int size)
    {
        var disk = new byte[size];
        new Random(1).NextBytes(disk);

        var image = Qcow2.Of(disk);

        var found = new byte[size];
        for (var at = 0; at < size; at += Cluster)
        {
            var second = Place(image, Place(image, 40));
            var data = Place(image, second + (8 * (at / Cluster)));
            image.AsSpan(data, Math.Min(Cluster, size - at)).CopyTo(found.AsSpan(at));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(image, 0, 3), Is.EqualTo("QFI"));
            Assert.That(Big64(image, 24), Is.EqualTo(size), "the size of the disk");
            Assert.That(Big32(image, 100), Is.EqualTo(104), "length of the header");
            Assert.That(found, Is.EqualTo(disk));
        }
    }

    [Test]
    public void Vmdk_Descriptor_NamesTheFilesOfItsExtents() => Assert.That(
        Encoding.ASCII.GetString(Vmdk.Descriptor("monolithicFlat", FlatExtent)),
        Does.StartWith("# Disk DescriptorFile\nversion=1\n").And.Contain("createType=\"monolithicFlat\"\n").And.Contain($"{FlatExtent}\n"));

    [Test]
    public void Vmdk_Sparse_HasTheSameTextBehindAHeader()
    {
        var text = Encoding.ASCII.GetString(Vmdk.Descriptor("monolithicFlat", FlatExtent));

        var disk = Vmdk.Sparse(0, "monolithicFlat", FlatExtent);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(BinaryPrimitives.ReadInt64LittleEndian(disk.AsSpan(12)), Is.Zero, "its own data");
            Assert.That(Text(disk, 512, text.Length), Is.EqualTo(text));
        }
    }

    [Test]
    public void Vmdk_Sparse_HasItsTextInside()
    {
        var disk = Vmdk.Sparse(Size);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(disk, 0, 4), Is.EqualTo("KDMV"));
            Assert.That(BinaryPrimitives.ReadInt64LittleEndian(disk.AsSpan(12)), Is.EqualTo(Size / 512));
            Assert.That(Text(disk, 512, 21), Is.EqualTo("# Disk DescriptorFile"));
            Assert.That(Encoding.ASCII.GetString(disk), Does.Contain("createType=\"monolithicSparse\"").And.Contain(Vmdk.OwnExtent));
            Assert.That(Text(Vmdk.Sparse(Size, descriptorSector: 2), 1024, 21), Is.EqualTo("# Disk DescriptorFile"));
        }
    }

    [Test]
    public void UnsafeDisks_HaveNamesOfTheirOwn() => Assert.That(
        UnsafeDisks.Kinds.Concat(UnsafeDisks.Forms).Select(disk => disk.Name), Is.Unique);

    [Test]
    public void UnsafeDisks_AreNoneOfEachOther() => Assert.That(
        UnsafeDisks.Kinds.Concat(UnsafeDisks.Forms).Select(disk => $"{disk.Format} {Convert.ToHexString(disk.Data("id"))}"), Is.Unique);

    [Test]
    public void UnsafeDisks_FlatOfItself_NamesTheFileThatNovaDownloadsItTo()
    {
        var disk = UnsafeDisks.Kinds.Single(one => one.Name == "VMDK of a layout that is not allowed").Data("6ad3b0f6");

        Assert.That(Encoding.ASCII.GetString(disk), Does.Contain($"FLAT \"{Checksums.FileOfImage("6ad3b0f6")}.part\"").And.Not.Contain("/"));
    }

    /// <summary>A place in the file, without the bit that says that it is that entry's alone.</summary>
    private static int Place(byte[] disk, int at) => checked((int)(Big64(disk, at) & long.MaxValue));

    private static int Big32(byte[] disk, int at) => BinaryPrimitives.ReadInt32BigEndian(disk.AsSpan(at));

    private static long Big64(byte[] disk, int at) => BinaryPrimitives.ReadInt64BigEndian(disk.AsSpan(at));

    private static string Text(byte[] disk, long at, int length) => Encoding.ASCII.GetString(disk, (int)at, length);
}
