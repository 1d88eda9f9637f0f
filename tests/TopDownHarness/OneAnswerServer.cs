using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GlanceGate.TopDownHarness;

/// <summary>Listens on a free port of the loopback interface and gives its one answer to whoever comes first.</summary>
internal sealed class OneAnswerServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public OneAnswerServer(byte[] answer)
    {
        _listener.Start();
        Received = ServeAsync(answer);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What came in, once it came in.</summary>
    public Task<string> Received { get; }

    public void Dispose() => _listener.Dispose();

    private async Task<string> ServeAsync(byte[] answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                break;
            }

            request.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        await stream.WriteAsync(answer);
        return request.ToString();
    }
}
