using System.Text;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Language;

/// <summary><c>${...}</c> in the values of services and suites; <c>$${</c> writes a literal <c>${</c>.</summary>
internal static class Placeholders
{
    private const string SecretPrefix = "secret:";
    private const string MatrixPrefix = "matrix.";

    private static readonly string[] Known = ["secret:name", "matrix.virt", "job.name", "session"];

    /// <summary>Whether a text has anything to replace.</summary>
    public static bool Any(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>The name of a secret when the placeholder is one, else null.</summary>
    public static string? Secret(string name) => name.StartsWith(SecretPrefix, StringComparison.Ordinal) ? name[SecretPrefix.Length..] : null;

    /// <summary>The axis when the placeholder is a matrix value, else null.</summary>
    public static string? Axis(string name) => name.StartsWith(MatrixPrefix, StringComparison.Ordinal) ? name[MatrixPrefix.Length..] : null;

    /// <summary>The names inside <c>${...}</c>, in order; an unterminated one is the rest of the text.</summary>
    public static List<string> Names(string text)
    {
        var names = new List<string>();
        Walk(text, _ => { }, name =>
        {
            names.Add(name);
            return true;
        });
        return names;
    }

    /// <summary>Replaces what <paramref name="resolve"/> answers, and leaves the others (null) for later; escapes stay escapes.</summary>
    public static string Replace(string text, Func<string, string?> resolve) => Replace(text, resolve, unescape: false);

    /// <summary>Replaces everything for the last time: escapes become what they stand for.</summary>
    public static string Finish(string text, Func<string, string?> resolve) => Replace(text, resolve, unescape: true);

    /// <summary>Reports every placeholder of a text that means nothing.</summary>
    /// <returns>Whether all are good.</returns>
    public static bool Check(ScalarNode node, DiagnosticBag bag, string? context)
    {
        var good = true;
        foreach (var name in Names(node.Value))
        {
            var span = bag.Narrow(node.Span, "${" + name);
            span = span with { Length = span.Length + 1 };
            if (Secret(name) is { } secret)
            {
                if (!Words.IsName(secret))
                {
                    good = false;
                    bag.Report(DiagnosticCodes.SecretName, span, $"'{secret}' is not the name of a secret", "a name has lower-case letters, digits and hyphens, as in ${secret:db-root}", context);
                }
            }
            else if (name is not ("session" or "job.name") && !(Axis(name) is { } axis && Words.IsName(axis)))
            {
                good = false;
                bag.Report(
                    DiagnosticCodes.UnknownPlaceholder,
                    span,
                    $"'${{{name}}}' is not known",
                    Suggestion.For(name, Known) ?? "there is ${secret:name}, ${matrix.axis}, ${job.name} and ${session}; write $${ for a literal ${",
                    context);
            }
        }

        return good;
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

    private static void Walk(string text, Action<string> literal, Func<string, bool> placeholder)
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
            end = end < 0 ? text.Length : end;
            literal(text[from..at]);
            if (!placeholder(text[(at + 2)..end]))
            {
                literal(text[at..Math.Min(text.Length, end + 1)]);
            }

            from = end + 1;
        }

        if (from < text.Length)
        {
            literal(text[from..]);
        }
    }
}
