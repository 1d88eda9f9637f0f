using System.Diagnostics;

namespace GlanceGate.Unit.Inputs;

/// <summary>A folder of files, links and pipes as others make them, deleted with the object.</summary>
internal sealed class InputFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gate-input-");

    public string Path => _folder.FullName;

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public InputFolder Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public InputFolder Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Of(name))!);
        File.WriteAllBytes(Of(name), content);
        return this;
    }

    /// <summary>A file that takes no room on the disk, whatever its size.</summary>
    public InputFolder Resize(string name, long size)
    {
        using var file = File.OpenWrite(Of(name));
        file.SetLength(size);
        return this;
    }

    public InputFolder Link(string name, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Of(name))!);
        File.CreateSymbolicLink(Of(name), target);
        return this;
    }

    public InputFolder Pipe(string name)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Of(name))!);
        using var process = Process.Start("mkfifo", [Of(name)]);
        process.WaitForExit();
        return process.ExitCode == 0 ? this : throw new InvalidOperationException($"mkfifo ended with {process.ExitCode}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
