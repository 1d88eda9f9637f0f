using System.Text;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Language;

/// <summary><c>${...}</c> in the values of services and suites; <c>$${</c> writes a literal <c>${</c>.</summary>
internal static class Placeholders
{
    private const string SecretPrefix = "secret:";
    private const string MatrixPrefix = "matrix.";

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["secret"] = "${secret:name}",
        ["matrix"] = "${matrix.axis}",
        ["job"] = "${job.name}",
        ["session"] = "${session}",
    };

    /// <summary>Whether a text has anything to replace.</summary>
    public static bool Any(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>The name of a secret when the placeholder is one, else null.</summary>
    public static string? Secret(string name) =>
        name.StartsWith(SecretPrefix, StringComparison.Ordinal) ? name[SecretPrefix.Length..] : null;

    /// <summary>The axis when the placeholder is a matrix value, else null.</summary>
    public static string? Axis(string name) => name.StartsWith(MatrixPrefix, StringComparison.Ordinal) ? name[MatrixPrefix.Length..] : null;

    /// <summary>Replaces what <paramref name="resolve"/> answers, and leaves the others (null) for later; escapes stay escapes.</summary>
    public static string Replace(string text, Func<string, string?> resolve) => Replace(text, resolve, unescape: false);

    /// <summary>Replaces everything for the last time: escapes become what they stand for.</summary>
    public static string Finish(string text, Func<string, string?> resolve) => Replace(text, resolve, unescape: true);

    /// <summary>Reports every placeholder of a text that means nothing.</summary>
    /// <returns>Whether all are good.</returns>
    public static bool Check(ScalarNode node, DiagnosticBag bag, string? context)
    {
        var good = true;
        var names = new List<string>();
        if (!Walk(node.Value, _ => { }, name =>
        {
            names.Add(name);
            return true;
        }))
        {
            good = false;
            bag.Report(
                DiagnosticCodes.UnknownPlaceholder,
                node.Span,
                "a '${' is not closed",
                "close it with }, or write $${ for a literal ${",
                context);
        }

        foreach (var name in names)
        {
            var span = bag.Narrow(node.Span, "${" + name);
            span = span with { Length = span.Length + 1 };
            if (Secret(name) is { } secret)
            {
                if (!Words.IsName(secret))
                {
                    good = false;
                    bag.Report(
                        DiagnosticCodes.SecretName,
                        span,
                        $"'{secret}' is not the name of a secret",
                        "a name has lower-case letters, digits and hyphens, as in ${secret:db-root}",
                        context);
                }
            }
            else if (name is not ("session" or "job.name") && !(Axis(name) is { } axis && Words.IsName(axis)))
            {
                good = false;
                bag.Report(
                    DiagnosticCodes.UnknownPlaceholder,
                    span,
                    $"'${{{name}}}' is not known",
                    Meant(name) ?? $"there is {string.Join(", ", Known.Values)}; write $${{ for a literal ${{",
                    context);
            }
        }

        return good;
    }

    private static string? Meant(string name)
    {
        var word = name.Split(':', '.')[0];
        var known = Known.ContainsKey(word) ? word : Suggestion.Nearest(word, Known.Keys);
        return known is null ? null : $"did you mean '{Known[known]}'?";
    }

    private static string Replace(string text, Func<string, string?> resolve, bool unescape)
    {
        if (!Any(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        Walk(text, literal => result.Append(unescape && literal == "$${" ? "${" : literal), name =>
        {
            if (resolve(name) is not { } value)
            {
                return false;
            }

            result.Append(value);
            return true;
        });
        return result.ToString();
    }

    /// <summary>Goes through a text.</summary>
    /// <returns>False when a placeholder is not closed, which is then literal text.</returns>
    private static bool Walk(string text, Action<string> literal, Func<string, bool> placeholder)
    {
        var from = 0;
        while (from < text.Length)
        {
            var at = text.IndexOf("${", from, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            if (at > from && text[at - 1] == '$')
            {
                literal(text[from..(at - 1)]);
                literal("$${");
                from = at + 2;
                continue;
            }

            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                literal(text[from..]);
                return false;
            }

            literal(text[from..at]);
            if (!placeholder(text[(at + 2)..end]))
            {
                literal(text[at..(end + 1)]);
            }

            from = end + 1;
        }

        if (from < text.Length)
        {
            literal(text[from..]);
        }

        return true;
    }
}
