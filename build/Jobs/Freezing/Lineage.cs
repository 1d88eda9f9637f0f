using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>A job or a matrix value with its parents.</summary>
internal static class Lineage
{
    /// <summary>
    /// The ancestors from the root down, then the item itself; null when a parent is missing or the parents form a circle.
    /// </summary>
    /// <param name="item">A member of the family.</param>
    /// <param name="family">All that may be parents, by name.</param>
    public static IReadOnlyList<Declaration>? Of(Declaration item, IReadOnlyDictionary<string, Declaration> family)
    {
        var chain = new List<Declaration> { item };
        while (chain[^1].Parent is { } parent)
        {
            if (!family.TryGetValue(parent.Value, out var next) || chain.Contains(next))
            {
                return null;
            }

            chain.Add(next);
        }

        chain.Reverse();
        return chain;
    }

    /// <summary>Reports unknown parents and circles, each circle once.</summary>
    /// <param name="family">All that may be parents, by name.</param>
    /// <param name="noun">What a member is called, for example <c>job</c>.</param>
    /// <param name="isComplete">Whether a name that is not here was never declared.</param>
    /// <param name="bag">Takes mistakes.</param>
    public static void Check(IReadOnlyDictionary<string, Declaration> family, string noun, bool isComplete, DiagnosticBag bag)
    {
        var inCircle = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in family.Values)
        {
            if (item.Parent is not { } parent)
            {
                continue;
            }

            if (!family.ContainsKey(parent.Value))
            {
                if (isComplete)
                {
                    bag.Report(
                        DiagnosticCodes.UnknownParent,
                        parent.Span,
                        $"parent '{parent.Value}' is not known",
                        Suggestion.ForOrList(parent.Value, [.. family.Keys.Where(name => name != item.Name)]),
                        $"in {noun} '{item.Name}'");
                }
            }
            else if (!inCircle.Contains(item.Name) && Circle(item, family) is { } circle)
            {
                inCircle.UnionWith(circle);
                bag.Report(
                    DiagnosticCodes.ParentCycle,
                    parent.Span,
                    $"{noun} '{item.Name}' inherits from itself: {string.Join(" -> ", circle.Append(item.Name))}",
                    "take out one 'parent'");
            }
        }
    }

    private static List<string>? Circle(Declaration item, IReadOnlyDictionary<string, Declaration> family)
    {
        var path = new List<string> { item.Name };
        for (var at = item; at.Parent is ScalarNode parent && family.TryGetValue(parent.Value, out var next); at = next)
        {
            if (next.Name == item.Name)
            {
                return path;
            }

            if (path.Contains(next.Name))
            {
                return null;
            }

            path.Add(next.Name);
        }

        return null;
    }
}
