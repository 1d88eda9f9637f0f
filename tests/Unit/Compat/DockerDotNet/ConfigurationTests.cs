using System.Net;
using System.Net.Sockets;
using System.Text;
using Docker.DotNet;

namespace GlanceGate.Unit.Compat.DockerDotNet;

public sealed class ConfigurationTests
{
    [Test]
    public void Defaults_are_the_packages()
    {
        using var configuration = new DockerClientConfiguration(new Uri("unix:/x"));
        using var docker = configuration.CreateClient();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(configuration.DefaultTimeout, Is.EqualTo(TimeSpan.FromSeconds(100)));
            Assert.That(configuration.NamedPipeConnectTimeout, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
            Assert.That(configuration.Credentials, Is.InstanceOf<AnonymousCredentials>());
            Assert.That(docker.DefaultTimeout, Is.EqualTo(configuration.DefaultTimeout));
            Assert.That(docker.Configuration, Is.SameAs(configuration));
        }
    }

    [Test]
    public void A_time_out_is_positive_or_infinite()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new DockerClientConfiguration(new Uri("unix:/x"), defaultTimeout: TimeSpan.FromSeconds(-1)), Throws.ArgumentException);
            Assert.That(() => new DockerClientConfiguration(new Uri("unix:/x"), defaultTimeout: Timeout.InfiniteTimeSpan), Throws.Nothing);
        }
    }

    [TestCase("ssh://host")]
    [TestCase("fd://")]
    public void CreateClient_UnknownScheme_SaysWhichAreKnown(string endpoint)
    {
        using var configuration = new DockerClientConfiguration(new Uri(endpoint));

        Assert.That(() => configuration.CreateClient(), Throws.ArgumentException.With.Message.Contains("unix"));
    }

    [Test]
    public void CreateClient_NamedPipe_IsNotSupported()
    {
        using var configuration = new DockerClientConfiguration(new Uri("npipe://./pipe/docker_engine"));

        Assert.That(() => configuration.CreateClient(), Throws.TypeOf<NotSupportedException>());
    }

    [TestCase("tcp")]
    [TestCase("http")]
    public async Task A_tcp_endpoint_is_spoken_to_in_HTTP(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var configuration = new DockerClientConfiguration(new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
        using var docker = configuration.CreateClient(new Version(1, 41));

        var ping = docker.System.PingAsync();
        using var peer = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(peer.GetStream());
        var line = await reader.ReadLineAsync();
        await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        await ping;

        Assert.That(line, Is.EqualTo("GET /v1.41/_ping HTTP/1.1"));
    }

    [Test]
    public async Task Credentials_may_replace_the_handler_and_are_disposed_with_the_client()
    {
        var credentials = new FixedAnswer();
        var docker = new DockerClientConfiguration(new Uri("tcp://nowhere.invalid:1"), credentials).CreateClient();

        await docker.System.PingAsync();
        docker.Dispose();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(credentials.Asked, Is.EqualTo(new Uri("https://nowhere.invalid:1/_ping")));
            Assert.That(credentials.IsDisposed, Is.True);
        }
    }

    private sealed class FixedAnswer : Credentials
    {
        public Uri? Asked { get; private set; }

        public bool IsDisposed { get; private set; }

        public override bool IsTlsCredentials() => true;

        public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler) => new Handler(this);

        public override void Dispose()
        {
            IsDisposed = true;
            base.Dispose();
        }

        private sealed class Handler(FixedAnswer owner) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                owner.Asked = request.RequestUri;
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
            }
        }
    }
}
