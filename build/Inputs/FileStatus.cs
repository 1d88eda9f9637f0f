using System.Runtime.InteropServices;

namespace GlanceGate.Inputs;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or nothing that may be seen.</summary>
    Missing,

    /// <summary>A file with content that ends.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, socket or device: reading it may wait for ever, or never end.</summary>
    Special,
}

/// <summary>What the system knows of a file, after all links.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">Where its file system is; may be another number after a boot.</param>
/// <param name="Inode">Its number within the file system.</param>
/// <param name="Born">When it was made, in nanoseconds since 1970; 0 where the file system does not know.</param>
internal readonly record struct FileStatus(FileKind Kind, ulong Device, ulong Inode, long Born)
{
    private const int CurrentFolder = -100;
    private const uint BasicAndBirth = 0xfff;
    private const uint Birth = 0x800;
    private const int KindMask = 0xf000;
    private const int RegularKind = 0x8000;
    private const int FolderKind = 0x4000;

    /// <summary>Asks for a path. Only Linux is asked for more than the kind.</summary>
    public static FileStatus Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileStatus(Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Missing, 0, 0, 0);
        }

        // The same on all processors: statx(2), struct statx.
        Span<byte> status = stackalloc byte[256];
        if (NativeMethods.Statx(CurrentFolder, path, 0, BasicAndBirth, ref MemoryMarshal.GetReference(status)) != 0)
        {
            return default;
        }

        var hasBirth = (MemoryMarshal.Read<uint>(status) & Birth) != 0;
        return new FileStatus(
            (MemoryMarshal.Read<ushort>(status[28..]) & KindMask) switch { RegularKind => FileKind.Regular, FolderKind => FileKind.Folder, _ => FileKind.Special },
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
