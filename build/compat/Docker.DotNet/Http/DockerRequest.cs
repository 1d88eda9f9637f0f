#nullable enable
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Docker.DotNet.Http;

/// <summary>One request to the daemon, before it is bound to a connection.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Relative to the API's root, already escaped.</param>
internal sealed record DockerRequest(HttpMethod Method, string Path)
{
    public QueryString? Query { get; init; }

    public HttpContent? Content { get; init; }

    public IEnumerable<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The exception that a 404 means; none means <see cref="DockerApiException"/>.</summary>
    public Func<HttpStatusCode, string, DockerApiException>? NotFound { get; init; }

    /// <summary>Takes as long as it takes: only the caller's token bounds it.</summary>
    public bool Unbounded { get; init; }

    public static DockerRequest Get(string path) => new(HttpMethod.Get, path);

    public static DockerRequest Post(string path) => new(HttpMethod.Post, path);

    public static DockerRequest Put(string path) => new(HttpMethod.Put, path);

    public static DockerRequest Delete(string path) => new(HttpMethod.Delete, path);

    public DockerRequest WithJson<T>(T body, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(body, "parameters");
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new("application/json");
        return this with { Content = content };
    }

    /// <summary>Sends a tar as it is read; the stream stays the caller's.</summary>
    public DockerRequest WithTar(Stream tar)
    {
        ArgumentNullException.ThrowIfNull(tar);
        var content = new StreamedContent(tar);
        content.Headers.ContentType = new("application/x-tar");
        return this with { Content = content };
    }

    /// <summary>An id or a name as part of a path: an image's name keeps its slashes and colons.</summary>
    /// <exception cref="ArgumentException">There is none: the path would mean another request.</exception>
    public static string Segment(string id, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(id, parameter);
        return Uri.EscapeDataString(id).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
    }

    public HttpRequestMessage ToMessage(Uri root, IEnumerable<KeyValuePair<string, string>> defaultHeaders)
    {
        var message = new HttpRequestMessage(Method, new Uri(root, Path + Query))
        {
            Version = HttpVersion.Version11,
            Content = Content,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", "Docker.DotNet");

        // the daemon may refuse before it has read a body (no such container): asked first, its answer is not lost
        message.Headers.ExpectContinue = Content is StreamedContent ? true : null;

        foreach (var (name, value) in defaultHeaders.Concat(Headers))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
