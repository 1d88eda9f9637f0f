using System.Text.RegularExpressions;

namespace GlanceGate.ImageMaking;

/// <summary>What of this machine's package settings makes its package archive reachable from a container as well.</summary>
/// <param name="Sources">Lines of <c>sources.list</c>; empty stands for Debian's own mirrors.</param>
/// <param name="Options">Lines of <c>apt.conf</c>.</param>
internal sealed partial record AptSettings(IReadOnlyList<string> Sources, IReadOnlyList<string> Options)
{
    private const string DebianKeyring = "/usr/share/keyrings/debian-archive-";
    private static readonly string[] Copied =
    [
        "Acquire::Check-Valid-Until", "Acquire::Check-Date", "Acquire::Languages", "Acquire::http::Proxy", "Acquire::https::Proxy",
    ];

    /// <summary>Takes what can be used from this machine's settings. Nothing that holds a password or leads back to this machine is taken.</summary>
    /// <param name="suite">Debian's name of the release.</param>
    /// <param name="oneLine">Lines of <c>sources.list</c> and of <c>*.list</c> files.</param>
    /// <param name="deb822">Texts of <c>*.sources</c> files.</param>
    /// <param name="configuration">Lines as <c>apt-config dump</c> prints them.</param>
    public static AptSettings From(string suite, IEnumerable<string> oneLine, IEnumerable<string> deb822, IEnumerable<string> configuration)
    {
        string[] suites = [suite, $"{suite}-updates", $"{suite}-security"];
        var entries = oneLine.Select(ParseLine).OfType<Entry>().Concat(deb822.SelectMany(ParseStanzas))
            .Where(entry => suites.Contains(entry.Suite) && entry.HasMain && IsReachable(entry.Uri))
            .Where(entry => entry.SignedBy is null || entry.SignedBy.StartsWith(DebianKeyring, StringComparison.Ordinal))
            .DistinctBy(entry => (entry.Uri, entry.Suite))
            .ToArray();
        var isWhole = entries.Any(entry => entry.Suite == suite);
        return new AptSettings(
            isWhole ? [.. entries.Select(Line)] : [],
            [
                .. configuration.Select(line => Option().Match(line))
                    .Where(option => option.Success && Copied.Contains(option.Groups["key"].Value))
                    .Where(option => !option.Groups["key"].Value.EndsWith("Proxy", StringComparison.Ordinal) || IsReachable(option.Groups["value"].Value))
                    .Select(option => option.Value),
            ]);
    }

    /// <summary>Reads the settings of this machine; empty where it has none.</summary>
    /// <param name="suite">Debian's name of the release.</param>
    /// <param name="configuration">Lines as <c>apt-config dump</c> prints them.</param>
    public static AptSettings OfThisMachine(string suite, IEnumerable<string> configuration)
    {
        const string folder = "/etc/apt/sources.list.d";
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)] : [];
        var lists = files.Where(file => file.EndsWith(".list", StringComparison.Ordinal)).Prepend("/etc/apt/sources.list").Where(File.Exists);
        var stanzas = files.Where(file => file.EndsWith(".sources", StringComparison.Ordinal));
        return From(suite, lists.SelectMany(File.ReadLines), stanzas.Select(File.ReadAllText), configuration);
    }

    private static string Line(Entry entry) =>
        $"deb {(entry.SignedBy is null ? "" : $"[signed-by={entry.SignedBy}] ")}{entry.Uri} {entry.Suite} main";

    private static bool IsReachable(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "", IsLoopback: false };

    private static Entry? ParseLine(string line)
    {
        var match = OneLine().Match(line);
        return match.Success
            ? new Entry(
                match.Groups["uri"].Value,
                match.Groups["suite"].Value,
                match.Groups["components"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains("main"),
                SignedBy().Match(match.Groups["options"].Value) is { Success: true } signed ? signed.Groups["file"].Value : null)
            : null;
    }

    private static IEnumerable<Entry> ParseStanzas(string text)
    {
        foreach (var stanza in text.ReplaceLineEndings("\n").Split("\n\n"))
        {
            var fields = stanza.Split('\n')
                .Where(line => !line.StartsWith('#') && line.Contains(':', StringComparison.Ordinal) && !char.IsWhiteSpace(line[0]))
                .Select(line => line.Split(':', 2))
                .GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => group.Last()[1].Trim(), StringComparer.OrdinalIgnoreCase);
            if (!Words("Types").Contains("deb") || fields.GetValueOrDefault("Enabled") == "no")
            {
                continue;
            }

            // A key that is written into the file has no name and cannot be passed on.
            var signedBy = fields.TryGetValue("Signed-By", out var keyring) ? keyring : null;
            foreach (var uri in Words("URIs"))
            {
                foreach (var suite in Words("Suites"))
                {
                    yield return new Entry(uri, suite, Words("Components").Contains("main"), signedBy);
                }
            }

            string[] Words(string field) => fields.GetValueOrDefault(field)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        }
    }

    [GeneratedRegex(@"^\s*deb\s+(\[(?<options>[^\]]*)\]\s+)?(?<uri>\S+)\s+(?<suite>\S+)\s+(?<components>[^#]+)")]
    private static partial Regex OneLine();

    [GeneratedRegex(@"signed-by=(?<file>\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex SignedBy();

    [GeneratedRegex("^(?<key>[A-Za-z0-9:-]+) \"(?<value>[^\"]*)\";$")]
    private static partial Regex Option();

    private sealed record Entry(string Uri, string Suite, bool HasMain, string? SignedBy);
}
