using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class ExecOperations(DockerTransport transport) : IExecOperations
{
    public Task<ContainerExecCreateResponse> ExecCreateContainerAsync(
        string id, ContainerExecCreateParameters parameters, CancellationToken cancellationToken)
    {
        var request = DockerRequest.Post($"containers/{DockerRequest.Segment(id, nameof(id))}/exec")
            .WithJson(parameters, DockerJson.Default.ContainerExecCreateParameters) with
        {
            NotFound = NotFound.Container,
        };
        return transport.ReadAsync(request, DockerJson.Default.ContainerExecCreateResponse, cancellationToken);
    }

    public Task StartContainerExecAsync(string id, CancellationToken cancellationToken) =>
        transport.SendAsync(Start(id, new ContainerExecStartParameters { Detach = true }), cancellationToken);

    public async Task<MultiplexedStream> StartAndAttachContainerExecAsync(string id, bool tty, CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecStartParameters { AttachStdin = true, AttachStdout = true, AttachStderr = true, Tty = tty };
        return new MultiplexedStream(await transport.HijackAsync(Start(id, parameters), cancellationToken), multiplexed: !tty);
    }

    public Task<ContainerExecInspectResponse> InspectContainerExecAsync(string id, CancellationToken cancellationToken)
    {
        var request = DockerRequest.Get($"exec/{DockerRequest.Segment(id, nameof(id))}/json") with { NotFound = NotFound.Container };
        return transport.ReadAsync(request, DockerJson.Default.ContainerExecInspectResponse, cancellationToken);
    }

    private static DockerRequest Start(string id, ContainerExecStartParameters parameters) =>
        DockerRequest.Post($"exec/{DockerRequest.Segment(id, nameof(id))}/start")
            .WithJson(parameters, DockerJson.Default.ContainerExecStartParameters) with
        {
            NotFound = NotFound.Container,
        };
}
