using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal sealed class ImageOperations(DockerTransport transport) : IImageOperations
{
    public Task<IList<ImagesListResponse>> ListImagesAsync(ImagesListParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Add("all", parameters.All)
            .AddJson("filters", parameters.Filters, DockerJson.Default.Filters)
            .Add("digests", parameters.Digests);
        return transport.ReadAsync(DockerRequest.Get("images/json") with { Query = query }, DockerJson.Default.Images, cancellationToken);
    }

    public Task BuildImageFromDockerfileAsync(
        ImageBuildParameters parameters,
        Stream contents,
        IEnumerable<AuthConfig> authConfigs,
        IDictionary<string, string> headers,
        IProgress<JSONMessage> progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var request = DockerRequest.Post("build").WithTar(contents) with
        {
            Query = ImageBuildQuery.From(parameters),
            Headers = [.. RegistryHeaders.ForBuild(authConfigs), .. headers ?? new Dictionary<string, string>()],
        };
        return LongWorkAsync(request, progress, cancellationToken);
    }

    public Task CreateImageAsync(
        ImagesCreateParameters parameters, AuthConfig authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken) =>
        CreateImageAsync(parameters, imageStream: null, authConfig, progress, cancellationToken);

    public Task CreateImageAsync(
        ImagesCreateParameters parameters,
        Stream imageStream,
        AuthConfig authConfig,
        IProgress<JSONMessage> progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Add("fromImage", parameters.FromImage)
            .Add("fromSrc", imageStream is null ? parameters.FromSrc : "-")
            .Add("repo", parameters.Repo)
            .Add("tag", parameters.Tag)
            .Add("message", parameters.Message)
            .AddEach("changes", parameters.Changes)
            .Add("platform", parameters.Platform);
        var request = DockerRequest.Post("images/create") with { Query = query, Headers = RegistryHeaders.For(authConfig) };
        return LongWorkAsync(imageStream is null ? request : request.WithTar(imageStream), progress, cancellationToken);
    }

    public Task<ImageInspectResponse> InspectImageAsync(string name, CancellationToken cancellationToken) =>
        transport.ReadAsync(Named(HttpMethod.Get, name, "/json"), DockerJson.Default.ImageInspectResponse, cancellationToken);

    public Task TagImageAsync(string name, ImageTagParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString()
            .Add("repo", parameters.RepositoryName)
            .Add("tag", parameters.Tag)
            .Add("force", parameters.Force);
        return transport.SendAsync(Named(HttpMethod.Post, name, "/tag") with { Query = query }, cancellationToken);
    }

    public Task<IList<IDictionary<string, string>>> DeleteImageAsync(
        string name, ImageDeleteParameters parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryString().Add("force", parameters.Force).Add("noprune", parameters.NoPrune);
        return transport.ReadAsync(
            Named(HttpMethod.Delete, name, "") with { Query = query }, DockerJson.Default.DeletedImages, cancellationToken);
    }

    public Task<ImagesPruneResponse> PruneImagesAsync(ImagesPruneParameters parameters, CancellationToken cancellationToken)
    {
        var query = new QueryString().AddJson("filters", parameters?.Filters, DockerJson.Default.Filters);
        return transport.ReadAsync(
            DockerRequest.Post("images/prune") with { Query = query }, DockerJson.Default.ImagesPruneResponse, cancellationToken);
    }

    public Task<CommitContainerChangesResponse> CommitContainerChangesAsync(
        CommitContainerChangesParameters parameters, CancellationToken cancellationToken)
    {
        var request = DockerRequest.Post("commit").WithJson(parameters, DockerJson.Default.CommitContainerChangesParameters) with
        {
            Unbounded = true,
            Query = new QueryString()
                .Require("container", parameters.ContainerID)
                .Add("repo", parameters.RepositoryName)
                .Add("tag", parameters.Tag)
                .Add("comment", parameters.Comment)
                .Add("author", parameters.Author)
                .AddEach("changes", parameters.Changes)
                .Add("pause", parameters.Pause),
        };
        return transport.ReadAsync(request, DockerJson.Default.CommitContainerChangesResponse, cancellationToken);
    }

    public Task LoadImageAsync(
        ImageLoadParameters parameters, Stream imageStream, IProgress<JSONMessage> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var request = DockerRequest.Post("images/load").WithTar(imageStream) with
        {
            Query = new QueryString().Require("quiet", parameters.Quiet),
        };
        return LongWorkAsync(request, progress, cancellationToken);
    }

    private static DockerRequest Named(HttpMethod method, string name, string action) =>
        new(method, $"images/{DockerRequest.Segment(name, nameof(name))}{action}") { NotFound = NotFound.Image };

    private Task LongWorkAsync(DockerRequest request, IProgress<JSONMessage> progress, CancellationToken cancellationToken) =>
        transport.ReportAsync(request with { Unbounded = true }, DockerJson.Default.JSONMessage, progress, cancellationToken);
}
