namespace GlanceGate.TopDown.Connection;

/// <summary>One running stack, as the suite needs to know it. Nothing in it tells how the stack was started.</summary>
/// <param name="Source">The file that said so; only for messages.</param>
/// <param name="Variant">The stack's name in reports.</param>
/// <param name="Capabilities">What the stack can do beyond its APIs, for example <c>boot</c>, <c>console</c>, <c>snapshot</c>.</param>
/// <param name="Credentials">An administrator's log-in.</param>
/// <param name="Files">Files for the tests, as absolute paths: <c>guest</c> is the bootable image, <c>kernel</c> and <c>ramdisk</c> are beside it where it does not boot by itself.</param>
/// <param name="Proxy">A SOCKS proxy that stands in the stack's network and resolves its names, or null.</param>
/// <param name="Hosts">Addresses of the stack's host names where neither DNS nor a proxy knows them; empty otherwise.</param>
internal sealed record StackDescription(
    string Source,
    string Variant,
    IReadOnlyCollection<string> Capabilities,
    Credentials Credentials,
    IReadOnlyDictionary<string, string> Files,
    Uri? Proxy,
    IReadOnlyDictionary<string, string> Hosts)
{
    /// <summary>Glance's name for the format of the guest's image.</summary>
    public string GuestFormat { get; init; } = "raw";

    /// <summary>Memory that the guest needs, in MiB.</summary>
    public int GuestMemory { get; init; } = 64;

    /// <summary>The disk that a guest's server gets, in GiB; 0 is one as big as its image, where a snapshot would hold every empty byte.</summary>
    public int GuestDisk { get; init; } = 1;

    /// <summary>What was found out inside the running services, where no API tells it: service to name to text.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string>> Facts { get; init; } = new Dictionary<string, Dictionary<string, string>>();

    /// <summary>What the job hands to the suite beside the log-in, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Where something of this stack is that no catalog has, for example <c>rbd-observer</c>.</summary>
    /// <exception cref="StackFileException">The stack's file has no such parameter, or it is no URL.</exception>
    public Uri Address(string name) =>
        Parameters.TryGetValue(name, out var value) && Uri.TryCreate(value, UriKind.Absolute, out var url)
            ? url
            : throw new StackFileException($"{Source}: 'parameters.{name}' is {value ?? "missing"}, and this test needs a URL there");

    /// <exception cref="StackFileException">The stack's file has no such fact.</exception>
    public string Fact(string service, string name) =>
        Facts.TryGetValue(service, out var facts) && facts.TryGetValue(name, out var text)
            ? text
            : throw new StackFileException(
                $"{Source}: 'facts.{service}' has no '{name}', which this test needs; what is there: "
                + $"{(Facts.Count == 0 ? "nothing" : string.Join(", ", Facts.SelectMany(of => of.Value.Keys.Select(key => $"{of.Key}.{key}"))))}");

    /// <exception cref="StackFileException">The stack's file names no such file, or it does not exist.</exception>
    public string File(string name)
    {
        if (!Files.TryGetValue(name, out var path))
        {
            throw new StackFileException($"{Source}: 'files' has no '{name}', which this test needs");
        }

        return System.IO.File.Exists(path)
            ? path
            : throw new StackFileException($"{Source}: files.{name} is {path}, which does not exist");
    }
}

/// <summary>
/// A log-in with a password: Keystone's v3 endpoint (for example <c>http://keystone:5000/v3</c>), user and project by name in
/// their domains, and the region whose endpoints are used (null for any).
/// </summary>
internal sealed record Credentials(
    Uri AuthUrl, string UserName, string Password, string Project, string UserDomain, string ProjectDomain, string? Region);
