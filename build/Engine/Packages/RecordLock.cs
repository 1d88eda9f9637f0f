using System.Runtime.InteropServices;
using GlanceGate.Engine.Embedded;
using Microsoft.Win32.SafeHandles;

namespace GlanceGate.Engine.Packages;

/// <summary>Locks of whole files as apt and dpkg take them, fcntl(2): the kernel knows who holds one and takes it from a process that dies.</summary>
internal static class RecordLock
{
    private const int Get = 5;
    private const int Set = 6;
    private const short Write = 1;
    private const short Unlocked = 2;

    /// <summary>Who holds a file's lock; null when nobody does, when there is no such file, or when this machine has no way to ask.</summary>
    public static LockHolder? HolderOf(string file)
    {
        // Processes of 32 bits have another structure. There apt's own words tell that a lock is held, not who holds it.
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || !File.Exists(file))
        {
            return null;
        }

        using var handle = Open(file, FileMode.Open, FileAccess.Read);
        var region = new Region { Type = Write };
        return handle is not null && NativeMethods.Fcntl(handle, Get, ref region) == 0 && region.Type != Unlocked
            ? new LockHolder(file, region.Process, region.Process > 0 ? LockHolder.Words(DaemonProcess.TryRead($"/proc/{region.Process}/cmdline") ?? "") : "")
            : null;
    }

    /// <summary>Takes a file's lock, and makes the file; disposing gives the lock back.</summary>
    /// <remarks>Such a lock keeps other processes out, not other threads, and a process that opens the file once more and closes it gives the lock back.</remarks>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="EngineException">The file cannot be made.</exception>
    public static IDisposable? TryTake(string file)
    {
        var handle = Open(file, FileMode.OpenOrCreate, FileAccess.ReadWrite)
            ?? throw new EngineException($"the lock {file} is gone while it was being opened");
        var region = new Region { Type = Write };
        if (!Environment.Is64BitProcess || NativeMethods.Fcntl(handle, Set, ref region) == 0)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    private static SafeFileHandle? Open(string file, FileMode mode, FileAccess access)
    {
        try
        {
            // Any other way of sharing would take a lock of another kind on it.
            return File.OpenHandle(file, mode, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && mode == FileMode.Open)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"the lock {file} cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary><c>struct flock</c> of 64-bit Linux; the whole file when only the type is set.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Region
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Fcntl(SafeFileHandle file, int command, ref Region region);
    }
}
