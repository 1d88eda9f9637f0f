using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>What a container may and may not do on its host.</summary>
public class HostConfig
{
    public IList<string> Binds { get; set; }

    public LogConfig LogConfig { get; set; }

    public string NetworkMode { get; set; }

    public IDictionary<string, IList<PortBinding>> PortBindings { get; set; }

    public bool AutoRemove { get; set; }

    public IList<string> CapAdd { get; set; }

    public IList<string> CapDrop { get; set; }

    public string CgroupnsMode { get; set; }

    [JsonPropertyName("Dns")]
    public IList<string> DNS { get; set; }

    [JsonPropertyName("DnsOptions")]
    public IList<string> DNSOptions { get; set; }

    [JsonPropertyName("DnsSearch")]
    public IList<string> DNSSearch { get; set; }

    public IList<string> ExtraHosts { get; set; }

    public IList<string> GroupAdd { get; set; }

    public string IpcMode { get; set; }

    public long OomScoreAdj { get; set; }

    public string PidMode { get; set; }

    public bool Privileged { get; set; }

    public bool PublishAllPorts { get; set; }

    public bool ReadonlyRootfs { get; set; }

    public IList<string> SecurityOpt { get; set; }

    public IDictionary<string, string> Tmpfs { get; set; }

    public string UTSMode { get; set; }

    public string UsernsMode { get; set; }

    public long ShmSize { get; set; }

    public IDictionary<string, string> Sysctls { get; set; }

    public string Runtime { get; set; }

    [JsonPropertyName("CpuShares")]
    public long CPUShares { get; set; }

    public long Memory { get; set; }

    [JsonPropertyName("NanoCpus")]
    public long NanoCPUs { get; set; }

    public string CgroupParent { get; set; }

    [JsonPropertyName("CpuPeriod")]
    public long CPUPeriod { get; set; }

    [JsonPropertyName("CpuQuota")]
    public long CPUQuota { get; set; }

    public string CpusetCpus { get; set; }

    public IList<DeviceMapping> Devices { get; set; }

    public IList<string> DeviceCgroupRules { get; set; }

    public long MemoryReservation { get; set; }

    public long MemorySwap { get; set; }

    public long? MemorySwappiness { get; set; }

    public bool? OomKillDisable { get; set; }

    public long? PidsLimit { get; set; }

    public IList<Ulimit> Ulimits { get; set; }

    public IList<Mount> Mounts { get; set; }

    public IList<string> MaskedPaths { get; set; }

    public IList<string> ReadonlyPaths { get; set; }

    public bool? Init { get; set; }
}

/// <summary>Where the daemon keeps a container's output.</summary>
public class LogConfig
{
    public string Type { get; set; }

    public IDictionary<string, string> Config { get; set; }
}

/// <summary>A port of the host that leads to a container's.</summary>
public class PortBinding
{
    [JsonPropertyName("HostIp")]
    public string HostIP { get; set; }

    public string HostPort { get; set; }
}

/// <summary>A device of the host in a container.</summary>
public class DeviceMapping
{
    public string PathOnHost { get; set; }

    public string PathInContainer { get; set; }

    public string CgroupPermissions { get; set; }
}

/// <summary>A limit of resources for a container's processes.</summary>
public class Ulimit
{
    public string Name { get; set; }

    public long Hard { get; set; }

    public long Soft { get; set; }
}
