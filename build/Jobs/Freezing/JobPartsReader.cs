using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads the parts of a merged job besides its services.</summary>
/// <param name="bag">Takes mistakes.</param>
/// <param name="context">The variant, for messages.</param>
/// <param name="job">Where the job is declared.</param>
/// <param name="isSound">Whether what is missing is a mistake of its own.</param>
internal sealed class JobPartsReader(DiagnosticBag bag, string context, SourceSpan job, bool isSound)
{
    /// <summary>Reads <c>changes</c>.</summary>
    public static IReadOnlyList<ChangeDefinition> Changes(Node? node) =>
        node is not SequenceNode list
            ? []
            : [.. list.Items.OfType<MappingNode>().Select(item => new ChangeDefinition(
                Values.Text(item["project"]) ?? "", Values.Text(item["patch"]) ?? "", (item["patch"] ?? item).Span))];

    /// <summary>Reads <c>suite</c>.</summary>
    public SuiteDefinition Suite(Node? node, StackChecker stack)
    {
        var suite = node as MappingNode ?? MappingNode.Empty;
        var files = new OrderedDictionary<string, ImageFile>(StringComparer.Ordinal);
        foreach (var (name, value) in Values.Entries(suite["files"]))
        {
            var file = (MappingNode)value;
            var image = Values.Text(file["image"]) ?? "";
            stack.CheckImage(image, file["image"]);
            files.Add(name, new ImageFile(image, Values.Text(file["path"]) ?? ""));
        }

        Require(
            suite["project"],
            node?.Span,
            "a job needs a suite with a 'project'",
            "as in suite: {project: TopDown}; or make the job abstract");
        return new SuiteDefinition(
            Values.Text(suite["project"]) ?? "",
            Values.Text(suite["where"]) ?? "",
            Values.Texts(suite["parameters"]),
            files);
    }

    /// <summary>Reads <c>audit</c>.</summary>
    public AuditDefinition? Audit(Node? node, StackChecker stack)
    {
        if ((node as MappingNode)?["image-api"] is not MappingNode audit)
        {
            return null;
        }

        Require(audit["service"], audit.Span, "the audit of the image API needs 'service'", "the service whose access log is read");
        Require(audit["clients"], audit.Span, "the audit of the image API needs 'clients'", "the services that must use v2 and never v1");
        stack.CheckService(audit["service"], "the audited");
        stack.CheckService(audit["clients"], "the audited client");
        return new AuditDefinition(Values.Text(audit["service"]) ?? "", Values.List(audit["clients"]));
    }

    /// <summary>Reads <c>expect</c>.</summary>
    public ExpectDefinition? Expect(Node? node)
    {
        if (node is not MappingNode expect)
        {
            return null;
        }

        Require(expect["outcome"], expect.Span, "an expectation needs 'outcome'", "as in expect: {outcome: failure}");
        return new ExpectDefinition(Values.Text(expect["outcome"]) ?? "", Values.Text(expect["because"]));
    }

    private void Require(Node? node, SourceSpan? place, string message, string suggestion)
    {
        if (isSound && Values.Text(node) is null && node is not SequenceNode)
        {
            bag.Report(DiagnosticCodes.MissingKey, place ?? job, message, suggestion, context);
        }
    }
}
