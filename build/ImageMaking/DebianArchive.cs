namespace GlanceGate.ImageMaking;

/// <summary>Where Debian keeps a release: on its mirrors, and in its archive once the mirrors have it no more.</summary>
internal static class DebianArchive
{
    private const string Mirrors = "http://deb.debian.org";
    private const string Archive = "http://archive.debian.org";
    private const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
    // A release may be older than the keys that Debian signs with today.
    private const string KeyringOfArchive = $"{Keyring},/usr/share/keyrings/debian-archive-removed-keys.gpg";

    /// <summary>Finds what there is of a release. A part that is gone, as updates of an old release are, is left out.</summary>
    /// <param name="suite">Debian's name of the release.</param>
    /// <param name="exists">Whether there is a file at an address.</param>
    /// <returns>Null when neither the mirrors nor the archive have the release.</returns>
    public static async Task<AptSettings?> FindAsync(string suite, Func<string, Task<bool>> exists)
    {
        if (await PartsAsync(Mirrors, Keyring) is { Count: > 0 } current)
        {
            return new AptSettings(current, []);
        }

        // Nobody renews the dates of what is archived.
        return await PartsAsync(Archive, KeyringOfArchive) is { Count: > 0 } archived
            ? new AptSettings(archived, ["Acquire::Check-Valid-Until \"false\";"])
            : null;

        async Task<IReadOnlyList<string>> PartsAsync(string host, string keyring)
        {
            if (!await HasAsync("debian", suite))
            {
                return [];
            }

            List<string> lines = [Line("debian", suite)];
            if (await HasAsync("debian", $"{suite}-updates"))
            {
                lines.Add(Line("debian", $"{suite}-updates"));
            }

            foreach (var security in new[] { $"{suite}-security", $"{suite}/updates" })    // the second up to Debian 10
            {
                if (await HasAsync("debian-security", security))
                {
                    lines.Add(Line("debian-security", security));
                    break;
                }
            }

            return lines;

            Task<bool> HasAsync(string archive, string part) => exists($"{host}/{archive}/dists/{part}/InRelease");

            string Line(string archive, string part) => $"deb [signed-by={keyring}] {host}/{archive} {part} main";
        }
    }
}
