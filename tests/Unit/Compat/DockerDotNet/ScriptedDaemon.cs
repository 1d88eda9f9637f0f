using System.Collections.Concurrent;
using System.Net.Sockets;
using Docker.DotNet;

namespace GlanceGate.Unit.Compat.DockerDotNet;

/// <summary>
/// A daemon that says what a test tells it to, on a Unix socket of its own: the client is tested by what it puts on the wire.
/// </summary>
internal sealed class ScriptedDaemon : IAsyncDisposable
{
    /// <summary>What takes longer fails its test instead of holding all of them up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"daemon-{Guid.NewGuid():N}.sock");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new(Patience);
    private readonly ConcurrentQueue<DaemonConnection> _connections = new();
    private readonly Func<DaemonConnection, Task> _script;
    private readonly Task _accepting;

    public ScriptedDaemon(Func<DaemonConnection, Task> script)
    {
        _script = script;
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint => new($"unix:{_path}");

    /// <summary>The last request.</summary>
    public DaemonConnection Last => _connections.Last();

    public static ScriptedDaemon Answering(string status, string body = "") =>
        new(connection => connection.AnswerAsync(status, body));

    public DockerClient Connect(TimeSpan timeout = default)
    {
        using var configuration = new DockerClientConfiguration(Endpoint, defaultTimeout: timeout);
        return configuration.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();

        // only then is nobody about to accept on it, which would be an error other than the cancellation
        await _accepting;
        _listener.Dispose();
        File.Delete(_path);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                conversations.Add(ConverseAsync(await _listener.AcceptAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task ConverseAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var connection = await DaemonConnection.ReadAsync(socket, stream, _end.Token);
            _connections.Enqueue(connection);
            await _script(connection);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && _end.IsCancellationRequested)
        {
            // the test is over, and its client may have gone first
        }
    }
}
