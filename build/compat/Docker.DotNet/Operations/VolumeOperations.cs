using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class VolumeOperations(DockerTransport transport) : IVolumeOperations
{
    public Task<VolumesListResponse> ListAsync(CancellationToken cancellationToken) => ListAsync(null, cancellationToken);

    public Task<VolumesListResponse> ListAsync(VolumesListParameters parameters, CancellationToken cancellationToken)
    {
        var query = new QueryString().AddJson("filters", parameters?.Filters, DockerJson.Default.Filters);
        return transport.ReadAsync(
            DockerRequest.Get("volumes") with { Query = query }, DockerJson.Default.VolumesListResponse, cancellationToken);
    }

    public Task<VolumeResponse> CreateAsync(VolumesCreateParameters parameters, CancellationToken cancellationToken) =>
        transport.ReadAsync(
            DockerRequest.Post("volumes/create").WithJson(parameters, DockerJson.Default.VolumesCreateParameters),
            DockerJson.Default.VolumeResponse,
            cancellationToken);

    public Task<VolumeResponse> InspectAsync(string name, CancellationToken cancellationToken) =>
        transport.ReadAsync(DockerRequest.Get(PathOf(name)), DockerJson.Default.VolumeResponse, cancellationToken);

    public Task RemoveAsync(string name, bool? force, CancellationToken cancellationToken) =>
        transport.SendAsync(
            DockerRequest.Delete(PathOf(name)) with { Query = new QueryString().Add("force", force) }, cancellationToken);

    public Task<VolumesPruneResponse> PruneAsync(VolumesPruneParameters parameters, CancellationToken cancellationToken)
    {
        var query = new QueryString().AddJson("filters", parameters?.Filters, DockerJson.Default.Filters);
        return transport.ReadAsync(
            DockerRequest.Post("volumes/prune") with { Query = query }, DockerJson.Default.VolumesPruneResponse, cancellationToken);
    }

    private static string PathOf(string name) => $"volumes/{DockerRequest.Segment(name, nameof(name))}";
}
