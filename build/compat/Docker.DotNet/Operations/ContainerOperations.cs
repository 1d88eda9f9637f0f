using System.Net;
using System.Text.Json;
using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class ContainerOperations(DockerTransport transport) : IContainerOperations
{
    private const string StatHeader = "X-Docker-Container-Path-Stat";

    public Task<IList<ContainerListResponse>> ListContainersAsync(ContainersListParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Add("size", parameters.Size)
            .Add("all", parameters.All)
            .Add("since", parameters.Since)
            .Add("before", parameters.Before)
            .Add("limit", parameters.Limit)
            .AddJson("filters", parameters.Filters, DockerJson.Default.Filters);
        return transport.ReadAsync(
            DockerRequest.Get("containers/json") with { Query = query }, DockerJson.Default.Containers, cancellationToken);
    }

    public Task<CreateContainerResponse> CreateContainerAsync(CreateContainerParameters parameters, CancellationToken cancellationToken)
    {
        var request = DockerRequest.Post("containers/create").WithJson(parameters, DockerJson.Default.CreateContainerParameters) with
        {
            NotFound = NotFound.Image,
            Query = parameters.Name is null ? null : new QueryString().Add("name", parameters.Name).Add("platform", parameters.Platform),
        };
        return transport.ReadAsync(request, DockerJson.Default.CreateContainerResponse, cancellationToken);
    }

    public Task<ContainerInspectResponse> InspectContainerAsync(string id, CancellationToken cancellationToken) =>
        transport.ReadAsync(
            Named(HttpMethod.Get, id, "/json"), DockerJson.Default.ContainerInspectResponse, cancellationToken);

    public async Task<MultiplexedStream> GetContainerLogsAsync(
        string id, bool tty, ContainerLogsParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Add("stdout", parameters.ShowStdout)
            .Add("stderr", parameters.ShowStderr)
            .Add("since", parameters.Since)
            .Add("until", parameters.Until)
            .Add("timestamps", parameters.Timestamps)
            .Add("follow", parameters.Follow)
            .Add("tail", parameters.Tail);
        var response = await transport.OpenAsync(
            Named(HttpMethod.Get, id, "/logs") with { Query = query, Unbounded = true }, cancellationToken);
        return new MultiplexedStream(await response.Content.ReadAsStreamAsync(cancellationToken), multiplexed: !tty);
    }

    public Task GetContainerStatsAsync(
        string id, ContainerStatsParameters parameters, IProgress<ContainerStatsResponse> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString().Require("stream", parameters.Stream).Add("one-shot", parameters.OneShot);
        return transport.ReportAsync(
            Named(HttpMethod.Get, id, "/stats") with { Query = query },
            DockerJson.Default.ContainerStatsResponse,
            progress,
            cancellationToken);
    }

    public async Task<bool> StartContainerAsync(string id, ContainerStartParameters parameters, CancellationToken cancellationToken)
    {
        var query = new QueryString().Add("detachKeys", parameters?.DetachKeys);
        var status = await transport.SendAsync(Named(HttpMethod.Post, id, "/start") with { Query = query }, cancellationToken);
        return status != HttpStatusCode.NotModified;
    }

    public async Task<bool> StopContainerAsync(string id, ContainerStopParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString().Add("t", parameters.WaitBeforeKillSeconds);
        var status = await transport.SendAsync(
            Named(HttpMethod.Post, id, "/stop") with { Query = query, Unbounded = true }, cancellationToken);
        return status != HttpStatusCode.NotModified;
    }

    public Task KillContainerAsync(string id, ContainerKillParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString().Add("signal", parameters.Signal);
        return transport.SendAsync(Named(HttpMethod.Post, id, "/kill") with { Query = query }, cancellationToken);
    }

    public Task<ContainerWaitResponse> WaitContainerAsync(string id, CancellationToken cancellationToken) =>
        transport.ReadAsync(
            Named(HttpMethod.Post, id, "/wait") with { Unbounded = true },
            DockerJson.Default.ContainerWaitResponse,
            cancellationToken);

    public Task RemoveContainerAsync(string id, ContainerRemoveParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Add("v", parameters.RemoveVolumes)
            .Add("link", parameters.RemoveLinks)
            .Add("force", parameters.Force);
        return transport.SendAsync(Named(HttpMethod.Delete, id, "") with { Query = query }, cancellationToken);
    }

    public async Task<GetArchiveFromContainerResponse> GetArchiveFromContainerAsync(
        string id, GetArchiveFromContainerParameters parameters, bool statOnly, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString().Require("path", parameters.Path);
        var response = await transport.OpenAsync(
            Named(statOnly ? HttpMethod.Head : HttpMethod.Get, id, "/archive") with { Query = query }, cancellationToken);
        return new GetArchiveFromContainerResponse
        {
            Stat = response.Headers.TryGetValues(StatHeader, out var values) ? ParseStat(values.First()) : null,
            Stream = statOnly ? null : await response.Content.ReadAsStreamAsync(cancellationToken),
        };
    }

    public Task ExtractArchiveToContainerAsync(
        string id, ContainerPathStatParameters parameters, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Require("path", parameters.Path)
            .Add("noOverwriteDirNonDir", parameters.AllowOverwriteDirWithFile);
        var request = Named(HttpMethod.Put, id, "/archive").WithTar(stream) with { Query = query, Unbounded = true };
        return transport.SendAsync(request, cancellationToken);
    }

    public Task<ContainersPruneResponse> PruneContainersAsync(ContainersPruneParameters parameters, CancellationToken cancellationToken)
    {
        var query = new QueryString().AddJson("filters", parameters?.Filters, DockerJson.Default.Filters);
        return transport.ReadAsync(
            DockerRequest.Post("containers/prune") with { Query = query },
            DockerJson.Default.ContainersPruneResponse,
            cancellationToken);
    }

    private static DockerRequest Named(HttpMethod method, string id, string action) =>
        new(method, $"containers/{DockerRequest.Segment(id, nameof(id))}{action}") { NotFound = NotFound.Container };

    private static ContainerPathStatResponse ParseStat(string base64) =>
        JsonSerializer.Deserialize(Convert.FromBase64String(base64), DockerJson.Default.ContainerPathStatResponse);
}
