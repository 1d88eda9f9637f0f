using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads job files into a library: every file on its own, with every mistake that shows in one file.</summary>
internal sealed class LibraryReader
{
    private const string Root = "jobs/";
    private const string ServiceFolder = "services";

    private readonly DiagnosticBag _bag;
    private readonly JobLibrary _library;

    private LibraryReader(DiagnosticBag bag, JobLibrary library)
    {
        _bag = bag;
        _library = library;
    }

    /// <summary>Reads all files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="library">Takes what they declare; it knows the suites.</param>
    /// <param name="bag">Takes the mistakes.</param>
    public static void Read(IReadOnlyList<JobFile> files, JobLibrary library, DiagnosticBag bag)
    {
        var reader = new LibraryReader(bag, library);
        foreach (var file in files.Where(file => Folder(file).Length == 0))
        {
            reader.Read(file, "");
        }

        // Which folders there may be follows from the jobs.
        var axes = reader.Axes();
        foreach (var file in files.Where(file => Folder(file).Length > 0))
        {
            var folder = Folder(file);
            if (folder == ServiceFolder || axes?.Contains(folder) != false)
            {
                reader.Read(file, folder);
            }
            else
            {
                bag.AddSource(file.Path, file.Text);
                bag.Report(
                    DiagnosticCodes.Misplaced,
                    new SourceSpan(file.Path, 1, 1, 1),
                    $"folder 'jobs/{folder}' is neither services nor a matrix axis of any job",
                    Suggestion.ForOrList(folder, [.. axes, ServiceFolder]));
            }
        }
    }

    /// <summary>The axes of all jobs, or null when a mistake may hide some.</summary>
    private HashSet<string>? Axes()
    {
        if (!_library.IsComplete || _library.Jobs.Values.Any(job => !job.IsSound))
        {
            return null;
        }

        var keys = _library.Jobs.Values.SelectMany(job => (job.Body["matrix"] as MappingNode)?.Entries.Keys ?? []);
        return new HashSet<string>(keys.Where(key => key is not ("include" or "exclude")), StringComparer.Ordinal) { JobLanguage.VirtItem };
    }

    private static string Folder(JobFile file)
    {
        var path = file.Path.StartsWith(Root, StringComparison.Ordinal) ? file.Path[Root.Length..] : file.Path;
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }

    private void Read(JobFile file, string folder)
    {
        var stem = Path.GetFileNameWithoutExtension(file.Path[(file.Path.LastIndexOf('/') + 1)..]);
        if (folder.Length > 0 && folder != ServiceFolder)
        {
            _library.AxisFolders.Add(folder);
        }

        if (!NodeReader.TryRead(file, _bag, out var root))
        {
            AssumeDeclared(folder, stem, file);
            return;
        }

        if (root is null or ScalarNode { Kind: ScalarKind.Null })
        {
            return;
        }

        if (root is not SequenceNode items)
        {
            _bag.Report(
                DiagnosticCodes.WrongType,
                root.Span,
                "a job file must be a list of items",
                $"write '- {(folder.Length == 0 ? "job" : Item(folder))}:' with the keys below it");
            AssumeDeclared(folder, stem, file);
            return;
        }

        foreach (var item in items.Items)
        {
            ReadItem(item, folder, stem);
        }
    }

