using System.Net;

namespace Docker.DotNet;

/// <summary>The daemon answered with a status below 200 or from 400 on.</summary>
public class DockerApiException : Exception
{
    /// <summary>Creates the exception for an answer.</summary>
    public DockerApiException(HttpStatusCode statusCode, string responseBody)
        : base($"Docker API responded with status code={statusCode}, response={responseBody}")
    {
        StatusCode = statusCode;
        ResponseBody = responseBody;
    }

    /// <summary>Status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>Body of the answer as it came; usually <c>{"message":"..."}</c>.</summary>
    public string ResponseBody { get; }
}
