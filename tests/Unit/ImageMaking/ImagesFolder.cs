using System.Collections.Concurrent;
using GlanceGate.ImageMaking;

namespace GlanceGate.Unit.ImageMaking;

/// <summary>A folder of image folders on disk, deleted with the object.</summary>
internal sealed class ImagesFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gate-images-").FullName;

    public ImagesFolder Write(string file, string text, bool isExecutable = false)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isExecutable ? UnixFileMode.UserExecute : 0));
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Image progress that is kept, in order.</summary>
internal sealed class CollectingImageProgress : IProgress<ImageProgress>
{
    private readonly ConcurrentQueue<ImageProgress> _items = new();

    public IReadOnlyList<ImageProgress> Items => [.. _items];

    public void Report(ImageProgress value) => _items.Enqueue(value);
}
