using System.Text;
using GlanceGate.Engine;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;

namespace GlanceGate.Changes;

/// <summary>What a container does to its files to become a changed image, as files that are put into it; pure.</summary>
/// <remarks>It asks of the image no more than a shell, find, xargs, rm and tar, and leaves nothing of itself behind.</remarks>
internal static class ChangeScript
{
    /// <summary>Exit code when changed files do not compile.</summary>
    public const long DoesNotCompile = 3;

    private const string Folder = "/.gate-change";
    private const UnixFileMode Data = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>What is run.</summary>
    public static IReadOnlyList<string> Command { get; } = ["sh", $"{Folder}/apply"];

    /// <summary>The files that it needs.</summary>
    /// <param name="overlay">What to make of the image's files.</param>
    /// <param name="compile">What is run on changed files, if anything.</param>
    public static IReadOnlyDictionary<string, ContextFile> Files(ImageOverlay overlay, CompileStep? compile)
    {
        var archive = ContainerFiles.ToTar(overlay.Written);
        var compiled = overlay.Written.Keys.Where(path => compile is not null && path.EndsWith(compile.Suffix, StringComparison.Ordinal));
        return new Dictionary<string, ContextFile>
        {
            [$"{Folder}/apply"] = File(Text(overlay.Replaced, compile)),
            [$"{Folder}/removed"] = File(List(overlay.Removed)),
            [$"{Folder}/compiled"] = File(List(compiled.Order(StringComparer.Ordinal))),
            [$"{Folder}/written.tar"] = new(archive.GetBuffer().AsMemory(0, (int)archive.Length), Data),
        };
    }

    private static string Text(IReadOnlyList<ReplacedFolder> replaced, CompileStep? compile)
    {
        var text = new StringBuilder("set -eu\n");
        foreach (var folder in replaced)
        {
            var kept = string.Concat(folder.Kept.Select(path => $"-path {Quote(path)} -prune -o "));
            text.Append($"if [ -d {Quote(folder.Path)} ]; then find {Quote(folder.Path)} {kept}! -type d -exec rm -f -- '{{}}' +; fi\n");
        }

        text.Append($"xargs -0 -r rm -f -- < {Folder}/removed\n");
        text.Append($"tar -xf {Folder}/written.tar -C /\n");
        foreach (var folder in replaced)
        {
            text.Append($"find {Quote(folder.Path)} -depth -mindepth 1 -type d -empty -delete\n");
        }

        if (compile is not null)
        {
            var command = string.Join(' ', compile.Command.Select(Quote));
            text.Append($"xargs -0 -r {command} < {Folder}/compiled || {{ code=$?; [ $code != 123 ] || code={DoesNotCompile}; exit $code; }}\n");
        }

        return text.Append($"rm -r {Folder}\n").ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string List(IEnumerable<string> paths) => string.Concat(paths.Select(path => path + '\0'));

    private static ContextFile File(string text) => new(Encoding.UTF8.GetBytes(text), Data);
}
