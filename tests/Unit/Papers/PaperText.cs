using System.Diagnostics;
using System.Text.RegularExpressions;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Papers;

/// <summary>What the repository's papers tell their readers to type. The suite's own paper is its own: it knows nothing of the gate.</summary>
internal static partial class PaperText
{
    /// <summary>The papers, from the repository's root.</summary>
    public static readonly IReadOnlyList<string> Papers =
    [
        "README.md", "build/Tasks/README.md", "build/README.md", "jobs/README.md", "jobs/virt/README.md", "tests/README.md",
        "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md",
    ];

    private static readonly string Text = string.Join('\n', Papers.Select(paper => File.ReadAllText(Repository.PathOf(paper))));

    /// <summary>Every line of the code blocks of a shell, and every piece of inline code that is no single word and no YAML.</summary>
    public static IReadOnlyList<string> Commands =>
    [
        .. Block().Matches(Text).SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Concat(InlineCode.Where(code => code.Contains(' ', StringComparison.Ordinal) && !YamlPair().IsMatch(code)))
            .Select(line => line.Trim())
            .Distinct(),
    ];

    /// <summary>Every option that stands in inline code without a command before it.</summary>
    public static IReadOnlyList<string> Options => [.. InlineCode.Where(code => code.StartsWith('-')).Distinct()];

    /// <summary>First cells of the rows of the table whose first head is this.</summary>
    public static IReadOnlyList<string> FirstCells(string head)
    {
        var lines = Text.Split('\n').SkipWhile(line => !line.StartsWith($"| {head} |", StringComparison.Ordinal)).ToList();
        return lines.Count == 0
            ? throw new AssertionException($"no paper has a table headed '{head}'")
            : [.. lines.Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => FirstCell().Match(line).Groups["code"].Value)];
    }

    /// <summary>What a shell makes of a simple command.</summary>
    public static string[] Words(string command)
    {
        if (!command.StartsWith("dotnet ", StringComparison.Ordinal) || Unquoted().Replace(command, string.Empty).IndexOfAny([';', '|', '&', '<', '>', '$', '`']) >= 0)
        {
            throw new AssertionException($"nobody has said how to check `{command}`: do it in {nameof(PaperCommandsTests)}");
        }

        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet() {{ printf '%s\\0' \"$@\"; }}\n{command}"]) { RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return output.Split('\0')[..^1];
    }

    private static IEnumerable<string> InlineCode => Inline().Matches(Block().Replace(AnyBlock().Replace(Text, string.Empty), string.Empty)).Select(code => code.Groups["code"].Value);

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^ *```\w*\n.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AnyBlock();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Inline();

    /// <summary>A key of a job file, or a header of a patch, with its value.</summary>
    [GeneratedRegex(@"^[\w-]+: ")]
    private static partial Regex YamlPair();

    [GeneratedRegex(@"^\| `(?<code>[^`]+)`")]
    private static partial Regex FirstCell();

    /// <summary>What the shell does not look into.</summary>
    [GeneratedRegex("'[^']*'|#.*$")]
    private static partial Regex Unquoted();
}
