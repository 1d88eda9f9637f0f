using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GlanceGate.Unit.Changes;

/// <summary>A clone that git makes for a test, deleted with the object.</summary>
internal sealed class TestClone : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gate-clone-");
    private int _minute;

    public TestClone(string name = "nova")
    {
        Root = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Root);
        Git("init", "--quiet", "--initial-branch=main");
    }

    /// <summary>Folder of the clone.</summary>
    public string Root { get; }

    /// <summary>A folder beside it, for what is made of it.</summary>
    public string Beside(string name) => Path.Combine(_folder.FullName, name);

    public TestClone Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public TestClone Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, name))!);
        File.WriteAllBytes(Path.Combine(Root, name), content);
        return this;
    }

    public TestClone Commit(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", message);
        return this;
    }

    /// <summary>What git prints, byte by byte.</summary>
    public byte[] Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        var time = string.Create(CultureInfo.InvariantCulture, $"2026-01-01T00:{_minute++ % 60:00}:00Z");
        foreach (var (name, value) in new[]
        {
            ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null"), ("GIT_ALLOW_PROTOCOL", "file"), ("GIT_AUTHOR_DATE", time), ("GIT_COMMITTER_DATE", time),
            ("GIT_AUTHOR_NAME", "Zoë"), ("GIT_AUTHOR_EMAIL", "z@example.org"), ("GIT_COMMITTER_NAME", "Zoë"), ("GIT_COMMITTER_EMAIL", "z@example.org"),
        })
        {
            start.Environment[name] = value;
        }

        using var git = Process.Start(start)!;
        var errors = git.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(output);
        git.WaitForExit();
        return git.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {errors.Result}");
    }

    /// <summary>Files of a commit: path to content, one character a byte, with a star before what may be executed.</summary>
    public SortedDictionary<string, string> FilesOf(string commit)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(Git("-c", "core.quotePath=false", "ls-tree", "-r", commit)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (head, path) = (line.Split('\t')[0].Split(' '), line.Split('\t')[1]);
            if (head[0] is "100644" or "100755")
            {
                files[path] = (head[0] == "100755" ? "*" : string.Empty) + Encoding.Latin1.GetString(Git("cat-file", "blob", head[2]));
            }
        }

        return files;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
