using System.Globalization;
using System.Text;

namespace GlanceGate.TopDown.Connection;

/// <summary>
/// A request's body as it goes over the wire, which need not be what its header announces: an HTTP client refuses to send one that is
/// shorter, longer or cut off.
/// </summary>
/// <param name="Announcement">The header that says how long it is: <c>Content-Length: 5</c>, <c>Transfer-Encoding: chunked</c>.</param>
/// <param name="WriteAsync">Writes it.</param>
/// <param name="HangsUp">Whether the connection is closed when it is written; then there is no answer.</param>
internal sealed record WireBody(string Announcement, Func<Stream, Task> WriteAsync, bool HangsUp = false)
{
    private const string EndOfHead = "\r\n\r\n";

    /// <summary>A body of whole chunks, as it goes over the wire when its length is not known before.</summary>
    public static WireBody Chunked(params byte[][] chunks) => new("Transfer-Encoding: chunked", async stream =>
    {
        foreach (var chunk in chunks)
        {
            await stream.WriteAsync(Chunk(chunk));
        }

        await stream.WriteAsync(Chunk([]));
    });

    /// <summary>One chunk; the empty one is the last.</summary>
    public static byte[] Chunk(byte[] data) => [.. Encoding.ASCII.GetBytes(data.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. data, .. "\r\n"u8];

    /// <summary>Sends the request over a connection of its own and reads the answer until the service closes it.</summary>
    /// <returns>The answer, or null after hanging up.</returns>
    /// <exception cref="IOException">The connection ended before there was an answer, or what came is none.</exception>
    internal async Task<ApiAnswer?> ExchangeAsync(Stream stream, ApiRequest request, CancellationToken cancellation)
    {
        var head = new StringBuilder($"{request.Method} {request.Url.PathAndQuery} HTTP/1.1\r\nHost: {request.Url.Authority}\r\nConnection: close\r\n");
        foreach (var (name, value) in request.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {request.ContentType}\r\n{Announcement}{EndOfHead}");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), cancellation);
        await WriteAsync(stream);
        if (HangsUp)
        {
            await stream.DisposeAsync();
            return null;
        }

        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, cancellation);
        return Parse(request, answer.ToArray());
    }

    private static ApiAnswer Parse(ApiRequest request, byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(EndOfHead));
        var lines = Encoding.ASCII.GetString(bytes, 0, int.Max(end, 0)).Split("\r\n");
        if (lines[0].Split(' ') is not ["HTTP/1.1" or "HTTP/1.0", var status, ..] || !int.TryParse(status, out var code))
        {
            throw new IOException($"{bytes.Length} bytes came that are no answer in HTTP: '{lines[0]}'");
        }

        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(request.Method, request.Url, code, headers, bytes[(end + EndOfHead.Length)..]);
    }
}
