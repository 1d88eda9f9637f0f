using System.Text;

namespace GlanceGate.Changes;

/// <summary>Reads the paths of diffs: prefixes, quotes, time stamps.</summary>
internal static class DiffPaths
{
    private const string Nothing = "/dev/null";

    // What git writes before the two sides, with and without diff.mnemonicPrefix.
    private static readonly string[] GitPrefixes = ["a/", "b/", "c/", "i/", "o/", "w/"];

    /// <summary>The names of a <c>---</c> and a <c>+++</c> line; null for a side that is not there.</summary>
    public static (string? Old, string? New) OfNames(string oldText, string newText)
    {
        var (old, @new) = (Name(oldText), Name(newText));
        return (old, @new) switch
        {
            (Nothing, Nothing) => (null, null),
            (Nothing, _) => (null, WithoutPrefix(@new)),
            (_, Nothing) => (WithoutPrefix(old), null),
            _ when HasPrefix(old) && HasPrefix(@new) => (old[2..], @new[2..]),
            // diff -r of two folders: everything but the folders' names is the same
            _ when First(old) != First(@new) && Rest(old).Length > 0 && Rest(old) == Rest(@new) => (Rest(old), Rest(@new)),
            _ => (old, @new),
        };
    }

    /// <summary>The names of a <c>diff --git</c> line, or null where only the lines after it tell them.</summary>
    public static (string Old, string New)? OfGitHeader(string line)
    {
        var text = line["diff --git ".Length..];
        if (text.StartsWith('"'))
        {
            var end = text.IndexOf("\" \"", StringComparison.Ordinal);
            return end < 0 ? null : (WithoutPrefix(Unquote(text[..(end + 1)])), WithoutPrefix(Unquote(text[(end + 2)..])));
        }

        // Names with spaces are not quoted: they can be told apart only where both sides are the same.
        var half = text.Length / 2;
        return text.Length % 2 == 1 && text[half] == ' ' && WithoutPrefix(text[..half]) == WithoutPrefix(text[(half + 1)..])
            ? (ToUtf8(WithoutPrefix(text[..half])), ToUtf8(WithoutPrefix(text[(half + 1)..])))
            : null;
    }

    /// <summary>A name that may stand in quotes, as git writes those with special characters.</summary>
    public static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return ToUtf8(text);
        }

        var bytes = new List<byte>();
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] != '\\')
            {
                bytes.Add((byte)text[i]);
            }
            else if (i + 3 < text.Length && text.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                bytes.Add((byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0')));
                i += 3;
            }
            else
            {
                i++;
                bytes.Add((byte)(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => text[i] }));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Why a path cannot be one of a project's source, or null.</summary>
    public static string? Problem(string path) => path switch
    {
        "" => "is empty",
        ['/', ..] => "is absolute",
        _ when path.Any(char.IsControl) => "has a control character",
        _ when path.Split('/').Any(part => part is "..") => "leads out of the project with '..'",
        _ when path.Split('/').Any(part => part is "" or ".") => "has an empty part",
        _ => null,
    };

    private static string Name(string text)
    {
        // A time stamp comes after a tab; quoted names have none.
        var tab = text.StartsWith('"') ? -1 : text.IndexOf('\t', StringComparison.Ordinal);
        return Unquote(tab < 0 ? text : text[..tab]);
    }

    private static string ToUtf8(string latin) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin));

    private static bool HasPrefix(string name) => GitPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string WithoutPrefix(string name) => HasPrefix(name) ? name[2..] : name;

    private static string First(string name) => name.Split('/', 2)[0];

    private static string Rest(string name) => name.Split('/', 2) is [_, var rest] ? rest : string.Empty;
}
