using System.Net;
using System.Security.Cryptography;
using GlanceGate.Jobs;
using GlanceGate.Stack;
using GlanceGate.Stack.Gateway;
using GlanceGate.Topology;

namespace GlanceGate.Component.Stack;

/// <summary>The way into a stack's network, with the real relay, on one running stack.</summary>
[TestFixture]
[CancelAfter(120_000)]
public sealed class GatewayTests
{
    private const string EchoProgram = """
        import socketserver
        class Echo(socketserver.BaseRequestHandler):
            def handle(self):
                while data := self.request.recv(65536):
                    self.request.sendall(data)
        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
        print("listening", flush=True)
        Server(("0.0.0.0", 7), Echo).serve_forever()
        """;

    private const string WebProgram = """
        import http.server
        class Hello(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", "5")
                self.send_header("Connection", "close")  # unsaid, .NET sends the next request on a connection that is being closed
                self.end_headers()
                self.wfile.write(b"hello")
        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 128  # the default of 5 resets connections that come at the same time
        Server(("0.0.0.0", 8000), Hello).serve_forever()
        """;

    private StackSession _session = null!;
    private TopologyPlan _plan = null!;

    [OneTimeSetUp]
    public async Task StartStackAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        (_session, _plan) = await StackFixture.CreateAsync(
            null, null,
            StackFixture.Python("echo", EchoProgram, new HealthProbe.Tcp("echo", 7), "web"),
            StackFixture.Python("web", WebProgram, new HealthProbe.Http(new Uri("http://web:8000/"), [])));
        await _session.StartAsync(deadline.Token);
    }

    [OneTimeTearDown]
    public async Task RemoveStackAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync();
            Assert.That(await StackFixture.LeftAsync(_plan), Is.Empty);
        }
    }

    [Test]
    public async Task A_process_of_this_machine_reaches_a_service_by_name(CancellationToken cancellation)
    {
        await using var socks = new SocksGateway(_session.Gateway, TimeProvider.System);
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(socks.Proxy), UseProxy = true });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetStringAsync(new Uri("http://web:8000/"), cancellation)));

        Assert.That(answers, Is.All.EqualTo("hello"));
    }

    [Test]
    public async Task Twenty_megabytes_come_back_whole_and_a_slow_reader_holds_up_nobody(CancellationToken cancellation)
    {
        var sent = RandomNumberGenerator.GetBytes(20 * 1024 * 1024);
        await using var echo = await _session.Gateway.ConnectAsync("echo", 7, cancellation);
        var writing = WriteAsync();

        // nothing is read yet, so the writer soon waits for credit; another connection must not
        await using (var other = await _session.Gateway.ConnectAsync("echo", 7, cancellation))
        {
            await other.WriteAsync("ping"u8.ToArray(), cancellation);
            await other.ReadExactlyAsync(new byte[4], cancellation);
        }

        Assert.That(writing.IsCompleted, Is.False, "20 MB cannot be on their way without being read");
        using var received = new MemoryStream();
        await echo.CopyToAsync(received, cancellation);
        await writing;

        Assert.That(SHA256.HashData(received.ToArray()), Is.EqualTo(SHA256.HashData(sent)));

        async Task WriteAsync()
        {
            await echo.WriteAsync(sent, cancellation);
            await echo.ShutdownWriteAsync(cancellation);
        }
    }

    [TestCase("nobody", 80, "nobody:80: ")]
    [TestCase("web", 1, "web:1: ")]
    public async Task What_cannot_be_reached_is_said_in_words_and_the_tunnel_goes_on(string host, int port, string words, CancellationToken cancellation)
    {
        await Assert.ThatAsync(
            () => _session.Gateway.ConnectAsync(host, port, cancellation), Throws.TypeOf<IOException>().With.Message.StartsWith(words));
        await using var echo = await _session.Gateway.ConnectAsync("echo", 7, cancellation);

        Assert.That(_session.Gateway.Closed.IsCompleted, Is.False);
    }

    [Test]
    public async Task Addresses_are_those_of_the_network(CancellationToken cancellation)
    {
        await using var echo = await _session.Gateway.ConnectAsync(_session.Addresses["echo"], 7, cancellation);
        await echo.WriteAsync("ping"u8.ToArray(), cancellation);

        Assert.That(await echo.ReadAsync(new byte[4], cancellation), Is.GreaterThan(0));
    }

    [Test]
    public async Task A_second_tunnel_opens_to_the_same_gateway_as_to_a_kept_stack(CancellationToken cancellation)
    {
        await using var tunnel = await GatewayTunnel.OpenAsync(StackFixture.Engine, _session.GatewayContainer, TimeProvider.System, cancellation);
        await using var echo = await tunnel.ConnectAsync("echo", 7, cancellation);

        Assert.That(echo.CanRead, Is.True);
    }
}
