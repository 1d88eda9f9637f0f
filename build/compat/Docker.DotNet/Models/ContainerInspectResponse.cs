using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>All that the daemon knows about a container.</summary>
public class ContainerInspectResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public DateTime Created { get; set; }

    public string Path { get; set; }

    public IList<string> Args { get; set; }

    public ContainerState State { get; set; }

    public string Image { get; set; }

    public string ResolvConfPath { get; set; }

    public string HostnamePath { get; set; }

    public string HostsPath { get; set; }

    public string LogPath { get; set; }

    public string Name { get; set; }

    public long RestartCount { get; set; }

    public string Driver { get; set; }

    public string Platform { get; set; }

    public string MountLabel { get; set; }

    public string ProcessLabel { get; set; }

    public string AppArmorProfile { get; set; }

    public IList<string> ExecIDs { get; set; }

    public HostConfig HostConfig { get; set; }

    public long? SizeRw { get; set; }

    public long? SizeRootFs { get; set; }

    public IList<MountPoint> Mounts { get; set; }

    public Config Config { get; set; }

    public NetworkSettings NetworkSettings { get; set; }
}

/// <summary>How a container fares; times are ISO 8601, year 1 means never.</summary>
public class ContainerState
{
    public string Status { get; set; }

    public bool Running { get; set; }

    public bool Paused { get; set; }

    public bool Restarting { get; set; }

    public bool OOMKilled { get; set; }

    public bool Dead { get; set; }

    public long Pid { get; set; }

    public long ExitCode { get; set; }

    public string Error { get; set; }

    public string StartedAt { get; set; }

    public string FinishedAt { get; set; }

    public Health Health { get; set; }
}

/// <summary>What a container's health checks found.</summary>
public class Health
{
    public string Status { get; set; }

    public long FailingStreak { get; set; }

    public IList<HealthcheckResult> Log { get; set; }
}

/// <summary>What one health check found.</summary>
public class HealthcheckResult
{
    public DateTime Start { get; set; }

    public DateTime End { get; set; }

    public long ExitCode { get; set; }

    public string Output { get; set; }
}

/// <summary>A mount that a container has.</summary>
public class MountPoint
{
    public string Type { get; set; }

    public string Name { get; set; }

    public string Source { get; set; }

    public string Destination { get; set; }

    public string Driver { get; set; }

    public string Mode { get; set; }

    public bool RW { get; set; }

    public string Propagation { get; set; }
}