    private void ReadItem(Node item, string folder, string stem)
    {
        string[] expected = folder.Length == 0 ? [JobLanguage.JobItem, JobLanguage.ProjectItem] : [Item(folder)];
        if (item is not MappingNode { Entries.Count: 1 } mapping)
        {
            _bag.Report(
                DiagnosticCodes.WrongType,
                item is MappingNode { Entries.Count: > 1 } many ? many.Entries.Values.ElementAt(1).Key.Span : item.Span,
                $"an item must be one key with its values below it: {string.Join(" or ", expected)}",
                item is MappingNode { Entries.Count: > 1 } ? "indent this line further" : null);
            _library.IsComplete = false;
            return;
        }

        var (name, entry) = mapping.Entries.First();
        if (!expected.Contains(name) && name.Length > JobLanguage.AnchorPrefix.Length && name.StartsWith(JobLanguage.AnchorPrefix, StringComparison.Ordinal))
        {
            // what it is for was done when aliases of its anchors took its values over
            return;
        }

        if (!expected.Contains(name))
        {
            ReportItem(name, entry.Key.Span, expected);
            _library.IsComplete = false;
            return;
        }

        var shape = name switch
        {
            JobLanguage.JobItem when folder.Length == 0 => JobLanguage.Job(_library.Suites),
            JobLanguage.ProjectItem when folder.Length == 0 => JobLanguage.Project,
            JobLanguage.ServiceItem when folder == ServiceFolder => ServiceLanguage.File,
            _ => JobLanguage.AxisValue,
        };
        var own = ((entry.Value as MappingNode)?["name"] as ScalarNode)?.Value;
        var checker = new ShapeChecker(_bag, own is null ? null : $"in {name} '{own}'");
        if (checker.Check(entry.Value, shape, $"'{name}'") is not MappingNode body)
        {
            _library.IsComplete = false;
            return;
        }

        if (name == JobLanguage.ProjectItem && folder.Length == 0)
        {
            _library.Projects.Add(body);
        }
        else if (body["name"] is ScalarNode title)
        {
            Declare(new Declaration(title.Value, title.Span, body, !checker.Failed), folder, stem);
        }
        else
        {
            _library.IsComplete = false;
        }
    }

    private void ReportItem(string name, SourceSpan span, string[] expected)
    {
        string[] items = [JobLanguage.JobItem, JobLanguage.ProjectItem, JobLanguage.ServiceItem, JobLanguage.VirtItem];
        if (items.Contains(name))
        {
            var place = name is JobLanguage.JobItem or JobLanguage.ProjectItem
                ? "jobs/*.yaml"
                : $"jobs/{(name == JobLanguage.ServiceItem ? ServiceFolder : name)}/*.yaml";
            _bag.Report(
                DiagnosticCodes.Misplaced,
                span,
                $"a {name} stands in {place}, not here",
                $"this file takes {string.Join(" and ", expected)}");
        }
        else
        {
            _bag.Report(
                DiagnosticCodes.UnknownKey,
                span,
                $"unknown item '{name}'",
                Suggestion.For(name, expected) ?? $"this file takes {string.Join(" and ", expected)}");
        }
    }

    private void Declare(Declaration item, string folder, string stem)
    {
        if (folder.Length > 0 && item.Name != stem)
        {
            _bag.Report(
                DiagnosticCodes.Misplaced,
                item.Place,
                $"'{item.Name}' stands in the file of '{stem}'",
                $"a file of this folder holds one {Item(folder)} of its own name: rename the file or the {Item(folder)}");
            return;
        }

        var known = folder.Length == 0 ? _library.Jobs.GetValueOrDefault(item.Name)
            : folder == ServiceFolder ? _library.Services.GetValueOrDefault(item.Name)
            : _library.AxisValues.GetValueOrDefault(new AxisValue(folder, item.Name));
        if (known is not null)
        {
            _bag.Report(
                DiagnosticCodes.DuplicateName,
                item.Place,
                $"'{item.Name}' is declared twice",
                $"the first is at {known.Place.File}:{known.Place.Line}");
            return;
        }

        if (folder.Length == 0)
        {
            _library.Jobs.Add(item.Name, item);
        }
        else if (folder == ServiceFolder)
        {
            _library.Services.Add(item.Name, item);
        }
        else
        {
            _library.AxisValues.Add(new AxisValue(folder, item.Name), item);
        }
    }

    /// <summary>A file that cannot be read still has a name, so that nobody else is blamed for using it.</summary>
    private void AssumeDeclared(string folder, string stem, JobFile file)
    {
        var item = new Declaration(stem, new SourceSpan(file.Path, 1, 1, 1), MappingNode.Empty, IsSound: false);
        if (folder.Length == 0)
        {
            _library.IsComplete = false;
        }
        else if (folder == ServiceFolder)
        {
            _library.Services.TryAdd(stem, item);
        }
        else
        {
            _library.AxisValues.TryAdd(new AxisValue(folder, stem), item);
        }
    }

    private static string Item(string folder) => folder == ServiceFolder ? JobLanguage.ServiceItem : folder;
}
