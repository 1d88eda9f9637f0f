using System.Text.RegularExpressions;

namespace GlanceGate.Changes;

/// <summary>Patterns of paths: <c>*</c> stands for anything within a part, <c>**</c> for any number of parts.</summary>
internal static class PathPattern
{
    /// <summary>Whether a path fits a pattern.</summary>
    public static bool Matches(string pattern, string path) => Regex.IsMatch(path, Expression(pattern), RegexOptions.CultureInvariant);

    private static string Expression(string pattern) =>
        "^" + Regex.Escape(pattern).Replace(@"\*\*/", "(.+/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$";
}
