namespace GlanceGate.Jobs;

/// <summary>One service of a stack as the job files describe it, merged and checked.</summary>
/// <remarks>Strings may still hold <c>${secret:name}</c> and <c>${session}</c>; <see cref="Topology"/> replaces them.</remarks>
/// <param name="Name">Service name, which is also its network alias.</param>
/// <param name="Image">A folder under <c>build/Images</c>, or a registry reference with a tag or digest.</param>
/// <param name="Hostname">Host name inside the container; the service name when null.</param>
/// <param name="User">User inside the container; the image's when null.</param>
/// <param name="Entrypoint">Replaces the image's entry point when not null.</param>
/// <param name="Command">Replaces the image's command when not null.</param>
/// <param name="Environment">Environment variables.</param>
/// <param name="Config">Absolute path to file content, copied into the container before it starts.</param>
/// <param name="Healthcheck">When the service counts as healthy; null means as soon as it runs.</param>
/// <param name="DependsOn">Service to the condition that must hold before this one is started.</param>
/// <param name="MemoryLimit">Bytes, or null for no limit.</param>
/// <param name="Tmpfs">Absolute path to mount options, which may be empty.</param>
/// <param name="CapAdd">Capabilities added to the engine's default set.</param>
/// <param name="CapDrop">Capabilities dropped from it; <c>ALL</c> drops every one.</param>
/// <param name="SecurityOpt">Engine security options, for example <c>no-new-privileges</c>.</param>
/// <param name="Devices">Host devices, <c>/dev/x</c> or <c>/dev/x:/dev/y:rwm</c>.</param>
/// <param name="Init">Whether the engine puts a reaping init in front of the command.</param>
/// <param name="Source">Where the service is declared.</param>
internal sealed record ServiceDefinition(
    string Name,
    string Image,
    string? Hostname,
    string? User,
    IReadOnlyList<string>? Entrypoint,
    IReadOnlyList<string>? Command,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, ConfigFile> Config,
    HealthcheckDefinition? Healthcheck,
    IReadOnlyDictionary<string, DependencyCondition> DependsOn,
    long? MemoryLimit,
    IReadOnlyDictionary<string, string> Tmpfs,
    IReadOnlyList<string> CapAdd,
    IReadOnlyList<string> CapDrop,
    IReadOnlyList<string> SecurityOpt,
    IReadOnlyList<string> Devices,
    bool Init,
    SourceSpan Source)
{
    /// <summary>Projects whose code the service runs. It gets changes to these alone; null stands for all that its image, or its host, holds.</summary>
    public IReadOnlyList<string>? Projects { get; init; }

    /// <summary>Most processes and threads at once; a default when null.</summary>
    public int? PidsLimit { get; init; }

    /// <summary>Whether its root file system cannot be written.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether it reaches networks outside of the stack.</summary>
    public bool Egress { get; init; }

    /// <summary>Absolute path to the name of the stack's volume that is mounted there; every service that names it has the same files.</summary>
    public IReadOnlyDictionary<string, string> Volumes { get; init; } = new Dictionary<string, string>();

    /// <summary>Name to a command inside the container whose output the suite is given once the stack is healthy.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Facts { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether the service runs a project where its image, or its host, holds it.</summary>
    public bool Runs(string project) => Projects?.Contains(project) != false;
}

/// <summary>The content of one configuration file: either text, or sections that are rendered as INI.</summary>
/// <param name="Text">The file's text, or null when <paramref name="Sections"/> is set.</param>
/// <param name="Sections">Section to key to values; more than one value is rendered as repeated keys.</param>
internal sealed record ConfigFile(
    string? Text,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>? Sections);

/// <summary>Condition of a dependency, in Compose's words.</summary>
internal enum DependencyCondition
{
    /// <summary>The dependency's container runs.</summary>
    ServiceStarted,

    /// <summary>The dependency's healthcheck passed.</summary>
    ServiceHealthy,

    /// <summary>The dependency ran to its end with exit code 0.</summary>
    ServiceCompletedSuccessfully,
}

/// <summary>When a service counts as healthy.</summary>
/// <param name="Probe">What is asked.</param>
/// <param name="Interval">Pause between two probes.</param>
/// <param name="Timeout">Deadline, counted from the start of the container.</param>
internal sealed record HealthcheckDefinition(HealthProbe Probe, TimeSpan Interval, TimeSpan Timeout);

/// <summary>What a healthcheck asks.</summary>
internal abstract record HealthProbe
{
    private HealthProbe()
    {
    }

    /// <summary>The service that is asked and the key of the job language that names it; null where only the service itself is looked at.</summary>
    public (string Key, string Host)? FindAsked() => this switch
    {
        Http http => ("http", http.Url.Host),
        Tcp tcp => ("tcp", tcp.Host),
        Command { In: { } other } => ("in", other),
        _ => null,
    };

    /// <summary>A GET on a URL as seen from inside the stack's network.</summary>
    /// <param name="Url">Absolute http URL; the host is a service name.</param>
    /// <param name="Status">Accepted status codes; empty accepts 200 to 399.</param>
    internal sealed record Http(Uri Url, IReadOnlyList<int> Status) : HealthProbe;

    /// <summary>A TCP connection from inside the stack's network.</summary>
    /// <param name="Host">Service name.</param>
    /// <param name="Port">Port number.</param>
    internal sealed record Tcp(string Host, int Port) : HealthProbe;

    /// <summary>A command inside a container; exit code 0 is healthy.</summary>
    /// <param name="Arguments">The command and its arguments, no shell.</param>
    internal sealed record Command(IReadOnlyList<string> Arguments) : HealthProbe
    {
        /// <summary>Service in whose container it runs, or null for the service's own.</summary>
        public string? In { get; init; }
    }

    /// <summary>A line in the service's log.</summary>
    /// <param name="Pattern">Regular expression.</param>
    internal sealed record Log(string Pattern) : HealthProbe;

    /// <summary>The service runs to its end with this exit code, as a one-shot service does.</summary>
    /// <param name="Code">Expected exit code.</param>
    internal sealed record Exit(int Code) : HealthProbe;
}
