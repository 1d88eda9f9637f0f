using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>Where to unpack an archive.</summary>
public class ContainerPathStatParameters
{
    public string Path { get; set; }

    public bool? AllowOverwriteDirWithFile { get; set; }
}

/// <summary>What to pack.</summary>
public class GetArchiveFromContainerParameters
{
    public string Path { get; set; }
}

/// <summary>A packed path.</summary>
public class GetArchiveFromContainerResponse
{
    public ContainerPathStatResponse Stat { get; set; }

    public Stream Stream { get; set; }
}

/// <summary>What a path is; the mode is Go's.</summary>
public class ContainerPathStatResponse
{
    [JsonPropertyName("name")]
    public string Name { get; set; }

    [JsonPropertyName("size")]
    public long Size { get; set; }

    [JsonPropertyName("mode")]
    public uint Mode { get; set; }

    [JsonPropertyName("mtime")]
    public DateTime Mtime { get; set; }

    [JsonPropertyName("linkTarget")]
    public string LinkTarget { get; set; }
}
