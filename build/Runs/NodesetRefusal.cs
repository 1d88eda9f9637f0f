using GlanceGate.CommandLine;
using GlanceGate.Jobs;

namespace GlanceGate.Runs;

/// <summary>Targets that a variant with nodes is not for.</summary>
internal static class NodesetRefusal
{
    /// <summary>Refuses such a variant.</summary>
    /// <param name="target">The target.</param>
    /// <param name="variant">The selected variant.</param>
    /// <exception cref="GateArgumentException">It has nodes.</exception>
    public static void Check(string target, JobVariant variant)
    {
        if (variant.Nodeset is { } nodeset)
        {
            throw new GateArgumentException(
            [
                $"{target} cannot take '{variant.Name}': {string.Join(", ", nodeset.Nodes.Select(node => $"{node.Service} runs on {node.Name}"))}, "
                + "and such a host is served for the time of one run of --target=Gate only",
            ]);
        }
    }
}
