using System.Net;

namespace Docker.DotNet;

/// <summary>The daemon does not know a network that the request named.</summary>
public class DockerNetworkNotFoundException : DockerApiException
{
    /// <summary>Creates the exception for an answer.</summary>
    public DockerNetworkNotFoundException(HttpStatusCode statusCode, string responseBody)
        : base(statusCode, responseBody)
    {
    }
}
