using System.Buffers.Binary;
using System.Text;

namespace GlanceGate.TopDown.Harness;

/// <summary>The beginnings of disks in formats of others: as much as is needed to be taken for one.</summary>
internal static class ForeignDisks
{
    private const int Length = 1 << 20;

    /// <summary>QEMU's former format QED, with a file behind it: header, table of clusters, name of that file.</summary>
    public static byte[] Qed(string backing)
    {
        const int Cluster = 65536;
        const int Name = 0x200;
        const int HasBackingFile = 1;
        var image = new byte[Length];
        "QED\0"u8.CopyTo(image);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(4), Cluster);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(8), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(12), 1);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(16), HasBackingFile);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(40), Cluster);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(48), Length);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(56), Name);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(60), Encoding.ASCII.GetBytes(backing, image.AsSpan(Name)));
        return image;
    }

    /// <summary>An empty disk of Parallels, which QEMU knows and Nova does not: a header, and a table without a cluster.</summary>
    public static byte[] Parallels()
    {
        const int Sector = 512;
        const int SectorsOfCluster = 128;
        var image = new byte[Length];
        "WithoutFreeSpace"u8.CopyTo(image);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(16), 2);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(20), 16);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(24), 2);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(28), SectorsOfCluster);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(32), Length / Sector / SectorsOfCluster);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(36), Length / Sector);
        return image;
    }

    /// <summary>A VHD that says that it holds the differences from another file.</summary>
    public static byte[] DifferencingVhd()
    {
        const int Footer = 512;
        const int Differencing = 4;
        var image = new byte[Length];
        var footer = image.AsSpan(0, Footer);
        "conectix"u8.CopyTo(footer);
        BinaryPrimitives.WriteUInt32BigEndian(footer[8..], 2);
        BinaryPrimitives.WriteUInt32BigEndian(footer[12..], 0x10000);
        BinaryPrimitives.WriteInt64BigEndian(footer[16..], Footer);
        "qem2"u8.CopyTo(footer[28..]);
        BinaryPrimitives.WriteInt64BigEndian(footer[40..], Length);
        BinaryPrimitives.WriteInt64BigEndian(footer[48..], Length);
        BinaryPrimitives.WriteUInt32BigEndian(footer[60..], Differencing);
        BinaryPrimitives.WriteUInt32BigEndian(footer[64..], ~Sum(footer));
        footer.CopyTo(image.AsSpan(Length - Footer));
        "cxsparse"u8.CopyTo(image.AsSpan(Footer));
        return image;
    }

    /// <summary>What begins like a VHDX and says nothing of its regions.</summary>
    public static byte[] BareVhdx() => Beginning("vhdxfile"u8);

    /// <summary>A disk that is encrypted as a whole (LUKS, version 1).</summary>
    public static byte[] Luks() => Beginning([.. "LUKS"u8, 0xBA, 0xBE, 0, 1]);

    /// <summary>VirtualBox's format: its signature and version.</summary>
    public static byte[] Vdi()
    {
        var image = Beginning("<<< QEMU VM Virtual Disk Image >>>\n"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(64), 0xBEDA107F);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(68), 0x00010001);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(368), Length);
        return image;
    }

    /// <summary>Data with the signature of a CD's file system on them: of more than one format, where they are a disk already.</summary>
    /// <param name="data">What there is; at least 34 KiB.</param>
    public static byte[] AlsoIso(byte[] data)
    {
        const int FirstDescriptor = 32 << 10;
        var image = (byte[])data.Clone();
        "\u0001CD001\u0001"u8.CopyTo(image.AsSpan(FirstDescriptor));
        return image;
    }

    private static byte[] Beginning(ReadOnlySpan<byte> signature)
    {
        var image = new byte[Length];
        signature.CopyTo(image);
        return image;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        foreach (var one in bytes)
        {
            sum += one;
        }

        return sum;
    }
}
