using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>A network. Its containers are known to an inspection only.</summary>
public class NetworkResponse
{
    public string Name { get; set; }

    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public DateTime Created { get; set; }

    public string Scope { get; set; }

    public string Driver { get; set; }

    public bool EnableIPv6 { get; set; }

    public IPAM IPAM { get; set; }

    public bool Internal { get; set; }

    public bool Attachable { get; set; }

    public bool Ingress { get; set; }

    public IDictionary<string, EndpointResource> Containers { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public IDictionary<string, string> Labels { get; set; }
}

/// <summary>A container's end of a network, seen from the network.</summary>
public class EndpointResource
{
    public string Name { get; set; }

    public string EndpointID { get; set; }

    public string MacAddress { get; set; }

    public string IPv4Address { get; set; }

    public string IPv6Address { get; set; }
}

/// <summary>How a network gives addresses.</summary>
public class IPAM
{
    public string Driver { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public IList<IPAMConfig> Config { get; set; }
}

/// <summary>A range of addresses.</summary>
public class IPAMConfig
{
    public string Subnet { get; set; }

    public string IPRange { get; set; }

    public string Gateway { get; set; }

    [JsonPropertyName("AuxiliaryAddresses")]
    public IDictionary<string, string> AuxAddress { get; set; }
}
