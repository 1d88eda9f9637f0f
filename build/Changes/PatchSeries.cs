using System.Globalization;
using System.Text.RegularExpressions;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Changes;

/// <summary>A folder of nothing but patches, as <c>git format-patch</c> writes them: one change, applied in the order of their numbers and names.</summary>
internal sealed partial class PatchSeries
{
    private readonly string _folder;
    private readonly IReadOnlyList<string> _names;

    private PatchSeries(string folder, IReadOnlyList<string> names)
    {
        _folder = folder;
        _names = names;
    }

    /// <summary>The series in a folder, or null when it is empty or has anything else in it.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PatchSeries? Find(string folder)
    {
        var names = new List<string>();
        foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(item => !InputFile.IsLeftover(item.Name)))
        {
            if (!PatchName().IsMatch(item.Name) || FileStatus.Of(item.FullName).Kind == FileKind.Folder || names.Count == InputLimits.SourceFiles)
            {
                return null;
            }

            names.Add(item.Name);
        }

        return names.Count == 0 ? null : new PatchSeries(folder, [.. names.OrderBy(NumberOf).ThenBy(name => name, StringComparer.Ordinal)]);
    }

    /// <summary>Reads all of them; together they may be as large as one patch.</summary>
    /// <inheritdoc cref="PatchReader.Read"/>
    /// <exception cref="InputException">A link among them leads out of the folder.</exception>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public PatchContent Read(Func<string, bool> isHeld)
    {
        CheckVersions();
        var (files, texts, contents) = (new List<FilePatch>(), new MemoryStream(), new Dictionary<string, ContextFile>());
        var (left, lines) = (InputLimits.Patch, 0);
        foreach (var name in _names)
        {
            InputLinks.CheckWithin(_folder, name);
            var content = Load(name, left);
            left -= content.Length;
            contents.Add(name, new ContextFile(content, ContextFile.Data));
            if (CoverLetter().IsMatch(name))
            {
                continue;
            }

            var patch = Read(name, content, isHeld);
            var before = files.Count == 0 ? 0 : files[^1].Commit + 1;
            files.AddRange(patch.Files.Select(file => file with { Commit = file.Commit + before }));
            texts.Write(patch.Text.Span);
            lines += patch.Text.Span.Count((byte)'\n');
            if (texts.Length > InputLimits.Patch || lines > InputLimits.PatchLines)
            {
                throw PatchReader.TooLarge("the patches of the folder are");
            }
        }

        return files.Count == 0
            ? throw new ChangeFormatException(0, "the folder has the cover letter of a series alone", "put the patches beside it")
            : new PatchContent(files, ContentDigest.Of(contents)) { Text = texts.ToArray() };
    }

    private byte[] Load(string name, int left)
    {
        try
        {
            return InputFile.Read(Path.Combine(_folder, name), left);
        }
        catch (InputException problem)
        {
            throw problem.Fault == InputFault.TooLarge ? PatchReader.TooLarge("the patches of the folder are") : new ChangeFormatException(0, $"{name}: {problem.Message}", problem.Suggestion);
        }
    }

    private static PatchContent Read(string name, byte[] content, Func<string, bool> isHeld)
    {
        try
        {
            return PatchReader.Read(content, isHeld);
        }
        catch (ChangeFormatException problem)
        {
            var place = problem.Line == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{problem.Line}");
            throw new ChangeFormatException(0, $"{place}: {problem.Message}", problem.Suggestion);
        }
    }

    private void CheckVersions()
    {
        var versions = _names.ToLookup(name => Numbered().Match(name).Groups["version"].Value);
        if (versions.Count > 1 && versions.All(version => version.All(name => Numbered().IsMatch(name))))
        {
            throw new ChangeFormatException(
                0, $"the folder has several versions of a series: {string.Join(", ", versions.Select(version => version.First()))}", "leave one of them there");
        }
    }

    private static long NumberOf(string name) =>
        Numbered().Match(name) is { Success: true } match && long.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    [GeneratedRegex(@"\.patch(\.gz)?$")]
    private static partial Regex PatchName();

    [GeneratedRegex("^((?<version>v[0-9]+)-)?(?<number>[0-9]+)")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^(v[0-9]+-)?0+-cover-letter\.")]
    private static partial Regex CoverLetter();
}
