namespace GlanceGate.Inputs;

/// <summary>A file of a build context.</summary>
/// <param name="Content">Bytes.</param>
/// <param name="Mode">Unix permission bits.</param>
internal sealed record ContextFile(ReadOnlyMemory<byte> Content, UnixFileMode Mode)
{
    /// <summary>Mode of a file that everybody reads.</summary>
    public const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Mode of one that everybody may run as well.</summary>
    public const UnixFileMode Executable = Data | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A file of this machine. Version control keeps no more of a mode than whether it may be run, and what a checkout's umask made of the rest must not change an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">Most bytes.</param>
    /// <exception cref="InputException">It is no regular file, or larger.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ContextFile Read(string path, int limit) => new(
        InputFile.Read(path, limit),
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0 ? Executable : Data);
}
