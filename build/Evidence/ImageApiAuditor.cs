using GlanceGate.Jobs;

namespace GlanceGate.Evidence;

/// <summary>Reads the image service's own access log and says who used which version of its API.</summary>
/// <remarks>
/// The log is the only witness that no configuration can talk round: Glance writes a line for every request, also for those that it
/// refuses before authentication, as requests to v1 are. Whatever cannot be read is a gap, never an absence of requests.
/// </remarks>
internal static class ImageApiAuditor
{
    // Addresses of no service: of those beyond, nothing is told.
    private const int MostStrangers = 100;

    /// <summary>Audits a log.</summary>
    /// <param name="definition">The serving service and the clients that must use v2 and never v1.</param>
    /// <param name="lines">The service's log from its start, oldest line first.</param>
    /// <param name="addresses">IP address on the stack's network to service name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<ImageApiAudit> AuditAsync(
        AuditDefinition definition,
        IAsyncEnumerable<string> lines,
        IReadOnlyDictionary<string, string> addresses,
        CancellationToken cancellation)
    {
        var clients = definition.Clients.Distinct().ToDictionary(name => name, name => new Tally(name, definition.Service, Audited: true));
        var strangers = 0;
        var requests = 0;
        var unread = 0;
        string? firstUnread = null;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            var found = ImageApiAuditRequest.Parse(line);
            foreach (var request in found)
            {
                requests++;
                foreach (var name in NamesOf(request, addresses))
                {
                    if (!clients.TryGetValue(name, out var tally))
                    {
                        // every service of the stack has a place, whoever else there is
                        var isStranger = !addresses.Values.Contains(name);
                        if (isStranger && strangers == MostStrangers)
                        {
                            continue;
                        }

                        strangers += isStranger ? 1 : 0;
                        clients.Add(name, tally = new Tally(name, definition.Service, Audited: false));
                    }

                    tally.Add(request);
                }
            }

            if (found.Count == 0 && ImageApiAuditRequest.LooksLikeOne(line))
            {
                unread++;
                firstUnread ??= line;
            }
        }

        var audited = clients.Values.Where(client => client.Audited).ToList();
        return new ImageApiAudit(
            definition.Service,
            requests,
            [.. audited.Select(Judged), .. clients.Values.Where(client => !client.Audited).OrderBy(client => client.Name, StringComparer.Ordinal).Select(Judged)])
        {
            Gaps =
            [
                .. clients.Values.Where(client => client.IsFull).Select(client => $"{client.Name} asked for more than {Tally.MostOperations} different things, which are not told from each other"),
                .. Gaps(definition, requests, unread, firstUnread, [.. audited.Select(client => client.Name).Union(definition.Forbidden.Keys).Except(addresses.Values)]),
            ],
        };

        // of a log without one request nothing is known, and that is a gap
        ImageApiClient Judged(Tally client) => Result(client) with
        {
            Violations = requests == 0
                ? []
                :
                [
                    .. client.Audited ? Violations(client, addresses.Values.Contains(client.Name)) : [],
                    .. Violations(client, definition.Forbidden.GetValueOrDefault(client.Name) ?? []),
                ],
        };
    }

    /// <summary>Who is behind a request: every service in its chain of proxies, as who stands in it for another may have been put there by a client.</summary>
    private static List<string> NamesOf(ImageApiAuditRequest request, IReadOnlyDictionary<string, string> addresses)
    {
        List<string> known = [.. request.Clients.Select(addresses.GetValueOrDefault).OfType<string>().Distinct(StringComparer.Ordinal)];
        return known.Count > 0 ? known : [request.Clients[0]];
    }

    private static IEnumerable<string> Violations(Tally client, bool known)
    {
        if (client.V1 > 0)
        {
            yield return $"{client.V1} v1 {(client.V1 == 1 ? "request" : "requests")} from {client.Name}, first one {client.FirstV1}";
        }

        // of a client whose address nobody knows it cannot be said what it did
        if (client.V2 == 0 && known)
        {
            yield return $"no v2 request from {client.Name}";
        }
    }

    private static IEnumerable<string> Violations(Tally client, IReadOnlyList<string> forbidden)
    {
        foreach (var operation in forbidden)
        {
            if (client.Operations.GetValueOrDefault(operation) is > 0 and var count)
            {
                var times = count == 1 ? "time" : "times";
                yield return $"{count} {times} {operation} by {client.Name}, which must not use it, first one {client.First[operation]}";
            }
        }
    }

    private static IEnumerable<string> Gaps(
        AuditDefinition definition, int requests, int unread, string? firstUnread, IReadOnlyList<string> unknown)
    {
        if (requests == 0)
        {
            yield return $"the log of {definition.Service} has no access line that is understood, so nothing is known about its clients";
        }

        if (unread > 0)
        {
            yield return $"{unread} access {(unread == 1 ? "line" : "lines")} of {definition.Service} could not be read, first one: {firstUnread}";
        }

        foreach (var client in unknown)
        {
            yield return $"the address of {client} is not known, so its requests to {definition.Service} cannot be told from others";
        }
    }

    private static ImageApiClient Result(Tally client) => new(
        client.Name,
        client.Audited,
        client.V1,
        client.V2,
        [.. client.Operations.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)],
        client.FirstV1);

    private sealed record Tally(string Name, string Server, bool Audited)
    {
        /// <summary>A client's requests have some tens of forms, as what belongs to one object is no part of them.</summary>
        public const int MostOperations = 1000;

        public Dictionary<string, int> Operations { get; } = [];

        /// <summary>Whether some of its requests were not told from others.</summary>
        public bool IsFull { get; private set; }

        /// <summary>Operation to its first request.</summary>
        public Dictionary<string, string> First { get; } = [];

        public int V1 { get; private set; }

        public int V2 { get; private set; }

        public string? FirstV1 { get; private set; }

        public void Add(ImageApiAuditRequest request)
        {
            switch (request.Version)
            {
                case 1:
                    V1++;
                    FirstV1 ??= Text(request);
                    break;
                case 2:
                    V2++;
                    if (Operations.Count >= MostOperations && !Operations.ContainsKey(request.Operation))
                    {
                        IsFull = true;
                        break;
                    }

                    Operations[request.Operation] = Operations.GetValueOrDefault(request.Operation) + 1;
                    First.TryAdd(request.Operation, Text(request));
                    break;
                default:
                    break;
            }
        }

        private string Text(ImageApiAuditRequest request) => $"{request.Method} {request.Path}, {Server} answered {request.Status}";
    }
}
