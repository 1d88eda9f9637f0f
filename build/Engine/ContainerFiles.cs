using System.Formats.Tar;
using System.Runtime.InteropServices;
using GlanceGate.Inputs;

namespace GlanceGate.Engine;

/// <summary>The files that a container gets before it starts, and files as tar archives.</summary>
internal static class ContainerFiles
{
    // A head of 512 bytes and what fills the last block; a long path has an entry of its own before.
    private const int EntryOverhead = 2048;

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
        var ordered = files.Select(item => (Path: item.Key.TrimStart('/'), item.Value)).OrderBy(item => item.Path, StringComparer.Ordinal).ToList();

        // In one piece from the start: a stream that grows has twice as much for a while, and a changed source tree has megabytes.
        var archive = new MemoryStream(ordered.Sum(item => item.Value.Content.Length + EntryOverhead) + EntryOverhead);
        using (var writer = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (path, file) in ordered)
            {
                writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, path)
                {
                    Mode = file.Mode,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = Open(file.Content),
                });
            }
        }

        archive.Position = 0;
        return archive;
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);
}
