using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GlanceGate.TopDown.Connection;

/// <summary>HTTP to the services of one stack. Every request has a time limit and leaves a trace in a <see cref="Transcript"/>.</summary>
internal sealed class StackHttp : IDisposable
{
    private const string Agent = "glance-v2-gate-suite";

    /// <summary>How long one request may take, answer included. Longer than what Nova itself waits for a compute host (60 s), so that
    /// its own answer is seen.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly HttpClient _client;
    private readonly Func<SocketsHttpHandler> _reach;

    public StackHttp(StackDescription stack)
        : this(Reach(stack)) => _reach = () => Reach(stack);

    internal StackHttp(HttpMessageHandler handler)
    {
        _client = new HttpClient(handler) { Timeout = Limit };
        _reach = () => throw new NotSupportedException("without a stack there are no connections to speak over");
    }

    /// <exception cref="NoAnswerException">The service could not be reached, or did not answer in time.</exception>
    public async Task<ApiAnswer> SendAsync(ApiRequest request, Transcript transcript)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url);
        message.Headers.UserAgent.ParseAdd(Agent);
        message.Headers.Accept.ParseAdd("application/json, */*;q=0.1");
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        foreach (var (name, value) in request.Headers)
        {
            // Some are headers of the body, for the client.
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var entry = transcript.Begin(request);
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await request.WhenBegunAsync();
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            var answer = new ApiAnswer(
                request.Method, request.Url, (int)response.StatusCode, headers, await ReadAsync(response.Content, request.Wanted, limit.Token));
            entry.End(answer);
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            var reason = e is OperationCanceledException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {Limit.TotalSeconds:0} s")
                : e.Message;
            entry.End(reason);
            throw new NoAnswerException($"{request.Method} {request.Url}: {reason}", e);
        }
    }

    /// <summary>Sends a request whose body is not what its header announces, or not at once.</summary>
    /// <returns>The answer, or null where the body ends with hanging up.</returns>
    /// <exception cref="NoAnswerException">The service could not be reached, or did not answer in time.</exception>
    public async Task<ApiAnswer?> SendAsync(ApiRequest request, WireBody body, Transcript transcript)
    {
        var entry = transcript.Begin(request);
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            var answer = await SpeakAsync(_reach(), request.Url, stream => body.ExchangeAsync(stream, request, limit.Token), limit.Token);
            if (answer is null)
            {
                entry.End("hung up");
            }
            else
            {
                entry.End(answer);
            }

            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            entry.End(e.Message);
            throw new NoAnswerException($"{request.Method} {request.Url}: {e.Message}", e);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Lends a connection. The way there, by a proxy or by a table, is the client's own; its request is never sent.</summary>
    private static async Task<T> SpeakAsync<T>(SocketsHttpHandler handler, Uri url, Func<Stream, Task<T>> speak, CancellationToken cancellation)
    {
        var said = new TaskCompletionSource<T>();
        handler.PlaintextStreamFilter = async (context, _) =>
        {
            try
            {
                said.SetResult(await speak(context.PlaintextStream));
            }
            catch (Exception e)
            {
                said.SetException(e);
            }

            throw new IOException("the connection was lent, and is used up");
        };
        using var client = new HttpMessageInvoker(handler);
        using var unsent = new HttpRequestMessage(HttpMethod.Get, url);
        try
        {
            using var none = await client.SendAsync(unsent, cancellation);
        }
        catch (HttpRequestException) when (said.Task.IsCompleted)
        {
            // What was said is the result, or the reason why there is none.
        }

        return await said.Task;
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, int? wanted, CancellationToken cancellation)
    {
        if (wanted is not { } length)
        {
            return await content.ReadAsByteArrayAsync(cancellation);
        }

        var body = new byte[length];
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        return body[..await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellation)];
    }

    private static SocketsHttpHandler Reach(StackDescription stack)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,

            // One connection a request: a pooled one may be closed by the service in the very moment it is used again, which
            // for a POST is an error that nobody made.
            PooledConnectionLifetime = TimeSpan.Zero,

            // A proxy of the environment leads elsewhere, not into the stack.
            UseProxy = stack.Proxy is not null,
        };
        if (stack.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }
        else if (stack.Hosts.Count > 0)
        {
            handler.ConnectCallback = (context, cancellation) => ConnectAsync(stack.Hosts, context.DnsEndPoint, cancellation);
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(
        IReadOnlyDictionary<string, string> hosts, DnsEndPoint target, CancellationToken cancellation)
    {
        var address = hosts.GetValueOrDefault(target.Host, target.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{e.Message} at {address}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
