using System.Text;

namespace GlanceGate.Robustness;

/// <summary>Text as an adversary writes it.</summary>
internal static class Material
{
    // what parsers, terminals, CI systems and markup give a meaning to
    private static readonly string[] Nasty =
    [
        "\u001b[31m", "\u001b]0;x\a", "\u001b[2J", "\r", "\0", "\ud83d\ude00", "\ud83d", "\ude00", "\u202e", "\u0085", "\u2028", "\ufeff", "\t", "\\", "'", "\"", "`", "```", "``````````",
        "##vso[task.complete result=Succeeded]", "##[error]", "::error::x", "##teamcity[x]", "<script>", "]]>", "<!--", "&amp;", "%0A", "%", "${secret:x}", "${", "{{", "}}", "[[[[[[[[",
        "- ", ": ", "&a", "*a", "<<: *a", "!!binary x", "!x", "|", ">", "?", "---", "...", "#", "../", "/", "//", "~", "null", "true", "1e999", "-1", "99999999999999999999", "0x", "@@ -1 +1 @@", "@@ -0,0 +1,99999999999 @@",
        "--- a/x", "+++ b/../x", "rename from /etc/passwd", "rename to a", "diff --git a/x b/x", "new file mode 120000", "GIT binary patch", "\\ No newline at end of file",
        "Traceback (most recent call last):", "2026-11-22 13:24:23.123 1 INFO a.b [-] x", "x: 1", "a=b",
    ];

    /// <summary>A word of those.</summary>
    public static string Word(Random random) => random.Next(4) == 0 ? Letters(random, random.Next(12)) : Nasty[random.Next(Nasty.Length)];

    /// <summary>A line of such words.</summary>
    public static string Line(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Word(random))).Replace("\n", " ", StringComparison.Ordinal);

    /// <summary>Any characters.</summary>
    public static string Letters(Random random, int count)
    {
        var text = new StringBuilder(count);
        for (var i = 0; i < count; i++)
        {
            text.Append((char)(random.Next(5) switch { 0 => random.Next(1, 0x20), 1 => random.Next(0x80, 0x3000), _ => random.Next(0x20, 0x7f) }));
        }

        return text.ToString();
    }

    /// <summary>A text, changed in some places.</summary>
    /// <param name="random">Random numbers.</param>
    /// <param name="text">A good text.</param>
    /// <param name="others">Good texts whose lines may come in.</param>
    public static string Mutate(Random random, string text, IReadOnlyList<string> others)
    {
        var lines = text.Split('\n').ToList();
        for (var i = random.Next(1, 6); i > 0 && lines.Count > 0; i--)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(8))
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(at, lines[random.Next(lines.Count)]);
                    break;
                case 2:
                    lines.Insert(at, Line(random));
                    break;
                case 3:
                    var other = others[random.Next(others.Count)].Split('\n');
                    lines.InsertRange(at, other.Skip(random.Next(other.Length)).Take(random.Next(1, 6)));
                    break;
                case 4:
                    lines.RemoveRange(at, random.Next(lines.Count - at));
                    break;
                case 5:
                    lines[at] = new string(' ', random.Next(8)) + lines[at];
                    break;
                default:
                    var cut = random.Next(lines[at].Length + 1);
                    lines[at] = lines[at][..cut] + Word(random) + lines[at][Math.Min(lines[at].Length, cut + random.Next(4))..];
                    break;
            }
        }

        return string.Join('\n', lines);
    }
}
