using GlanceGate.Inputs;

namespace GlanceGate.Model;

/// <summary>A change under test, read and checked: what is to be different about a project's source.</summary>
/// <param name="Project">The project that is changed.</param>
/// <param name="Source">Where it came from, for people: a file or folder.</param>
/// <param name="Content">What it says.</param>
internal sealed record Change(string Project, string Source, ChangeContent Content);

/// <summary>What a change says.</summary>
/// <param name="Digest">Digest of it, with the name of its algorithm.</param>
internal abstract record ChangeContent(string Digest)
{
    /// <summary>Every file of the project's source that it touches.</summary>
    public abstract IEnumerable<string> Paths { get; }
}

/// <summary>A unified diff.</summary>
/// <param name="Files">What it does to each file, in order; a file may stand in it more than once.</param>
/// <param name="Digest">Digest of its text.</param>
internal sealed record PatchContent(IReadOnlyList<FilePatch> Files, string Digest) : ChangeContent(Digest)
{
    /// <summary>The diff as it was given, for a host that has tools of its own to apply it.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Paths => Files.SelectMany(file => new[] { file.Old, file.New }.OfType<string>()).Distinct(StringComparer.Ordinal);
}

/// <summary>A whole source tree, which takes the place of what the image holds of it.</summary>
/// <param name="Files">Path relative to the tree to the file, of what some image of the stack holds.</param>
/// <param name="Others">What else there is, not read: files, and folders that end with a slash.</param>
/// <param name="Digest">Digest of the files: paths, modes and contents.</param>
internal sealed record TreeContent(IReadOnlyDictionary<string, ContextFile> Files, IReadOnlyList<string> Others, string Digest)
    : ChangeContent(Digest)
{
    /// <inheritdoc/>
    public override IEnumerable<string> Paths => Files.Keys;
}

/// <summary>A change as it was applied, for the record.</summary>
/// <param name="Project">The project.</param>
/// <param name="Source">Where the change came from.</param>
/// <param name="Digest">Digest of the change.</param>
/// <param name="Files">What of the project's source it touched in the stack's images, ordered; a folder ends with a slash.</param>
/// <param name="LeftOut">What it touches that no image of the stack holds, ordered: tests, documentation.</param>
internal sealed record AppliedChange(
    string Project, string Source, string Digest, IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut);

/// <summary>Why a change could not be applied. It is the change that is wrong, so this is no infrastructure problem.</summary>
/// <param name="Project">The project.</param>
/// <param name="Source">Where the change came from.</param>
/// <param name="Message">One line: what of it does not apply, and where.</param>
/// <param name="Details">The rejected hunk, or what a tool said.</param>
internal sealed record ChangeRejection(string Project, string Source, string Message, IReadOnlyList<string> Details);
