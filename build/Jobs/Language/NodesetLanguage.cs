using System.Net;
using System.Net.Sockets;
using static GlanceGate.Jobs.Language.TextShapes;

namespace GlanceGate.Jobs.Language;

/// <summary>The keys of <c>nodeset</c>: Zuul's word, for hosts that exist already.</summary>
internal static class NodesetLanguage
{
    /// <summary>Keys of a node that hold commands.</summary>
    public static IReadOnlyList<string> Commands { get; } = ["prepare", "deliver", "exec", "log", "remove"];

    private static TextShape Address { get; } = new("an IPv4 address")
    {
        Accepts = text => IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text && !address.Equals(IPAddress.Any),
        Pattern = @"^[0-9]{1,3}(\.[0-9]{1,3}){3}$",
        Help = "write it as 192.0.2.10; 0.0.0.0 is no address that can be reached",
    };

    private static TextShape ServicePort { get; } = Endpoint with
    {
        Noun = "service:port",
        Accepts = text => TryEndpoint(text, "", out var host, out _) && host.Length > 0,
        Pattern = "^[a-z][a-z0-9-]*:[0-9]{1,5}$",
        Also = [],
        Help = "write api:8080",
    };

    private static ObjectShape Node { get; } = new("node", "a node",
    [
        new("address", Address, "Address that the host connects from; connections of others are refused."),
        new("service", Name, "Service that runs on the host, and for which no container is started."),
        new("timeout", Duration, "Longest time of 'prepare', and of 'deliver'; 5m when absent."),
        new("prepare", Arguments, "Command on the gate's machine that makes the host ready before the stack is published to it."),
        new(
            "deliver",
            Arguments,
            "Command on the gate's machine, in the bundle's folder, that puts the bundle in place on the host and starts the service; without it a person does."),
        new("exec", Arguments, "Command on the gate's machine that runs the command after it on the host: for facts and healthchecks."),
        new("log", Arguments, "Command on the gate's machine that prints the service's log from its start and goes on until the service ends."),
        new("remove", Arguments, "Command on the gate's machine that stops the service and takes the bundle away; it runs however the run ends."),
    ]);

    /// <summary>A nodeset.</summary>
    public static ObjectShape Nodeset { get; } = new("nodeset", "a nodeset",
    [
        new("listen", Address, "Address of the gate's machine at which the nodes reach the stack; 127.0.0.1 when absent."),
        new(
            "publish",
            new ListShape("a list of ports", ServicePort) { MinItems = 1, Unique = true },
            "Ports of services, as service:port, that the nodes reach at 'listen' under the same numbers."),
        new(
            "nodes",
            new MapShape("a mapping of nodes", Name with { Noun = "the name of a node" }, Node)
            {
                Help = "write name: {address: 192.0.2.10, service: ...}",
            },
            "The hosts, by name. A null value removes an inherited one."),
    ]);
}
