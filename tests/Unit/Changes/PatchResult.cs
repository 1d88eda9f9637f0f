using System.Text;
using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Unit.Changes;

/// <summary>What a change makes of files.</summary>
internal static class PatchResult
{
    /// <summary>The files after it, as <see cref="TestClone.FilesOf"/> shows them; a rejection is an exception.</summary>
    public static async Task<SortedDictionary<string, string>> OfAsync(ChangeContent content, IReadOnlyDictionary<string, string> files)
    {
        var image = files.ToDictionary(
            file => "/" + file.Key,
            file => new ContextFile(Encoding.Latin1.GetBytes(file.Value.TrimStart('*')), file.Value.StartsWith('*') ? ContextFile.Executable : ContextFile.Data));
        var overlay = new ImageOverlay(path => Task.FromResult(image.GetValueOrDefault(path)));
        var layout = new ProjectLayout(new Dictionary<string, string> { ["app"] = "/app" }, []);
        if (await overlay.ApplyAsync(LocatedChange.Of(new Change("app", "a.patch", content), layout)) is { } rejection)
        {
            throw new InvalidOperationException($"{rejection.Message}\n{string.Join('\n', rejection.Details)}");
        }

        foreach (var path in overlay.Removed)
        {
            image.Remove(path);
        }

        foreach (var (path, file) in overlay.Written)
        {
            image[path] = file;
        }

        return new SortedDictionary<string, string>(
            image.ToDictionary(file => file.Key[1..], file => (file.Value.Mode == ContextFile.Executable ? "*" : string.Empty) + Encoding.Latin1.GetString(file.Value.Content.Span)),
            StringComparer.Ordinal);
    }
}
