using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GlanceGate.Jobs.Yaml;

/// <summary>The tags that a value may have: YAML's own, and only where they fit.</summary>
internal static class ScalarTag
{
    private const string Core = "tag:yaml.org,2002:";

    /// <summary>Whether a value has no tag, or one of YAML's own.</summary>
    public static bool IsAllowed(NodeEvent item) => IsAbsent(item) || item.Tag.Value.StartsWith(Core, StringComparison.Ordinal);

    /// <summary>What a scalar is, by its tag or else by its form; null when its tag, an allowed one, does not fit it.</summary>
    public static ScalarKind? KindOf(Scalar scalar)
    {
        var resolved = ScalarNode.Resolve(scalar.Value);
        if (IsAbsent(scalar))
        {
            return scalar.Style == ScalarStyle.Plain ? resolved : ScalarKind.Text;
        }

        ScalarKind? tagged = scalar.Tag.Value[Core.Length..] switch
        {
            "str" => ScalarKind.Text,
            "null" => ScalarKind.Null,
            "bool" => ScalarKind.Boolean,
            "int" => ScalarKind.Integer,
            "float" => ScalarKind.Float,
            _ => null,
        };
        return tagged == ScalarKind.Text || tagged == resolved ? tagged : null;
    }

    private static bool IsAbsent(NodeEvent item) => item.Tag.IsEmpty || item.Tag.IsNonSpecific;
}
