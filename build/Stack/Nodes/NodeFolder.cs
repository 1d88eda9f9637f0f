using GlanceGate.Inputs;
using GlanceGate.Machine;

namespace GlanceGate.Stack.Nodes;

/// <summary>A bundle on disk. Nobody else may enter its folder; the files in it have the modes that they have in a container.</summary>
internal static class NodeFolder
{
    /// <summary>Writes a bundle, in place of one that was there.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="files">Path relative to it to the file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, ContextFile> files)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        PrivateFiles.CreateFolder(folder);
        foreach (var (name, file) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content.Span);
            File.SetUnixFileMode(path, file.Mode);
        }
    }
}
