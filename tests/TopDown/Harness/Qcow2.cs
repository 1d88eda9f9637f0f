using System.Buffers.Binary;
using System.Text;

namespace GlanceGate.TopDown.Harness;

/// <summary>Images in QEMU's own format.</summary>
internal static class Qcow2
{
    private const int Cluster = 65536;

    /// <summary>An empty QCOW2 (version 2) image: a header, a table of clusters with nothing in it, and reference counts.</summary>
    public static byte[] Empty(long size, string backing = "")
    {
        const int Name = 0x400;
        var image = new byte[4 * Cluster];
        var name = Encoding.ASCII.GetBytes(backing);
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(at), value);
        void Put64(int at, long value) => BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(at), value);

        Put32(0, 0x514649FB);
        Put32(4, 2);
        Put64(8, name.Length == 0 ? 0 : Name);
        Put32(16, (uint)name.Length);
        Put32(20, 16);
        Put64(24, size);
        Put32(36, (uint)long.Max(1, (size + (512L << 20) - 1) / (512L << 20)));
        Put64(40, Cluster);
        Put64(48, 2 * Cluster);
        Put32(56, 1);
        name.CopyTo(image, Name);
        Put64(2 * Cluster, 3 * Cluster);
        for (var cluster = 0; cluster < 4; cluster++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan((3 * Cluster) + (2 * cluster)), 1);
        }

        return image;
    }
}
