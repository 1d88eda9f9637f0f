using System.Buffers.Binary;
using System.Text;

namespace GlanceGate.TopDown.Harness;

/// <summary>Images in QEMU's own format, as its <c>docs/interop/qcow2.txt</c> describes it.</summary>
internal static class Qcow2
{
    /// <summary>Number of the incompatible feature "the data lies in another file".</summary>
    public const int ExternalDataFile = 2;

    /// <summary>An incompatible feature that nobody knows.</summary>
    public const int UnknownFeature = 40;

    private const int Cluster = 65536;
    private const int TableClusters = 4;
    private const int HeaderOfVersion3 = 104;
    private const int Name = 0x400;
    private const uint BackingFormatExtension = 0xE2792ACA;
    private const uint DataFileExtension = 0x44415441;

    /// <summary>An empty QCOW2 (version 2) image: a header, a table of clusters with nothing in it, and reference counts.</summary>
    /// <param name="size">Bytes that a guest would see.</param>
    /// <param name="backing">The file that is behind it, as its header names it; empty for none.</param>
    /// <param name="backingFormat">The format that the header says that file has; empty where it says nothing.</param>
    public static byte[] Empty(long size, string backing = "", string backingFormat = "")
    {
        const int HeaderOfVersion2 = 72;
        var image = Tables(version: 2, size);
        var name = Encoding.ASCII.GetBytes(backing);
        BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(8), name.Length == 0 ? 0 : Name);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(16), name.Length);
        name.CopyTo(image, Name);
        if (backingFormat.Length > 0)
        {
            WriteExtension(image.AsSpan(HeaderOfVersion2), BackingFormatExtension, backingFormat);
        }

        return image;
    }

    /// <summary>The same as version 3, which can say that a reader must know a feature.</summary>
    /// <param name="size">Bytes that a guest would see.</param>
    /// <param name="feature">Number of the incompatible feature's bit, or null for none.</param>
    /// <param name="dataFile">The file in which the data lies, as an extension of the header names it; empty for none.</param>
    public static byte[] EmptyOfVersion3(long size, int? feature = null, string dataFile = "")
    {
        var image = Tables(version: 3, size);
        BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(72), feature is { } bit ? 1L << bit : 0);
        if (dataFile.Length > 0)
        {
            WriteExtension(image.AsSpan(HeaderOfVersion3), DataFileExtension, dataFile);
        }

        return image;
    }

    /// <summary>A QCOW2 (version 3) image of a disk, of 512 MiB at most.</summary>
    public static byte[] Of(byte[] disk)
    {
        // The entry's cluster is the entry's alone.
        const long Own = 1L << 63;
        var clusters = (disk.Length + Cluster - 1) / Cluster;
        var image = Tables(version: 3, disk.Length, more: 1 + clusters);
        BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(Cluster), (TableClusters * Cluster) | Own);
        for (var number = 0; number < clusters; number++)
        {
            BinaryPrimitives.WriteInt64BigEndian(image.AsSpan((TableClusters * Cluster) + (8 * number)), ((TableClusters + 1L + number) * Cluster) | Own);
        }

        disk.CopyTo(image, (TableClusters + 1) * Cluster);
        return image;
    }

    /// <summary>In this order: header, first table of clusters, table of counts, counts, and clusters that the caller fills.</summary>
    private static byte[] Tables(uint version, long size, int more = 0)
    {
        var image = new byte[(TableClusters + more) * Cluster];
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(at), value);
        void Put64(int at, long value) => BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(at), value);

        Put32(0, 0x514649FB);
        Put32(4, version);
        Put32(20, 16);
        Put64(24, size);
        Put32(36, (uint)long.Max(1, (size + (512L << 20) - 1) / (512L << 20)));
        Put64(40, Cluster);
        Put64(48, 2 * Cluster);
        Put32(56, 1);
        if (version == 3)
        {
            Put32(96, 4);
            Put32(100, HeaderOfVersion3);
        }

        Put64(2 * Cluster, 3 * Cluster);
        for (var cluster = 0; cluster < TableClusters + more; cluster++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan((3 * Cluster) + (2 * cluster)), 1);
        }

        return image;
    }

    private static void WriteExtension(Span<byte> place, uint type, string text)
    {
        BinaryPrimitives.WriteUInt32BigEndian(place, type);
        BinaryPrimitives.WriteInt32BigEndian(place[4..], Encoding.ASCII.GetBytes(text, place[8..]));
    }
}
