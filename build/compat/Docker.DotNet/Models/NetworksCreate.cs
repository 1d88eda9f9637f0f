using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>A network to be.</summary>
public class NetworksCreateParameters
{
    public bool CheckDuplicate { get; set; }

    public string Driver { get; set; }

    public string Scope { get; set; }

    public bool EnableIPv6 { get; set; }

    public IPAM IPAM { get; set; }

    public bool Internal { get; set; }

    public bool Attachable { get; set; }

    public bool Ingress { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string Name { get; set; }
}

/// <summary>The network that was created.</summary>
public class NetworksCreateResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public string Warning { get; set; }
}
