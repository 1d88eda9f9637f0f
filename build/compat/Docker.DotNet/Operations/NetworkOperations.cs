using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class NetworkOperations(DockerTransport transport) : INetworkOperations
{
    public Task<IList<NetworkResponse>> ListNetworksAsync(NetworksListParameters parameters, CancellationToken cancellationToken)
    {
        var query = new QueryString().AddJson("filters", parameters?.Filters, DockerJson.Default.Filters);
        return transport.ReadAsync(DockerRequest.Get("networks") with { Query = query }, DockerJson.Default.Networks, cancellationToken);
    }

    public Task<NetworkResponse> InspectNetworkAsync(string id, CancellationToken cancellationToken) =>
        transport.ReadAsync(Named(HttpMethod.Get, id, ""), DockerJson.Default.NetworkResponse, cancellationToken);

    public Task DeleteNetworkAsync(string id, CancellationToken cancellationToken) =>
        transport.SendAsync(Named(HttpMethod.Delete, id, ""), cancellationToken);

    public Task<NetworksCreateResponse> CreateNetworkAsync(NetworksCreateParameters parameters, CancellationToken cancellationToken) =>
        transport.ReadAsync(
            DockerRequest.Post("networks/create").WithJson(parameters, DockerJson.Default.NetworksCreateParameters),
            DockerJson.Default.NetworksCreateResponse,
            cancellationToken);

    public Task ConnectNetworkAsync(string id, NetworkConnectParameters parameters, CancellationToken cancellationToken) =>
        transport.SendAsync(
            Named(HttpMethod.Post, id, "/connect").WithJson(parameters, DockerJson.Default.NetworkConnectParameters),
            cancellationToken);

    public Task DisconnectNetworkAsync(string id, NetworkDisconnectParameters parameters, CancellationToken cancellationToken) =>
        transport.SendAsync(
            Named(HttpMethod.Post, id, "/disconnect").WithJson(parameters, DockerJson.Default.NetworkDisconnectParameters),
            cancellationToken);

    public Task<NetworksPruneResponse> PruneNetworksAsync(NetworksDeleteUnusedParameters parameters, CancellationToken cancellationToken)
    {
        var query = new QueryString().AddJson("filters", parameters?.Filters, DockerJson.Default.Filters);
        return transport.ReadAsync(
            DockerRequest.Post("networks/prune") with { Query = query }, DockerJson.Default.NetworksPruneResponse, cancellationToken);
    }

    private static DockerRequest Named(HttpMethod method, string id, string action) =>
        new(method, $"networks/{DockerRequest.Segment(id, nameof(id))}{action}") { NotFound = NotFound.Network };
}
