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
    public IReadOnlyList<JobVariant> Load(IReadOnlyList<JobVariant> variants)
    {
        var added = Parse();
        _held = [.. variants.Select(Layouts)];
        foreach (var change in added.Where(change => _held.All(held => !held.Contains(change.Project))))
        {
            ReportUnknown(change, [.. _held.SelectMany(held => held.Select(project => project.Key))], "no selected stack");
        }

        List<JobVariant> loaded =
        [
            .. variants.Zip(_held, (variant, held) => variant with
            {
                Changes = [.. variant.Changes.Concat(added.Where(change => held.Contains(change.Project))).Select(change => Load(variant, change, held))],
                Services = [.. variant.Services.Select(service => WithProjects(variant, service))],
            }),
        ];
        foreach (var (before, variant) in variants.Zip(loaded))
        {
            var context = $"in job '{variant.Job}'";
            new LogScanChecker(bag, context, variant with { Changes = before.Changes }).CheckEntries();
            new LogScanChecker(bag, context, variant).CheckSome();
        }

        return bag.Count == 0 ? loaded : throw new JobConfigurationException(bag.Sorted());
    }

    private List<ChangeDefinition> Parse()
    {
        bag.AddSource(CommandLine, string.Join('\n', settings.Changes.Select(text => text.ReplaceLineEndings(" "))));
        var changes = new List<ChangeDefinition>();
        foreach (var (index, text) in settings.Changes.Index())
        {
            var place = new SourceSpan(CommandLine, index + 1, 1, Math.Max(1, text.Length));
            if (text.Split('=', 2) is [{ Length: > 0 } project, { Length: > 0 } path])
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
    private ILookup<string, ProjectLayout> Layouts(JobVariant variant)
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

            held.AddRange(projects.Where(pair => service.Projects?.Contains(pair.Key) != false).Select(pair => (pair.Key, pair.Value)));
        }

        return held.ToLookup(pair => pair.Project, pair => pair.Layout, StringComparer.Ordinal);
    }

    // A service that names no projects runs all that its image holds; of a host's, nobody knows.
    private ServiceDefinition WithProjects(JobVariant variant, ServiceDefinition service) =>
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

    private ChangeDefinition Load(JobVariant variant, ChangeDefinition change, ILookup<string, ProjectLayout> held)
    {
        if (!held.Contains(change.Project))
        {
            ReportUnknown(change, [.. held.Select(project => project.Key)], $"no image of job '{variant.Job}'");
            return change;
        }

        var isOurs = change.Source.File != CommandLine;
        var path = isOurs ? Path.Combine(settings.Root, "jobs", change.Patch) : Path.GetFullPath(change.Patch, settings.WorkingDirectory);
        var source = isOurs ? $"jobs/{change.Patch}" : change.Patch;
        if (!_read.TryGetValue((change.Project, path), out var content))
        {
            _read[(change.Project, path)] = content = Read(change, source, path, [.. _held.SelectMany(stack => stack[change.Project])]);
        }

        return change with { Content = content };
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
