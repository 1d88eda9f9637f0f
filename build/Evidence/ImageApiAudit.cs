namespace GlanceGate.Evidence;

/// <summary>Who used which version of the image API, from the serving service's own access log.</summary>
/// <param name="Service">The service whose log was read.</param>
/// <param name="Requests">Access lines understood.</param>
/// <param name="Clients">One entry a client address, the audited clients first.</param>
internal sealed record ImageApiAudit(string Service, int Requests, IReadOnlyList<ImageApiClient> Clients)
{
    /// <summary>What breaks the rule, one sentence each, in the order of the clients that did it; empty when the audit holds.</summary>
    public IReadOnlyList<string> Violations => [.. Clients.SelectMany(client => client.Violations)];

    /// <summary>
    /// Why the log does not answer the question, one sentence each; empty when it does. A gap is never green, and it is no violation
    /// either: a control that must break the rule is not satisfied by a log that nobody can read.
    /// </summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];
}

/// <summary>One client of the image API.</summary>
/// <param name="Name">Service name, or the address when it belongs to no service.</param>
/// <param name="Audited">Whether the job names it as a client that must use v2 and never v1.</param>
/// <param name="V1Requests">Requests to v1 paths.</param>
/// <param name="V2Requests">Requests to v2 paths.</param>
/// <param name="V2Operations">Operation (<c>GET /v2/images/{id}</c>) to count, most frequent first.</param>
/// <param name="FirstV1">First v1 request as logged, or null.</param>
internal sealed record ImageApiClient(
    string Name,
    bool Audited,
    int V1Requests,
    int V2Requests,
    IReadOnlyList<KeyValuePair<string, int>> V2Operations,
    string? FirstV1)
{
    /// <summary>What it did against the rule, one sentence each.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];
}
