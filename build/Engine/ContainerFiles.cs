using System.Formats.Tar;
using GlanceGate.Inputs;

namespace GlanceGate.Engine;

/// <summary>The files that a container gets before it starts, and files as tar archives.</summary>
internal static class ContainerFiles
{
    /// <summary>Checks that every file of a container has a usable path.</summary>
    /// <exception cref="EngineException">A path is not absolute and plain, or a tmpfs would hide it.</exception>
    public static void Check(ContainerSpec spec)
    {
        foreach (var path in spec.Files.Keys)
        {
            if (!path.StartsWith('/') || path.EndsWith('/') || path.Split('/').Skip(1).Any(part => part is "" or "." or ".."))
            {
                throw new EngineException($"creating container {spec.Name}: '{path}' is not an absolute path of a file");
            }

            if (spec.Tmpfs.Keys.FirstOrDefault(mount => path.StartsWith(mount.TrimEnd('/') + '/', StringComparison.Ordinal)) is { } hides)
            {
                throw new EngineException(
                    $"creating container {spec.Name}: the tmpfs at {hides} hides the file {path}; put it elsewhere and copy it at start");
            }
        }
    }

    /// <summary>Makes one tar archive, ordered by path, everything owned by root.</summary>
    /// <remarks>
    /// No entry for a directory: an engine makes missing ones with mode 0755 and would change mode and owner of those
    /// that the image has. Times are fixed, so that equal files make equal archives and the engine's build cache works.
    /// </remarks>
    /// <param name="files">Path to file; a leading slash is dropped.</param>
    public static MemoryStream ToTar(IEnumerable<KeyValuePair<string, ContextFile>> files)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (path, file) in files.Select(item => (Path: item.Key.TrimStart('/'), item.Value)).OrderBy(item => item.Path, StringComparer.Ordinal))
            {
                writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, path)
                {
                    Mode = file.Mode,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = new MemoryStream(file.Content.ToArray(), writable: false),
                });
            }
        }

        archive.Position = 0;
        return archive;
    }
}
