using System.Runtime.InteropServices;

namespace GlanceGate.Engine.Embedded;

/// <summary>A file or folder for ever: a path may come to mean another one, a copy is another one.</summary>
/// <param name="Device">Where its file system is; may be another number after a boot.</param>
/// <param name="Inode">Its number within the file system.</param>
/// <param name="Born">When it was made, in nanoseconds since 1970; 0 where the file system does not know.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long Born)
{
    private const int CurrentFolder = -100;
    private const uint BasicAndBirth = 0xfff;
    private const uint Birth = 0x800;

    /// <summary>The file that a path means, after all links; null when there is none or it may not be seen.</summary>
    public static FileIdentity? Of(string path)
    {
        // The same on all processors: statx(2), struct statx.
        Span<byte> status = stackalloc byte[256];
        if (NativeMethods.Statx(CurrentFolder, path, 0, BasicAndBirth, ref MemoryMarshal.GetReference(status)) != 0)
        {
            return null;
        }

        var hasBirth = (MemoryMarshal.Read<uint>(status) & Birth) != 0;
        return new FileIdentity(
            ((ulong)MemoryMarshal.Read<uint>(status[136..]) << 32) | MemoryMarshal.Read<uint>(status[140..]),
            MemoryMarshal.Read<ulong>(status[32..]),
            hasBirth ? (MemoryMarshal.Read<long>(status[80..]) * 1_000_000_000) + MemoryMarshal.Read<uint>(status[88..]) : 0);
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "statx")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte status);
    }
}
