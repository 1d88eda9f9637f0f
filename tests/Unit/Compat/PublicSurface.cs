using System.Reflection;
using System.Text.RegularExpressions;

namespace GlanceGate.Unit.Compat;

/// <summary>
/// The public surface of an assembly as text, to be compared with a checked-in list.
/// </summary>
/// <remarks>
/// The list is C# without bodies: a line <c>namespace N</c>, a line for each type's head, and below it, indented, a line for each
/// member. Nested types stand like the others, as <c>Outer.Nested</c>. Braces, blank lines, comments and the order of lines do not
/// matter, and neither does a constructor without parameters where the list has none; <see cref="Of(Assembly)"/> renders an assembly in the same shape. Protected members count, types' names stand without namespaces,
/// nullable annotations of reference types do not count (they change no caller), and of the attributes only AttributeUsage does.
/// </remarks>
internal static partial class PublicSurface
{
    /// <summary>Renders all exported types of an assembly.</summary>
    /// <returns>Lines in the shape of the list.</returns>
    public static IReadOnlyList<string> Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    /// <summary>Renders some types.</summary>
    /// <returns>Lines in the shape of the list.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<Type> types)
    {
        var lines = new List<string>();
        foreach (var space in types.GroupBy(type => type.Namespace).OrderBy(space => space.Key, StringComparer.Ordinal))
        {
            lines.Add($"namespace {space.Key}");
            foreach (var type in space.OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                lines.Add(SurfaceText.Head(type));
                lines.AddRange(SurfaceText.Members(type).Select(member => "  " + member));
            }
        }

        return lines;
    }

    /// <summary>Compares a list with what an assembly has.</summary>
    /// <returns>
    /// One line for each difference, empty if there is none: <c>missing: </c> what the list alone has, <c>not listed: </c> what the
    /// assembly alone has. A line that was changed is in both.
    /// </returns>
    public static IReadOnlyList<string> Differences(string list, Assembly assembly) => Differences(list, Of(assembly));

    /// <summary>Compares a list with rendered lines.</summary>
    public static IReadOnlyList<string> Differences(string list, IEnumerable<string> actual)
    {
        var expected = Declarations(list.Split('\n')).ToHashSet();
        var found = Declarations(actual).ToHashSet();
        var constructed = expected.Where(declaration => declaration.IsConstructor).Select(declaration => (declaration.Space, declaration.Head)).ToHashSet();

        // C# adds such a constructor where a class declares none, and so it stands in no list
        var implied = found.Where(declaration => declaration.IsParameterlessConstructor && !constructed.Contains((declaration.Space, declaration.Head)));
        return
        [
            .. expected.Except(found).Select(declaration => $"missing: {declaration}").Order(StringComparer.Ordinal),
            .. found.Except(expected).Except(implied).Select(declaration => $"not listed: {declaration}").Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<Declaration> Declarations(IEnumerable<string> lines)
    {
        var (space, head) = ("", "");
        foreach (var line in lines.Select(line => line.TrimEnd()).Where(line => !IsLayout(line.Trim())))
        {
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
            {
                space = line["namespace ".Length..].TrimEnd(';');
            }
            else if (char.IsWhiteSpace(line[0]))
            {
                yield return new Declaration(space, head, line.Trim());
            }
            else
            {
                head = line;
                yield return new Declaration(space, head, "");
            }
        }
    }

    private static bool IsLayout(string line) => line is "" or "{" or "}" or "{ }" || line.StartsWith("//", StringComparison.Ordinal);

    private sealed partial record Declaration(string Space, string Head, string Member)
    {
        public bool IsConstructor => Constructor().IsMatch(Member);

        public bool IsParameterlessConstructor => IsConstructor && Member.EndsWith("();", StringComparison.Ordinal);

        public override string ToString() => Member == "" ? $"{Space} | {Head}" : $"{Space} | {Head} | {Member}";

        // an access word, a name and the parameters: no type between them
        [GeneratedRegex(@"^(public|protected) \w+\(")]
        private static partial Regex Constructor();
    }
}
