using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;

namespace GlanceGate.Engine.Docker;

/// <summary>Makes the gate's exceptions out of what calls of the API throw.</summary>
internal static class DockerCall
{
    private const int FullIdLength = 64;
    private const int ShortIdLength = 12;

    /// <summary>Deadline of calls that an engine answers at once, busy as it may be.</summary>
    public static readonly TimeSpan Prompt = TimeSpan.FromMinutes(2);

    /// <summary>Makes a call.</summary>
    /// <param name="doing">Operation and object, for the message of a failure.</param>
    /// <param name="deadline">Deadline of the call, or infinite.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">The caller's token.</param>
    /// <exception cref="EngineException">The engine refused, did not answer in time, or the connection was lost.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled, whatever was thrown then.</exception>
    public static async Task<T> RunAsync<T>(
        string doing, TimeSpan deadline, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        try
        {
            return await call(limit.Token);
        }
        catch (Exception failure) when (failure is not EngineException)
        {
            throw Convert(doing, deadline, failure, cancellation);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(string doing, TimeSpan deadline, Func<CancellationToken, Task> call, CancellationToken cancellation) =>
        RunAsync(
            doing,
            deadline,
            async token =>
            {
                await call(token);
                return true;
            },
            cancellation);

    /// <summary>What a failed call throws.</summary>
    public static Exception Convert(string doing, TimeSpan deadline, Exception failure, CancellationToken cancellation) => failure switch
    {
        // A connection that is cut by a cancellation fails in many ways; none of them is news.
        _ when cancellation.IsCancellationRequested => new OperationCanceledException(doing, failure, cancellation),
        OperationCanceledException => new EngineException($"{doing}: the engine did not answer within {deadline.TotalSeconds:0} s", failure),
        { InnerException: SocketException { SocketErrorCode: SocketError.AddressNotAvailable } } => new EngineException($"{doing}: there is no socket at its address", failure),
        DockerApiException refusal => new EngineException($"{doing}: {Words(refusal)}", failure),
        _ => new EngineException($"{doing}: {Innermost(failure)}", failure),
    };

    /// <summary>Whether the engine says that there is no such thing.</summary>
    public static bool IsGone(DockerApiException refusal) => refusal.StatusCode == HttpStatusCode.NotFound;

    /// <summary>A name as it is; an id as people read it.</summary>
    public static string Short(string nameOrId)
    {
        var id = nameOrId.StartsWith("sha256:", StringComparison.Ordinal) ? nameOrId["sha256:".Length..] : nameOrId;
        return id.Length == FullIdLength && id.All(char.IsAsciiHexDigit) ? id[..ShortIdLength] : nameOrId;
    }

    /// <summary>The engine's own words.</summary>
    public static string Words(DockerApiException refusal)
    {
        try
        {
            using var body = JsonDocument.Parse(refusal.ResponseBody ?? "");
            if (body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("message", out var message))
            {
                return message.ToString().Trim();
            }
        }
        catch (JsonException)
        {
            // Something between us and the engine answered, in its own format.
        }

        return $"{(int)refusal.StatusCode} {refusal.StatusCode} {refusal.ResponseBody}".Trim();
    }

    private static string Innermost(Exception failure) =>
        failure.InnerException is { } inner && inner.Message != failure.Message ? $"{failure.Message} {Innermost(inner)}" : failure.Message;
}
