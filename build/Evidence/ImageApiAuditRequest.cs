using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace GlanceGate.Evidence;

/// <summary>One request as Glance's access log has it.</summary>
/// <remarks>
/// <para>The line is written by eventlet's <c>wsgi.server</c> in its default format, which Glance does not let anyone change
/// (<c>eventlet/wsgi.py</c>, <c>DEFAULT_LOG_FORMAT</c>), inside an oslo.log line whose context is <c>[-]</c> before authentication and
/// <c>[None req-… user project …]</c> after it:</para>
/// <c>… INFO eventlet.wsgi.server [-] 172.29.0.4 - - [22/Nov/2026 09:08:59] "HEAD /v1/images/… HTTP/1.1" 300 148 0.003641</c>
/// <para>Behind a proxy the client is <c>forwarded,peer</c>; a dual-stack socket writes IPv4 clients as <c>::ffff:172.29.0.4</c>.</para>
/// </remarks>
/// <param name="Clients">Addresses of the client, the forwarded ones first; never empty.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query as requested.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="Version">Major version of the API that the path names, or 0 when it names none.</param>
/// <param name="Operation">Method and path with everything that belongs to one object replaced by its kind.</param>
internal sealed partial record ImageApiAuditRequest(
    IReadOnlyList<string> Clients, string Method, string Path, int Status, int Version, string Operation)
{
    /// <summary>Path segment to what stands for the segment after it.</summary>
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["images"] = "{id}",
        ["members"] = "{member}",
        ["shared-images"] = "{member}",
        ["tags"] = "{tag}",
        ["tasks"] = "{id}",
        ["namespaces"] = "{namespace}",
        ["objects"] = "{object}",
        ["properties"] = "{property}",
        ["resource_types"] = "{type}",
        ["stores"] = "{store}",
    };

    /// <summary>Collections below <c>images</c> in v1 and <c>stores</c> in v2 that are no object.</summary>
    private static readonly string[] Collections = ["detail"];

    /// <summary>Every request in a line; two when writers broke into each other's lines, none when it is another line.</summary>
    public static IReadOnlyList<ImageApiAuditRequest> Parse(string line) =>
        line.Contains(" HTTP/", StringComparison.Ordinal) ? [.. AccessLine().Matches(line).Select(Of)] : [];

    /// <summary>Whether a line that <see cref="Parse"/> did not understand may still be about a request.</summary>
    public static bool LooksLikeOne(string line) =>
        line.Contains("eventlet.wsgi.server", StringComparison.Ordinal) && RequestLine().IsMatch(line);

    private static ImageApiAuditRequest Of(Match match)
    {
        var method = match.Groups["method"].Value;
        var path = match.Groups["path"].Value;
        var segments = Segments(path);
        var at = Array.FindIndex(segments, segment => VersionSegment().IsMatch(segment));
        var version = at < 0 ? 0 : segments[at][1] - '0';
        return new ImageApiAuditRequest(
            [.. match.Groups["client"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Address)],
            method,
            path,
            int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture),
            version,
            $"{method} /{string.Join('/', Normalised(segments[Math.Max(at, 0)..]))}");
    }

    private static string Address(string text) =>
        IPAddress.TryParse(text, out var address) ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : text;

    private static string[] Segments(string path)
    {
        // a client may send the absolute form, and any character of the path escaped
        var local = path.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(path, UriKind.Absolute, out var uri) ? uri.AbsolutePath : path;
        return [.. local.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
    }

    private static IEnumerable<string> Normalised(string[] segments)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            yield return i > 0 && Members.TryGetValue(segments[i - 1], out var kind) && !Collections.Contains(segments[i]) && !IsCollectionOf(segments, i)
                ? kind
                : Identifier().IsMatch(segments[i]) ? "{id}" : segments[i];
        }
    }

    /// <summary><c>/v2/info/stores</c> and <c>/v2/info/stores/detail</c> name collections, <c>/v2/stores/{store}</c> a member.</summary>
    private static bool IsCollectionOf(string[] segments, int i) => i > 1 && segments[i - 2] == "info";

    [GeneratedRegex("""(?<client>[0-9A-Fa-f.:,%\[\]]{2,}(?:, ?[0-9A-Fa-f.:%]+)*) \S+ \S+ \[[^\]]+\] "(?<method>[A-Z]+) (?<path>\S+)(?: HTTP/[0-9.]+)" (?<status>[0-9]{3}) [0-9-]+ [0-9.]+""")]
    private static partial Regex AccessLine();

    [GeneratedRegex("""\bHTTP/[0-9.]+" [0-9]{3}""")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^[vV][0-9](\.[0-9]+)?$")]
    private static partial Regex VersionSegment();

    [GeneratedRegex("^([0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12})$")]
    private static partial Regex Identifier();
}
