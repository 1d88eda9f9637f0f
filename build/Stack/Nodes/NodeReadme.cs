using System.Text;
using GlanceGate.Topology;

namespace GlanceGate.Stack.Nodes;

/// <summary>What a person has to do with a bundle. Pure.</summary>
internal static class NodeReadme
{
    /// <summary>The text.</summary>
    public static string Of(NodeDescription node, ContainerPlan plan)
    {
        var steps = new List<string>
        {
            $"""
            Let these names lead to {node.Listen}; the file "hosts" has the lines for the host's own file of that name:
                {string.Join(' ', node.Hosts)}
            From {node.Address}, and from no other address, these ports can be reached there:
                {string.Join(' ', node.Ports)}
            """,
        };
        if (node.Changes.Count > 0)
        {
            steps.Add($"Apply the changes under test to the host's source of their projects, in this order:\n{Lines(node.Changes.Select(change => $"{change.Path}   to {change.Project}"))}");
        }

        if (node.Files.Count > 0)
        {
            steps.Add($"Put these files of \"files\" where the service looks for them; adapt paths, and nothing else:\n{Lines(node.Files)}");
        }

        steps.Add(
            $"Start {node.Service}. In a container it would run:\n{Lines([node.Command.Count == 0 ? "(what its image runs)" : string.Join(' ', node.Command)])}"
            + (node.Environment.Count == 0 ? string.Empty : $"\nwith this environment:\n{Lines(node.Environment.Select(pair => $"{pair.Key}={pair.Value}"))}"));
        if (plan.Definition.Healthcheck is { } check)
        {
            steps.Add($"The gate goes on by itself as soon as the service's healthcheck passes. It waits for {FailureText.Seconds(check.Timeout)}.");
        }

        steps.Add("When the run has ended, stop the service and delete all this: the passwords are of this run and worth nothing after it.");
        var text = new StringBuilder($"{node.Service} of {node.Variant} runs on {node.Node} ({node.Address}). This folder holds passwords of the run.\n");
        foreach (var (index, step) in steps.Index())
        {
            text.Append('\n').Append(index + 1).Append(". ").Append(step.ReplaceLineEndings("\n   ")).Append('\n');
        }

        return text.ToString();
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"    {line}"));
}
