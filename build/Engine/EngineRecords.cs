using GlanceGate.Inputs;

namespace GlanceGate.Engine;

/// <summary>What an engine is.</summary>
/// <param name="Name">For people: product and version.</param>
/// <param name="Endpoint">Address that the gate talks to.</param>
/// <param name="ApiVersion">API version that the engine speaks.</param>
/// <param name="OperatingSystem">Operating system of the engine's host.</param>
/// <param name="Cpus">CPUs of the engine's host.</param>
/// <param name="MemoryBytes">Memory of the engine's host in bytes.</param>
/// <param name="IsLocal">Whether container addresses can be reached from this machine.</param>
internal sealed record EngineInfo(
    string Name, Uri Endpoint, string ApiVersion, string OperatingSystem, long Cpus, long MemoryBytes, bool IsLocal)
{
    /// <summary>The processor of the engine's host, or its name where it is another machine: evidence, for who compares runs of several machines.</summary>
    public string Machine { get; init; } = "";
}

/// <summary>An image that the engine has.</summary>
/// <param name="Id">Content id.</param>
/// <param name="SizeBytes">Size in bytes.</param>
/// <param name="Labels">Labels of the image.</param>
internal sealed record ImageInfo(string Id, long SizeBytes, IReadOnlyDictionary<string, string> Labels);

/// <summary>A reference to an image that the engine has.</summary>
/// <param name="Reference">Name and tag.</param>
/// <param name="Created">When the image was made.</param>
/// <param name="Image">The image.</param>
internal sealed record TaggedImage(string Reference, DateTimeOffset Created, ImageInfo Image);

/// <summary>An image to build.</summary>
/// <param name="Reference">Name and tag of the result.</param>
/// <param name="Dockerfile">Text of the Dockerfile.</param>
/// <param name="Files">Path relative to the build context to bytes and mode, without the Dockerfile.</param>
/// <param name="Labels">Labels of the result.</param>
internal sealed record ImageBuild(
    string Reference, string Dockerfile, IReadOnlyDictionary<string, ContextFile> Files, IReadOnlyDictionary<string, string> Labels);

/// <summary>What the containers of a network reach.</summary>
internal enum NetworkReach
{
    /// <summary>Each other.</summary>
    Itself,

    /// <summary>Each other, and the engine's machine and they reach each other, where the gate runs on it: for a person who works on a stack.</summary>
    Machine,

    /// <summary>Each other, and what the engine's machine reaches.</summary>
    Outside,
}

/// <summary>A container to create.</summary>
/// <param name="Name">Engine-wide unique name.</param>
/// <param name="Image">Image reference that the engine has.</param>
/// <param name="Network">Network to join, or null for the engine's default network.</param>
/// <param name="Aliases">Names by which other containers of the network find it.</param>
/// <param name="Labels">Labels.</param>
internal sealed record ContainerSpec(
    string Name, string Image, string? Network, IReadOnlyList<string> Aliases, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Host name inside the container, or null for the engine's choice.</summary>
    public string? Hostname { get; init; }

    /// <summary>User inside the container, or null for the image's.</summary>
    public string? User { get; init; }

    /// <summary>Replaces the image's entry point when not null.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Replaces the image's command when not null.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute path to a file that is in the container before it starts, owned by root. A file on a tmpfs path is refused.</summary>
    public IReadOnlyDictionary<string, ContextFile> Files { get; init; } = new Dictionary<string, ContextFile>();

    /// <summary>A second network, by which it reaches what is outside of <see cref="Network"/>, or null.</summary>
    public string? EgressNetwork { get; init; }

    /// <summary>Most processes and threads at once, or null for no limit.</summary>
    public int? PidsLimit { get; init; }

    /// <summary>Whether its root file system cannot be written; it can have no <see cref="Files"/> then.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Memory limit in bytes, or null.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Processor cores that it may run on, in the kernel's words, or null for all.</summary>
    public string? Cpuset { get; init; }

    /// <summary>Absolute path to tmpfs mount options.</summary>
    public IReadOnlyDictionary<string, string> Tmpfs { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute path to the name of a volume, which must exist and is mounted as it is, without what the image has there.</summary>
    public IReadOnlyDictionary<string, string> Volumes { get; init; } = new Dictionary<string, string>();

    /// <summary>Added capabilities.</summary>
    public IReadOnlyList<string> CapAdd { get; init; } = [];

    /// <summary>Dropped capabilities.</summary>
    public IReadOnlyList<string> CapDrop { get; init; } = [];

    /// <summary>Security options.</summary>
    public IReadOnlyList<string> SecurityOpt { get; init; } = [];

    /// <summary>Host devices.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Whether a reaping init runs as process 1.</summary>
    public bool Init { get; init; }
}

/// <summary>State of a container.</summary>
/// <param name="Id">Engine's id.</param>
/// <param name="Status">The engine's word: created, running, exited, dead.</param>
/// <param name="ExitCode">Exit code once it has ended, else null.</param>
/// <param name="OutOfMemory">Whether the kernel ended it for exceeding its memory limit.</param>
/// <param name="Error">The engine's error text, for example why it could not start; null when there is none.</param>
/// <param name="Address">IPv4 address on the stack's network, or null while it has none.</param>
/// <param name="Image">Id of the image that it runs.</param>
internal sealed record ContainerState(
    string Id, string Status, long? ExitCode, bool OutOfMemory, string? Error, string? Address, string Image)
{
    /// <summary>Whether it runs now.</summary>
    public bool IsRunning => Status == "running";
}

/// <summary>One line of a container's log.</summary>
/// <param name="Time">When the engine received it.</param>
/// <param name="FromStandardError">Which stream it came from.</param>
/// <param name="Text">The line without its end.</param>
internal readonly record struct LogLine(DateTimeOffset Time, bool FromStandardError, string Text);

/// <summary>Result of a command in a container.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record ExecResult(long ExitCode, string Output, string Errors)
{
    /// <summary>Whether it wrote more to standard output than is kept.</summary>
    public bool IsCut { get; init; }
}

/// <summary>What kind of engine object.</summary>
internal enum EngineObjectKind
{
    /// <summary>A container, running or not.</summary>
    Container,

    /// <summary>A network.</summary>
    Network,

    /// <summary>A volume.</summary>
    Volume,
}

/// <summary>An engine object that carries labels of the gate.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Id">Engine's id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Labels">All its labels.</param>
internal sealed record EngineObject(EngineObjectKind Kind, string Id, string Name, IReadOnlyDictionary<string, string> Labels);
