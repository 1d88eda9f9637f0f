using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>
/// Networks, by id or name. Members that name one throw <see cref="DockerNetworkNotFoundException"/> if it is unknown,
/// and <see cref="DockerApiException"/> for every other refusal.
/// </summary>
public interface INetworkOperations
{
    /// <summary>Lists networks, without their containers.</summary>
    Task<IList<NetworkResponse>> ListNetworksAsync(NetworksListParameters parameters = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a network's settings and the ends in it.</summary>
    Task<NetworkResponse> InspectNetworkAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Removes a network that no container is connected to.</summary>
    Task DeleteNetworkAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Creates a network. Names are not unique unless the parameters ask for a check.</summary>
    Task<NetworksCreateResponse> CreateNetworkAsync(NetworksCreateParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Connects a container to a network.</summary>
    Task ConnectNetworkAsync(string id, NetworkConnectParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Disconnects a container from a network.</summary>
    Task DisconnectNetworkAsync(string id, NetworkDisconnectParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Removes unused networks: of the whole daemon, unless the filter names a label.</summary>
    Task<NetworksPruneResponse> PruneNetworksAsync(
        NetworksDeleteUnusedParameters parameters = null, CancellationToken cancellationToken = default);
}
