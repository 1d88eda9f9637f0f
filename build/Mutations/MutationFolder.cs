using GlanceGate.Inputs;
using GlanceGate.Jobs;

namespace GlanceGate.Mutations;

/// <summary>The mutation files on disk.</summary>
internal static class MutationFolder
{
    /// <summary>The folder, relative to the repository's root.</summary>
    public const string Name = "tests/Mutations";

    /// <summary>Its folder of changes that do no harm; other folders in it are not read.</summary>
    public const string Harmless = "harmless";

    /// <summary>Reads every mutation file, ordered by name; none where there is no such folder.</summary>
    /// <param name="root">Root of the repository.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<JobFile> Read(string root)
    {
        var folder = Path.Combine(root, Name);
        return !Directory.Exists(folder)
            ? []
            : [
                .. JobFile.Need(Name, () => InputFile.Below(folder, name => name != Harmless, InputLimits.SourceFiles))
                    .Where(name => Path.GetExtension(name) is ".patch" or ".yaml")
                    .Select(name => JobFile.Read($"{Name}/{name}", Path.Combine(folder, name))),
            ];
    }
}
