using GlanceGate.Jobs;

namespace GlanceGate.Evidence;

/// <summary>Reads the image service's own access log and says who used which version of its API.</summary>
/// <remarks>
/// The log is the only witness that no configuration can talk round: Glance writes a line for every request, also for those that it
/// refuses before authentication, as requests to v1 are. Whatever cannot be read is a gap, never an absence of requests.
/// </remarks>
internal static class ImageApiAuditor
{
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
        var requests = 0;
        var unread = 0;
        string? firstUnread = null;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            var found = ImageApiAuditRequest.Parse(line);
            foreach (var request in found)
            {
                requests++;
                var name = request.Clients.Select(addresses.GetValueOrDefault).FirstOrDefault(known => known is not null) ?? request.Clients[0];
                if (!clients.TryGetValue(name, out var tally))
                {
                    clients.Add(name, tally = new Tally(name, definition.Service, Audited: false));
                }

                tally.Add(request);
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
            Gaps = [.. Gaps(definition, requests, unread, firstUnread, [.. audited.Select(client => client.Name).Union(definition.Forbidden.Keys).Except(addresses.Values)])],
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
        public Dictionary<string, int> Operations { get; } = [];

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
