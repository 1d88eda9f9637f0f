namespace Docker.DotNet.Models;

/// <summary>A container to connect, by id or name.</summary>
public class NetworkConnectParameters
{
    public string Container { get; set; }

    public EndpointSettings EndpointConfig { get; set; }
}

/// <summary>A container to disconnect, by id or name.</summary>
public class NetworkDisconnectParameters
{
    public string Container { get; set; }

    public bool Force { get; set; }
}
