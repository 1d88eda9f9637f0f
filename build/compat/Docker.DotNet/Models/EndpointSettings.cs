namespace Docker.DotNet.Models;

/// <summary>A container's end of a network.</summary>
public class EndpointSettings
{
    public EndpointIPAMConfig IPAMConfig { get; set; }

    public IList<string> Links { get; set; }

    public IList<string> Aliases { get; set; }

    public string NetworkID { get; set; }

    public string EndpointID { get; set; }

    public string Gateway { get; set; }

    public string IPAddress { get; set; }

    public long IPPrefixLen { get; set; }

    public string IPv6Gateway { get; set; }

    public string GlobalIPv6Address { get; set; }

    public long GlobalIPv6PrefixLen { get; set; }

    public string MacAddress { get; set; }

    public IDictionary<string, string> DriverOpts { get; set; }
}

/// <summary>Addresses that a container asks for.</summary>
public class EndpointIPAMConfig
{
    public string IPv4Address { get; set; }

    public string IPv6Address { get; set; }

    public IList<string> LinkLocalIPs { get; set; }
}

/// <summary>The networks that a container is created in, by name.</summary>
public class NetworkingConfig
{
    public IDictionary<string, EndpointSettings> EndpointsConfig { get; set; }
}
