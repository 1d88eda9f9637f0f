namespace GlanceGate.Jobs;

/// <summary>Hosts that exist already, on which services of the stack run instead of in containers.</summary>
/// <param name="Listen">IPv4 address of this machine at which the nodes reach the stack.</param>
/// <param name="Publish">What they reach there, each port under its own number.</param>
/// <param name="Nodes">The hosts; no two have the same address or service.</param>
internal sealed record NodesetDefinition(string Listen, IReadOnlyList<PublishedPort> Publish, IReadOnlyList<NodeDefinition> Nodes)
{
    /// <summary>What stands in for the variant's host, in words for people.</summary>
    public string Host => $"external ({string.Join(", ", Nodes.Select(node => $"{node.Service} on {node.Name}, {node.Address}"))})";

    /// <summary>The node that a service runs on, or null for one in a container.</summary>
    public NodeDefinition? Find(string service) => Nodes.FirstOrDefault(node => node.Service == service);
}

/// <summary>A port of a service in the stack's network.</summary>
/// <param name="Service">The service.</param>
/// <param name="Port">TCP port.</param>
internal sealed record PublishedPort(string Service, int Port);

/// <summary>A host that exists already.</summary>
/// <remarks>
/// Commands run on this machine, in the node's bundle folder; there is no shell. A program with a slash in it that does not begin with one
/// is a file below <c>jobs/</c>. What is null is a person's to do.
/// </remarks>
/// <param name="Name">Its name.</param>
/// <param name="Address">IPv4 address that it connects from; connections of others are refused.</param>
/// <param name="Service">The service that runs on it.</param>
/// <param name="Timeout">Longest time of its preparation, and of its delivery.</param>
internal sealed record NodeDefinition(string Name, string Address, string Service, TimeSpan Timeout)
{
    /// <summary>Makes the host ready before anything is published to it: powers it on, brings it back to a known state.</summary>
    public IReadOnlyList<string>? Prepare { get; init; }

    /// <summary>Puts the bundle in place and starts the service.</summary>
    public IReadOnlyList<string>? Deliver { get; init; }

    /// <summary>Runs the command that follows it on the host, as a container's command would run in the container.</summary>
    public IReadOnlyList<string>? Exec { get; init; }

    /// <summary>Prints the service's log from its start, line by line as it comes, until the service ends.</summary>
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>Stops the service and takes away what was put in place; also after a preparation or delivery that failed.</summary>
    public IReadOnlyList<string>? Remove { get; init; }

    /// <summary>Every command by the word that job files have for it.</summary>
    public IEnumerable<(string Word, IReadOnlyList<string> Command)> Commands => new[]
    {
        ("prepare", Prepare), ("deliver", Deliver), ("exec", Exec), ("log", Log), ("remove", Remove),
    }.Where(item => item.Item2 is not null).Select(item => (item.Item1, item.Item2!));
}
