using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>The daemon's settings and its host.</summary>
public class SystemInfoResponse
{
    public string ID { get; set; }

    public long Containers { get; set; }

    public long ContainersRunning { get; set; }

    public long ContainersPaused { get; set; }

    public long ContainersStopped { get; set; }

    public long Images { get; set; }

    public string Driver { get; set; }

    public bool MemoryLimit { get; set; }

    public bool SwapLimit { get; set; }

    public bool PidsLimit { get; set; }

    public bool IPv4Forwarding { get; set; }

    public bool Debug { get; set; }

    public string SystemTime { get; set; }

    public string LoggingDriver { get; set; }

    public string CgroupDriver { get; set; }

    public string CgroupVersion { get; set; }

    public string KernelVersion { get; set; }

    public string OperatingSystem { get; set; }

    public string OSVersion { get; set; }

    public string OSType { get; set; }

    public string Architecture { get; set; }

    public long NCPU { get; set; }

    public long MemTotal { get; set; }

    public string DockerRootDir { get; set; }

    [JsonPropertyName("HttpProxy")]
    public string HTTPProxy { get; set; }

    [JsonPropertyName("HttpsProxy")]
    public string HTTPSProxy { get; set; }

    public string NoProxy { get; set; }

    public string Name { get; set; }

    public IList<string> Labels { get; set; }

    public bool ExperimentalBuild { get; set; }

    public string ServerVersion { get; set; }

    public string DefaultRuntime { get; set; }

    public bool LiveRestoreEnabled { get; set; }

    public string Isolation { get; set; }

    public string InitBinary { get; set; }

    public IList<string> SecurityOptions { get; set; }

    public IList<string> Warnings { get; set; }
}
