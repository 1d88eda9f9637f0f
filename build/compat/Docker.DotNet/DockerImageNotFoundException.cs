using System.Net;

namespace Docker.DotNet;

/// <summary>The daemon does not know an image that the request named.</summary>
public class DockerImageNotFoundException : DockerApiException
{
    /// <summary>Creates the exception for an answer.</summary>
    public DockerImageNotFoundException(HttpStatusCode statusCode, string body)
        : base(statusCode, body)
    {
    }
}
