using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads the parts of a merged job besides its services and its suite.</summary>
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
        var forbidden = audit["forbid"] as MappingNode ?? MappingNode.Empty;
        foreach (var entry in forbidden.Entries.Values)
        {
            stack.CheckService(entry.Key, "the audited client");
        }

        return new AuditDefinition(Values.Text(audit["service"]) ?? "", Values.List(audit["clients"]))
        {
            Forbidden = forbidden.Entries.ToDictionary(entry => entry.Key, entry => Values.List(entry.Value.Value), StringComparer.Ordinal),
        };
    }

    /// <summary>Reads <c>log-scan</c>.</summary>
    public LogScanDefinition? LogScan(Node? node, StackChecker stack)
    {
        if (node is not MappingNode scan)
        {
            return null;
        }

        stack.CheckService(scan["services"], "the log scan's");
        var programs = new List<LogProgram>();
        foreach (var (name, entry) in (scan["programs"] as MappingNode)?.Entries ?? MappingNode.Empty.Entries)
        {
            var program = (MappingNode)entry.Value;
            Require(program["service"], entry.Key.Span, $"the program '{name}' needs 'service'", "the service whose log it writes to");
            Require(program["errors"], entry.Key.Span, $"the program '{name}' needs 'errors'", "a regular expression of its lines that report an error");
            stack.CheckService(program["service"], "a program's");
            programs.Add(new LogProgram(name, Values.Text(program["service"]) ?? "", Values.Text(program["lines"]), Values.Text(program["errors"]) ?? ""));
        }

        var allow = new List<AllowedError>();
        foreach (var entry in GroupedEntries.Of(scan["allow"]))
        {
            var (name, error) = (entry.Key.Value, (MappingNode)entry.Value);
            Require(error["service"], entry.Key.Span, $"the allowed error '{name}' needs 'service'", "the service whose log it stands in");
            Require(error["pattern"], entry.Key.Span, $"the allowed error '{name}' needs 'pattern'", "a narrow regular expression of its text");
            Require(error["reason"], entry.Key.Span, $"the allowed error '{name}' needs 'reason'", "why it is harmless");
            stack.CheckService(error["service"], "an allowed error's");
            allow.Add(new AllowedError(
                name,
                Values.Text(error["service"]) ?? "",
                Values.Text(error["pattern"]) ?? "",
                Values.Text(error["reason"]) ?? "",
                Values.Text(error["during"]) switch { "start" => LogPhase.Start, "suite" => LogPhase.Suite, _ => null },
                Values.Truth(error["sometimes"]) ?? false)
            {
                Group = entry.Group,
                Until = Values.Date(error["until"]),
            });
        }

        return new LogScanDefinition(Values.List(scan["services"]), programs, allow);
    }

    /// <summary>Reads <c>expect</c>.</summary>
    public ExpectDefinition? Expect(Node? node)
    {
        if (node is not MappingNode expect)
        {
            return null;
        }

        Require(expect["outcome"], expect.Span, "an expectation needs 'outcome'", "as in expect: {outcome: failure}");
        Require(expect["because"], expect.Span, "an expectation needs 'because'", "as in expect: {outcome: failure, because: {kind: tests, subject: a test, says: a text}}");
        var causes = expect["because"] is SequenceNode list ? list.Items : expect["because"] is { } only ? [only] : [];
        return new ExpectDefinition(Values.Text(expect["outcome"]) ?? "", [.. causes.Select(Cause).OfType<ExpectedCause>()]);
    }

    private static ExpectedCause? Cause(Node node) => node switch
    {
        MappingNode cause when Values.Text(cause["kind"]) is { } kind => new ExpectedCause(kind, Values.Text(cause["subject"]), Values.Text(cause["says"])),
        _ when Values.Text(node) is { } kind => new ExpectedCause(kind),
        _ => null,
    };

    private void Require(Node? node, SourceSpan? place, string message, string suggestion)
    {
        if (isSound && string.IsNullOrWhiteSpace(Values.Text(node)) && node is not (SequenceNode or MappingNode))
        {
            bag.Report(DiagnosticCodes.MissingKey, place ?? job, message, suggestion, context);
        }
    }
}
