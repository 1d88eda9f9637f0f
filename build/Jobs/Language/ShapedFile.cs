using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Language;

/// <summary>A YAML file that holds one mapping of a known shape and nothing else.</summary>
internal static class ShapedFile
{
    /// <summary>Reads it and checks its shape; an empty file is an empty mapping.</summary>
    /// <exception cref="JobConfigurationException">It has mistakes; all are in it.</exception>
    public static MappingNode Read(JobFile file, ObjectShape shape)
    {
        var bag = new DiagnosticBag();
        var good = NodeReader.TryRead(file, bag, out var root)
            ? new ShapeChecker(bag, context: null).Check(root ?? MappingNode.Empty, shape, "the file") as MappingNode
            : null;
        return bag.Count > 0 || good is null ? throw new JobConfigurationException(bag.Sorted()) : good;
    }
}
