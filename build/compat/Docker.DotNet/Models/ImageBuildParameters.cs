namespace Docker.DotNet.Models;

/// <summary>How to build an image. A false is not sent and so means the daemon's default.</summary>
public class ImageBuildParameters
{
    public IList<string> Tags { get; set; }

    public bool? SuppressOutput { get; set; }

    public string RemoteContext { get; set; }

    public bool? NoCache { get; set; }

    public bool? Remove { get; set; }

    public bool? ForceRemove { get; set; }

    public string Pull { get; set; }

    public string CPUSetCPUs { get; set; }

    public long? CPUShares { get; set; }

    public long? CPUQuota { get; set; }

    public long? CPUPeriod { get; set; }

    public long? Memory { get; set; }

    public long? MemorySwap { get; set; }

    public string NetworkMode { get; set; }

    public long? ShmSize { get; set; }

    public string Dockerfile { get; set; }

    public IDictionary<string, string> BuildArgs { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public bool? Squash { get; set; }

    public IList<string> CacheFrom { get; set; }

    public IList<string> ExtraHosts { get; set; }

    public string Target { get; set; }

    public string Platform { get; set; }

    public string Outputs { get; set; }
}
