#nullable enable
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Docker.DotNet.Http;

/// <summary>Sends requests to one endpoint and turns refusals into exceptions.</summary>
internal sealed class DockerTransport : IDisposable
{
    private readonly DockerClientConfiguration _configuration;
    private readonly DockerEndpoint _endpoint;
    private readonly Uri _root;
    private readonly HttpMessageInvoker _invoker;

    public DockerTransport(DockerClientConfiguration configuration, Version? apiVersion)
    {
        _configuration = configuration;
        _endpoint = DockerEndpoint.From(configuration.EndpointBaseUri, configuration.Credentials.IsTlsCredentials());
        _root = apiVersion is null ? _endpoint.BaseAddress : new Uri(_endpoint.BaseAddress, $"v{apiVersion}/");
        _invoker = CreateInvoker();
        DefaultTimeout = configuration.DefaultTimeout;
    }

    public TimeSpan DefaultTimeout { get; set; }

    /// <summary>Sends a request whose answer is only its status.</summary>
    public async Task<HttpStatusCode> SendAsync(DockerRequest request, CancellationToken cancellationToken)
    {
        using var deadline = Deadline(request, cancellationToken);
        using var response = await RespondAsync(request, deadline.Token);
        return response.StatusCode;
    }

    /// <summary>Sends a request whose answer is one JSON value; the time-out covers it to its end.</summary>
    public async Task<T> ReadAsync<T>(DockerRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var deadline = Deadline(request, cancellationToken);
        using var response = await RespondAsync(request, deadline.Token);
        await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
        return (await JsonSerializer.DeserializeAsync(body, type, deadline.Token))!;
    }

    /// <summary>Sends a request whose answer the caller reads; the time-out covers the wait for its headers.</summary>
    public async Task<HttpResponseMessage> OpenAsync(DockerRequest request, CancellationToken cancellationToken)
    {
        using var deadline = Deadline(request, cancellationToken);
        return await RespondAsync(request, deadline.Token);
    }

    /// <summary>
    /// Sends a request whose answer is a sequence of JSON values, and reports each as soon as it is complete, on the
    /// thread that read it. The time-out covers the wait for the headers.
    /// </summary>
    public async Task ReportAsync<T>(
        DockerRequest request, JsonTypeInfo<T> type, IProgress<T>? progress, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await OpenAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var messages = JsonSerializer.DeserializeAsyncEnumerable(body, type, topLevelValues: true, cancellationToken);
        await foreach (var message in messages)
        {
            if (message is not null)
            {
                progress?.Report(message);
            }
        }
    }

    /// <summary>Sends a request that takes its connection out of HTTP, for streams in both directions.</summary>
    /// <exception cref="NotSupportedException">The transport cannot be half-closed, or something in between did not upgrade.</exception>
    public async Task<HijackedStream> HijackAsync(DockerRequest request, CancellationToken cancellationToken)
    {
        if (_endpoint.IsEncrypted)
        {
            throw new NotSupportedException("An attached stream needs a transport that can be half-closed; TLS cannot.");
        }

        // of a pool's connections one cannot tell which serves a request; a pool of one has no doubt
        Socket? socket = null;
        var invoker = CreateInvoker(connected => socket = connected);
        HttpResponseMessage? response = null;
        try
        {
            var message = request.ToMessage(_root, _configuration.DefaultHttpRequestHeaders);
            message.Headers.Connection.Add("Upgrade");
            message.Headers.Upgrade.ParseAdd("tcp");
            response = await invoker.SendAsync(message, cancellationToken);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                await ThrowIfRefusedAsync(request, response, cancellationToken);
                throw new NotSupportedException($"{_configuration.EndpointBaseUri} did not upgrade the connection to a raw stream.");
            }

            if (socket is null)
            {
                throw new NotSupportedException("The credentials' handler does not let its connections be half-closed.");
            }

            return new HijackedStream(await response.Content.ReadAsStreamAsync(cancellationToken), socket, invoker);
        }
        catch
        {
            response?.Dispose();
            invoker.Dispose();
            throw;
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<HttpResponseMessage> RespondAsync(DockerRequest request, CancellationToken cancellationToken)
    {
        var message = request.ToMessage(_root, _configuration.DefaultHttpRequestHeaders);
        var response = await _invoker.SendAsync(message, cancellationToken);
        try
        {
            await ThrowIfRefusedAsync(request, response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task ThrowIfRefusedAsync(
        DockerRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest)
        {
            return;
        }

        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        throw response.StatusCode == HttpStatusCode.NotFound && request.NotFound is { } notFound
            ? notFound(response.StatusCode, body)
            : new DockerApiException(response.StatusCode, body);
    }

    private CancellationTokenSource Deadline(DockerRequest request, CancellationToken cancellationToken)
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!request.Unbounded)
        {
            deadline.CancelAfter(DefaultTimeout);
        }

        return deadline;
    }

    private HttpMessageInvoker CreateInvoker(Action<Socket>? connected = null)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,

            // a log that is no longer followed is closed, not read to its end
            MaxResponseDrainSize = 0,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = await _endpoint.ConnectAsync(context.DnsEndPoint, cancellationToken);
                connected?.Invoke(socket);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpMessageInvoker(_configuration.Credentials.GetHandler(handler), disposeHandler: true);
    }
}
