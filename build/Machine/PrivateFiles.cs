using System.Text;

namespace GlanceGate.Machine;

/// <summary>Files that hold secrets or decide what is removed: readable by their owner only, and whole or not there at all.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder, and missing parents, that only this user may enter.</summary>
    public static void CreateFolder(string folder)
    {
        Directory.CreateDirectory(folder, OwnerOnlyFolder);
        // one that was there keeps its mode otherwise
        File.SetUnixFileMode(folder, OwnerOnlyFolder);
    }

    /// <summary>Opens a new or emptied file that only this user may read; others may read along in this process.</summary>
    /// <param name="path">Where.</param>
    /// <param name="append">Whether what the file holds is kept, and written after.</param>
    public static FileStream Create(string path, bool append = false) => new(path, new FileStreamOptions
    {
        Mode = append ? FileMode.Append : FileMode.Create,
        Access = FileAccess.Write,
        Share = FileShare.Read,
        UnixCreateMode = OwnerOnlyFile,
    });

    /// <summary>Writes a file in one step: a reader sees the old content or the new, also when this process is killed.</summary>
    public static void Write(string path, string text)
    {
        var written = $"{path}.{Environment.ProcessId}.tmp";
        using (var file = Create(written))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(written, path, overwrite: true);
    }

    /// <summary>A session id that may be a file's name.</summary>
    /// <exception cref="ArgumentException">It is not of lower-case letters, digits and hyphens.</exception>
    public static string CheckSession(string session) =>
        session.Length is > 0 and <= 64 && session[0] != '-' && session.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            ? session
            : throw new ArgumentException($"'{session}' is not a session id: lower-case letters, digits and hyphens, at most 64.", nameof(session));
}
