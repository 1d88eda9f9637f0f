#nullable enable
using System.Net;

namespace Docker.DotNet.Http;

/// <summary>What a 404 of an endpoint means.</summary>
internal static class NotFound
{
    public static DockerApiException Container(HttpStatusCode status, string body) => new DockerContainerNotFoundException(status, body);

    public static DockerApiException Image(HttpStatusCode status, string body) => new DockerImageNotFoundException(status, body);

    public static DockerApiException Network(HttpStatusCode status, string body) => new DockerNetworkNotFoundException(status, body);
}
