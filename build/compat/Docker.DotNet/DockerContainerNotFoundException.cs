using System.Net;

namespace Docker.DotNet;

/// <summary>The daemon does not know a container or an exec process that the request named.</summary>
public class DockerContainerNotFoundException : DockerApiException
{
    /// <summary>Creates the exception for an answer.</summary>
    public DockerContainerNotFoundException(HttpStatusCode statusCode, string responseBody)
        : base(statusCode, responseBody)
    {
    }
}
