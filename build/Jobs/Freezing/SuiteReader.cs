using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads the <c>suite</c> of a merged job: exactly one, a project or a foreign suite.</summary>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The variant, for messages.</param>
/// <param name="suites">Foreign suites that there are.</param>
/// <param name="job">Where the job is declared.</param>
/// <param name="isSound">Whether what is missing is a mistake of its own.</param>
internal sealed class SuiteReader(DiagnosticBag bag, string context, IReadOnlyList<ForeignSuite> suites, SourceSpan job, bool isSound)
{
    private const string CommandLine = "--where";

    /// <summary>Reads it.</summary>
    public SuiteDefinition Read(Node? node, StackChecker stack)
    {
        var suite = node as MappingNode ?? MappingNode.Empty;
        var foreign = suites.Where(known => suite[known.Name] is MappingNode).ToList();
        var project = Values.Text(suite["project"]);
        CheckOne(suite, project, foreign);
        if (foreign is [var only])
        {
            CheckRequired(only, (MappingNode)suite[only.Name]!);
            CheckWhere(only, suite["where"]);
        }

        return new SuiteDefinition(
            project ?? "",
            Values.Text(suite["where"]) ?? "",
            Values.Texts(suite["parameters"]),
            Files(suite["files"], stack))
        {
            Foreign = foreign is [var used, ..] ? new ForeignSuiteUse(used, Given(suite[used.Name])) : null,
            Skips = [.. GroupedEntries.Of(suite["skips"]).Select(Skip).OfType<AllowedSkip>()],
        };
    }

    private static OrderedDictionary<string, IReadOnlyList<string>> Given(Node? node)
    {
        var values = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in Values.Entries(node))
        {
            values.Add(name, Values.List(value));
        }

        return values;
    }

    private static AllowedSkip? Skip(GroupedEntry entry) =>
        entry.Value is MappingNode skip && Values.Text(skip["test"]) is { } test
            ? new AllowedSkip(entry.Key.Value, test, Values.Text(skip["reason"]) ?? "") { Group = entry.Group, Until = Values.Date(skip["until"]) }
            : null;

    private static OrderedDictionary<string, ImageFile> Files(Node? node, StackChecker stack)
    {
        var files = new OrderedDictionary<string, ImageFile>(StringComparer.Ordinal);
        foreach (var (name, value) in Values.Entries(node))
        {
            var file = (MappingNode)value;
            var image = Values.Text(file["image"]) ?? "";
            stack.CheckImage(image, file["image"]);
            files.Add(name, new ImageFile(image, Values.Text(file["path"]) ?? ""));
        }

        return files;
    }

    private void CheckOne(MappingNode suite, string? project, List<ForeignSuite> foreign)
    {
        var second = project is null ? foreign.ElementAtOrDefault(1) : foreign.FirstOrDefault();
        if (second is not null)
        {
            var first = project is null ? foreign[0].Name : "project";
            var name = project ?? foreign[0].Name;
            bag.Report(
                DiagnosticCodes.TwoSuites,
                suite.Entries[second.Name].Key.Span,
                $"a job has one suite, and this one has '{name}' ({Place(suite.Entries[first].Value.Span)}) and '{second.Name}'",
                $"write '{first}: null' beside it to leave '{name}' to other jobs",
                context);
        }
        else if (isSound && project is null && foreign.Count == 0)
        {
            bag.Report(
                DiagnosticCodes.MissingKey,
                suite == MappingNode.Empty ? job : suite.Span,
                "a job needs a suite with a 'project'",
                $"as in suite: {{project: TopDown}}{string.Concat(suites.Select(known => $" or {{{known.Name}: {{...}}}}"))}; or make the job abstract",
                context);
        }
    }

    private void CheckRequired(ForeignSuite suite, MappingNode given)
    {
        foreach (var parameter in suite.Parameters.Where(parameter => isSound && parameter.Required && Values.List(given[parameter.Name]).Count == 0))
        {
            bag.Report(
                DiagnosticCodes.MissingKey, given.Span, $"the suite '{suite.Name}' needs '{parameter.Name}'", parameter.Description, context);
        }
    }

    private void CheckWhere(ForeignSuite suite, Node? where)
    {
        if (string.IsNullOrEmpty(Values.Text(where)) || (suite.Where is not null && where!.Span.File == CommandLine))
        {
            return;
        }

        bag.Report(
            DiagnosticCodes.SuiteSelection,
            where!.Span,
            where.Span.File == CommandLine ? $"the suite '{suite.Name}' takes no test selection" : $"'where' selects tests of a project, not of '{suite.Name}'",
            $"select with its own keys: {string.Join(", ", suite.Parameters.Select(parameter => parameter.Name))}",
            context);
    }

    private static string Place(SourceSpan span) => $"{span.File}:{span.Line}";
}
