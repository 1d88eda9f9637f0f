using GlanceGate.Changes;
using GlanceGate.CommandLine;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Mutations;

namespace GlanceGate.Runs;

/// <summary>Digests of everything that the results of mutations on a variant depend on: who finds the same one need not try again.</summary>
/// <remarks>The mutation, the plan of the variant with it, in which all changes have digests, the suite's source, the images that the stack is made from, and how much of the suite runs.</remarks>
/// <param name="settings">The checked command line.</param>
/// <param name="ground">The variant, and what mutations make of it.</param>
/// <param name="images">Image name to engine reference, which has the hash of the image's content.</param>
internal sealed class MutationDigest(GateSettings settings, MutationSelection ground, IReadOnlyDictionary<string, string> images)
{
    // Raised when results are found out in another way than before.
    private const string Version = "1";

    private readonly Dictionary<string, JobVariant> _mutated = ground.Mutated.ToDictionary(pair => pair.Key.Name, pair => pair.Value);
    private readonly Lazy<string> _suite = new(() => OfSuite(settings.Root, ground.Variant.Suite.Project));

    /// <summary>The digest for a mutation.</summary>
    public string Of(Mutation mutation)
    {
        var variant = _mutated[mutation.Name];
        return ContentHash.Of(
        [
            Version,
            mutation.IsHarmless ? string.Empty : settings.WholeSuite.ToString(),
            string.Join(' ', mutation.CaughtBy),
            PlanWriter.Write(variant),
            _suite.Value,
            .. ImagesCommand.NamesOf([variant]).Order(StringComparer.Ordinal).Select(name => $"{name}={images.GetValueOrDefault(name, string.Empty)}"),
        ]);
    }

    // The source, as what is built of it is another with each commit.
    private static string OfSuite(string root, string project)
    {
        var tests = Path.Combine(root, "tests");
        var folder = Path.Combine(tests, project);
        var names = InputFile.Below(folder, name => Path.GetFileName(name) is "bin" or "obj", InputLimits.SourceFiles).Select(name => Path.Combine(folder, name));
        string[] common = [Path.Combine(tests, "Directory.Build.props"), Path.Combine(root, "Directory.Build.props"), Path.Combine(root, "Directory.Packages.props")];
        return ContentDigest.Of(names.Concat(common.Where(File.Exists)).Select(path => KeyValuePair.Create(
            Path.GetRelativePath(root, path), new ContextFile(InputFile.Read(path, InputLimits.SourceFile), ContextFile.Data))));
    }
}
