using System.Buffers.Binary;
using System.Text;

namespace GlanceGate.TopDown.Harness;

/// <summary>Images in VMware's format: a text that says where the data lies, alone in a file or inside of a sparse extent.</summary>
internal static class Vmdk
{
    /// <summary>The extent that a disk in one file says it has: that file.</summary>
    public const string OwnExtent = "RW 4194304 SPARSE \"disk.vmdk\"";

    private const int Sector = 512;
    private const int DescriptorSectors = 20;
    private const int Grain = 128;
    private const int EntriesOfTable = 512;

    /// <summary>The text. Alone in a file it makes QEMU open each file that it names.</summary>
    /// <param name="createType">How the disk is laid out, for example <c>monolithicFlat</c>.</param>
    /// <param name="extents">The lines that say where the data lies.</param>
    public static byte[] Descriptor(string createType, params string[] extents) => Encoding.ASCII.GetBytes(string.Join(
        '\n',
        [
            "# Disk DescriptorFile", "version=1", "CID=12345678", "parentCID=ffffffff", $"createType=\"{createType}\"", "",
            "# Extent description", .. extents, "",
            "# The Disk Data Base", "#DDB", "", "ddb.virtualHWVersion = \"4\"", "ddb.geometry.cylinders = \"4\"",
            "ddb.geometry.heads = \"16\"", "ddb.geometry.sectors = \"63\"", "ddb.adapterType = \"ide\"", "",
        ]));

    /// <summary>An empty disk of one sparse extent, with its text inside.</summary>
    /// <param name="size">Bytes that a guest would see, whole grains of 64 KiB.</param>
    /// <param name="createType">What the text says of the layout; <c>monolithicSparse</c> is right.</param>
    /// <param name="extent">What the text says of where the data lies; <see cref="OwnExtent"/> is right.</param>
    /// <param name="descriptorSector">The sector in which the text begins; 1 is usual.</param>
    /// <param name="footer">Whether the header says that the one at the end of the file is right.</param>
    public static byte[] Sparse(
        long size, string createType = "monolithicSparse", string extent = OwnExtent, int descriptorSector = 1, bool footer = false)
    {
        var sectors = size / Sector;
        var tables = (int)((sectors + (Grain * EntriesOfTable) - 1) / (Grain * EntriesOfTable));
        var directory = Sector * (descriptorSector + DescriptorSectors);
        var firstTable = directory + (Sector * ((4 * tables / Sector) + 1));
        var end = Grain * Sector * (((firstTable + (4 * EntriesOfTable * tables)) / (Grain * Sector)) + 1);
        var image = new byte[end];
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        void Put64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(at), value);

        "KDMV"u8.CopyTo(image);
        Put32(4, 1);
        Put32(8, 1);
        Put64(12, sectors);
        Put64(20, Grain);
        Put64(28, descriptorSector);
        Put64(36, DescriptorSectors);
        Put32(44, EntriesOfTable);
        Put64(56, footer ? -1 : directory / Sector);
        Put64(64, end / Sector);
        "\n \r\n"u8.CopyTo(image.AsSpan(73));
        Descriptor(createType, extent).CopyTo(image, Sector * descriptorSector);
        for (var table = 0; table < tables; table++)
        {
            Put32(directory + (4 * table), (uint)((firstTable / Sector) + (4 * table)));
        }

        return image;
    }
}
