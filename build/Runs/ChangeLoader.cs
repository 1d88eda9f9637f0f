using GlanceGate.Changes;
using GlanceGate.CommandLine;
using GlanceGate.ImageMaking;
using GlanceGate.Jobs;
using GlanceGate.Jobs.Freezing;
using GlanceGate.Model;

namespace GlanceGate.Runs;

/// <summary>Reads the changes of the selected variants, and of the command line, before anything is started.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="bag">Takes mistakes.</param>
internal sealed class ChangeLoader(GateSettings settings, DiagnosticBag bag)
{
    /// <summary>File name of changes of the command line in spans.</summary>
    public const string CommandLine = "--change";

    private readonly Dictionary<string, ImageFolder?> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), Change?> _read = [];
    private IReadOnlyList<ILookup<string, ProjectLayout>> _held = [];

    /// <summary>The variants with the content of their changes; those of the command line come last, where the stack holds their project.</summary>
    /// <exception cref="JobConfigurationException">A change is wrong; every mistake is in it.</exception>
    public IReadOnlyList<JobVariant> Load(IReadOnlyList<FrozenVariant> variants)
    {
        var added = Parse();
        _held = [.. variants.Select(Layouts)];
        foreach (var change in added.Where(change => _held.All(held => !held.Contains(change.Project))))
        {
            ReportUnknown(change, [.. _held.SelectMany(held => held.Select(project => project.Key))], "no selected stack");
        }

        List<FrozenVariant> known = [.. variants.Select(variant => variant with { Services = [.. variant.Services.Select(service => WithProjects(variant, service))] })];
        List<FrozenVariant> whole =
        [
            .. known.Zip(_held, (variant, held) => variant with { Changes = [.. variant.Changes, .. added.Where(change => held.Contains(change.Project))] }),
        ];
        List<JobVariant> loaded = [.. whole.Zip(_held, (variant, held) => new JobVariant(variant, [.. variant.Changes.Select(change => Load(variant, change, held)).OfType<JobChange>()]))];
        foreach (var (own, all) in known.Zip(whole))
        {
            var context = $"in job '{all.Job}'";
            new LogScanChecker(bag, context, own).CheckEntries();
            new LogScanChecker(bag, context, all).CheckSome();
        }

        // a change that could not be read is a mistake, so no variant that lacks one gets out of here
        return bag.Count == 0 ? loaded : throw new JobConfigurationException(bag.Sorted());
    }

    /// <summary>The file or folder of each change of a command line that there is; see <see cref="ChangeReader.FindPlace"/>.</summary>
    public static IReadOnlyList<string> PlacesOf(GateSettings settings) =>
        [.. settings.Changes.Select(text => Split(text) is var (_, path) ? ChangeReader.FindPlace(PathOf(settings, path)) : null).OfType<string>()];

    private static (string Project, string Path)? Split(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } project, { Length: > 0 } path] ? (project, path) : null;

    private static string PathOf(GateSettings settings, string path) => Path.GetFullPath(path, settings.WorkingDirectory);

    private List<ChangeDefinition> Parse()
    {
        bag.AddSource(CommandLine, string.Join('\n', settings.Changes.Select(text => text.ReplaceLineEndings(" "))));
        var changes = new List<ChangeDefinition>();
        foreach (var (index, text) in settings.Changes.Index())
        {
            var place = new SourceSpan(CommandLine, index + 1, 1, Math.Max(1, text.Length));
            if (Split(text) is var (project, path))
            {
                changes.Add(new ChangeDefinition(project, path, place));
            }
            else
            {
                bag.Report(DiagnosticCodes.ChangeSyntax, place, "a change must be project=path", "as in --change=api=my.patch");
            }
        }

        return changes;
    }

    // Each project of the stack with every layout that one of its images has of it.
    private ILookup<string, ProjectLayout> Layouts(FrozenVariant variant)
    {
        var held = new List<(string Project, ProjectLayout Layout)>();
        foreach (var service in variant.Services)
        {
            if (variant.Nodeset?.Find(service.Name) is not null && service.Projects is { } named)
            {
                // what is installed on a host is not known here, so its word is taken, and it gets the whole change
                held.AddRange(named.Select(project => (project, ProjectLayout.Whole)));
                continue;
            }

            var projects = HeldProjects.Of(service.Image, Folder).Layouts;
            foreach (var unknown in service.Projects?.Where(project => !projects.ContainsKey(project)) ?? [])
            {
                bag.Report(
                    DiagnosticCodes.UnknownProject,
                    variant.Tree.Find(["services", service.Name, "projects"])?.Span ?? service.Source,
                    $"the image '{service.Image}' of service '{service.Name}' holds no project '{unknown}'",
                    Suggestion.ForOrList(unknown, [.. projects.Keys]),
                    $"in job '{variant.Job}'");
            }

            held.AddRange(projects.Where(pair => service.Runs(pair.Key)).Select(pair => (pair.Key, pair.Value)));
        }

        return held.ToLookup(pair => pair.Project, pair => pair.Layout, StringComparer.Ordinal);
    }

    // A service that names no projects runs all that its image holds; of a host's, nobody knows.
    private ServiceDefinition WithProjects(FrozenVariant variant, ServiceDefinition service) =>
        service.Projects is not null || variant.Nodeset?.Find(service.Name) is not null
            ? service
            : service with { Projects = [.. HeldProjects.Of(service.Image, Folder).Layouts.Keys.Order(StringComparer.Ordinal)] };

    private ImageFolder? Folder(string image)
    {
        if (!_folders.TryGetValue(image, out var folder))
        {
            _folders[image] = folder = ImageFolder.Find(Path.Combine(settings.Root, "build", "Images"), image);
        }

        return folder;
    }

    private JobChange? Load(FrozenVariant variant, ChangeDefinition change, ILookup<string, ProjectLayout> held)
    {
        if (!held.Contains(change.Project))
        {
            ReportUnknown(change, [.. held.Select(project => project.Key)], $"no image of job '{variant.Job}'");
            return null;
        }

        var isOurs = change.Source.File != CommandLine;
        var path = isOurs ? Path.Combine(settings.Root, "jobs", change.Patch) : PathOf(settings, change.Patch);
        var source = isOurs ? $"jobs/{change.Patch}" : change.Patch;
        if (!_read.TryGetValue((change.Project, path), out var content))
        {
            _read[(change.Project, path)] = content = Read(change, source, path, [.. _held.SelectMany(stack => stack[change.Project])]);
        }

        return content is null ? null : new JobChange(change, content);
    }

    private Change? Read(ChangeDefinition change, string source, string path, IReadOnlyList<ProjectLayout> layouts)
    {
        try
        {
            return ChangeReader.Read(change.Project, source, path, layouts);
        }
        catch (ChangeFormatException problem)
        {
            bag.Report(
                DiagnosticCodes.BadChange,
                problem.Line == 0 ? change.Source : new SourceSpan(source, problem.Line, 1, 1),
                problem.Line == 0 ? $"'{source}' cannot be applied to {change.Project}: {problem.Message}" : problem.Message,
                problem.Suggestion,
                problem.Line == 0 ? null : $"in a change to {change.Project}, from {change.Source.File}:{change.Source.Line}");
            return null;
        }
    }

    private void ReportUnknown(ChangeDefinition change, IReadOnlyList<string> known, string where) => bag.Report(
        DiagnosticCodes.UnknownProject,
        change.Source,
        $"{where} holds the source of a project '{change.Project}'",
        known.Count == 0 ? "its images hold no project: see projects.yaml in build/Images" : Suggestion.ForOrList(change.Project, [.. known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]));
}
