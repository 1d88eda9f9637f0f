using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>The container that was created.</summary>
public class CreateContainerResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public IList<string> Warnings { get; set; }
}
