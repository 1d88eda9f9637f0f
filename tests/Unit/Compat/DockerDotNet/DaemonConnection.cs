using System.Net.Sockets;
using System.Text;

namespace GlanceGate.Unit.Compat.DockerDotNet;

/// <summary>One request, and the connection to answer it on; the connection is closed after the answer.</summary>
internal sealed class DaemonConnection
{
    private readonly Socket _socket;

    private DaemonConnection(Socket socket, Stream stream, string head, CancellationToken end)
    {
        _socket = socket;
        Stream = stream;
        End = end;
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Line = lines[0];
        Headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Method and target: <c>GET /info</c>.</summary>
    public string Line => field.Replace(" HTTP/1.1", "", StringComparison.Ordinal);

    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>What <see cref="ReadBodyAsync"/> read.</summary>
    public string Body { get; private set; } = "";

    public Stream Stream { get; }

    /// <summary>Cancelled when the test is over, or takes far too long.</summary>
    public CancellationToken End { get; }

    public static async Task<DaemonConnection> ReadAsync(Socket socket, Stream stream, CancellationToken end)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)await ReadByteAsync(stream, end));
        }

        return new DaemonConnection(socket, stream, head.ToString(), end);
    }

    public async Task AnswerAsync(string status, string body)
    {
        await ReadBodyAsync();
        await SendAsync($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    /// <summary>Begins an answer that ends with the connection.</summary>
    public Task BeginAsync(string headers = "") => SendAsync($"HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n");

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), End);

    /// <summary>Ends our direction only.</summary>
    public void CloseWrite() => _socket.Shutdown(SocketShutdown.Send);

    public async Task ReadBodyAsync()
    {
        var body = new MemoryStream();
        await foreach (var part in ReadPartsAsync())
        {
            body.Write(part);
        }

        Body = Encoding.UTF8.GetString(body.ToArray());
    }

    /// <summary>Takes the body in the parts in which it was sent; asks for it first if the client waits to be asked.</summary>
    public async IAsyncEnumerable<byte[]> ReadPartsAsync()
    {
        if (Headers.ContainsKey("Expect"))
        {
            await SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        }

        if (!Headers.ContainsKey("Transfer-Encoding"))
        {
            var whole = new byte[int.Parse(Headers.GetValueOrDefault("Content-Length", "0"))];
            await Stream.ReadExactlyAsync(whole, End);
            yield return whole;
            yield break;
        }

        while (true)
        {
            var part = new byte[Convert.ToInt32(await ReadLineAsync(), 16)];
            await Stream.ReadExactlyAsync(part, End);
            await ReadLineAsync();
            if (part.Length == 0)
            {
                yield break;
            }

            yield return part;
        }
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            var next = (char)await ReadByteAsync(Stream, End);
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }
    }

    private static async Task<byte> ReadByteAsync(Stream stream, CancellationToken end)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, end);
        return one[0];
    }
}
