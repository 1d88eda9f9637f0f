using System.Globalization;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Jobs;

/// <summary>The hosts of a frozen job that exist already.</summary>
internal static class PlanNodeset
{
    /// <summary>Writes the hosts, if there are any.</summary>
    public static void Write(PlanText text, NodesetDefinition? nodeset)
    {
        if (nodeset is null)
        {
            return;
        }

        text.Open(0, "nodeset", 1, () =>
        {
            text.Value(1, "listen", nodeset.Listen, ["nodeset", "listen"]);
            string[] ports = [.. nodeset.Publish.Select(port => string.Create(CultureInfo.InvariantCulture, $"{port.Service}:{port.Port}"))];
            text.List(1, "publish", ports, ["nodeset", "publish"]);
            text.Open(1, "nodes", nodeset.Nodes.Count, () =>
            {
                foreach (var node in nodeset.Nodes)
                {
                    string[] at = ["nodeset", "nodes", node.Name];
                    text.Open(2, node.Name, 1, () =>
                    {
                        text.Value(3, "address", node.Address, [.. at, "address"]);
                        text.Value(3, "service", node.Service, [.. at, "service"]);
                        text.Value(3, "timeout", Quantity.Format(node.Timeout), [.. at, "timeout"]);
                        foreach (var (word, command) in node.Commands)
                        {
                            text.List(3, word, command, [.. at, word]);
                        }
                    });
                }
            });
        });
    }
}
