using System.Buffers.Binary;
using System.Text;

namespace GlanceGate.TopDown.Harness;

/// <summary>Disk images with bytes that matter: whole ones, and such as lead who unpacks them to a file of his own host.</summary>
internal static class DiskImages
{
    private const int Cluster = 65536;
    private const int Header = 104;
    private const int Text = 0x400;

    /// <summary>A QCOW2 (version 3) image of this disk, of 32 MiB at most.</summary>
    public static byte[] Qcow2Of(byte[] disk)
    {
        var clusters = (disk.Length + Cluster - 1) / Cluster;
        var image = Qcow2(disk.Length, clusters);
        for (var number = 0; number < clusters; number++)
        {
            Put64(image, (3 * Cluster) + (8 * number), ((4L + number) * Cluster) | (1L << 63));
        }

        disk.CopyTo(image, 4 * Cluster);
        return image;
    }

    /// <summary>An empty QCOW2 image whose content is another file's.</summary>
    public static byte[] Qcow2OnBackingFile(string file)
    {
        var image = Qcow2(1 << 20, clusters: 0);
        Put64(image, 8, Text);
        Put32(image, 16, (uint)file.Length);
        Encoding.ASCII.GetBytes(file, image.AsSpan(Text));
        return image;
    }

    /// <summary>A QCOW2 image that says that its data is in another file: CVE-2024-32498.</summary>
    public static byte[] Qcow2WithDataFile(string file)
    {
        const int ExternalData = 4;
        const uint NameOfDataFile = 0x44415441;
        var image = Qcow2(1 << 20, clusters: 0);
        Put64(image, 72, ExternalData);
        Put32(image, Header, NameOfDataFile);
        Put32(image, Header + 4, (uint)file.Length);
        Encoding.ASCII.GetBytes(file, image.AsSpan(Header + 8));
        return image;
    }

    /// <summary>The description of a VMDK whose data is in another file: CVE-2022-47951.</summary>
    public static byte[] VmdkOnFlatExtent(string file) => Encoding.ASCII.GetBytes(FlatExtent(file).PadRight(1024, '\n'));

    /// <summary>The same description in a VMDK that begins as whole ones do, and says that it has no data of its own.</summary>
    public static byte[] VmdkWithDescriptionOfFlatExtent(string file)
    {
        const int Sector = 512;
        const int DescriptionSectors = 20;
        var image = new byte[128 * Sector];
        "KDMV"u8.CopyTo(image);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(8), 3);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(20), 128);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(28), 1);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(36), DescriptionSectors);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(44), 512);
        Encoding.ASCII.GetBytes(FlatExtent(file), image.AsSpan(Sector, DescriptionSectors * Sector));
        return image;
    }

    private static string FlatExtent(string file) => $"""
            # Disk DescriptorFile
            version=1
            CID=12345678
            parentCID=ffffffff
            createType="monolithicFlat"

            # Extent description
            RW 2048 FLAT "{file}" 0

            # The Disk Data Base
            #DDB

            ddb.virtualHWVersion = "4"
            ddb.geometry.cylinders = "2"
            ddb.geometry.heads = "16"
            ddb.geometry.sectors = "63"
            ddb.adapterType = "ide"

            """.ReplaceLineEndings("\n");

    /// <summary>In this order: header, first table of clusters, table of counts, second table, what the caller fills, and the counts.</summary>
    private static byte[] Qcow2(long size, int clusters)
    {
        var image = new byte[(5 + clusters) * Cluster];
        var counts = (4 + clusters) * Cluster;
        Put32(image, 0, 0x514649FB);
        Put32(image, 4, 3);
        Put32(image, 20, 16);
        Put64(image, 24, size);
        Put32(image, 36, 1);
        Put64(image, 40, Cluster);
        Put64(image, 48, 2 * Cluster);
        Put32(image, 56, 1);
        Put32(image, 96, 4);
        Put32(image, 100, Header);
        Put64(image, Cluster, (3L * Cluster) | (1L << 63));
        Put64(image, 2 * Cluster, counts);
        for (var cluster = 0; cluster < 5 + clusters; cluster++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(counts + (2 * cluster)), 1);
        }

        return image;
    }

    private static void Put32(byte[] image, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(at), value);

    private static void Put64(byte[] image, int at, long value) => BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(at), value);
}
