using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>A container to make an image of.</summary>
public class CommitContainerChangesParameters
{
    [JsonIgnore]
    public string ContainerID { get; set; }

    [JsonIgnore]
    public string RepositoryName { get; set; }

    [JsonIgnore]
    public string Tag { get; set; }

    [JsonIgnore]
    public string Comment { get; set; }

    [JsonIgnore]
    public string Author { get; set; }

    [JsonIgnore]
    public IList<string> Changes { get; set; }

    [JsonIgnore]
    public bool? Pause { get; set; }
}

/// <summary>The image that was made.</summary>
public class CommitContainerChangesResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }
}
