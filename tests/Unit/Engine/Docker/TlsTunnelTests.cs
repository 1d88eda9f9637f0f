using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GlanceGate.Engine;
using GlanceGate.Engine.Docker;

namespace GlanceGate.Unit.Engine.Docker;

/// <summary>TLS against a listener of this process that wants a certificate of one authority.</summary>
[TestFixture]
public sealed class TlsTunnelTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private CancellationTokenSource _deadline = null!;
    private DirectoryInfo _folder = null!;
    private X509Certificate2 _authority = null!;

    [SetUp]
    public void MakeAnAuthority()
    {
        _deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        _folder = Directory.CreateTempSubdirectory("gate-tls-");
        _authority = Authority("CN=one");
        Write("ca.pem", _authority.ExportCertificatePem());
        WriteOwn(Issue(_authority, "CN=client", Now.AddDays(1)));
    }

    [TearDown]
    public void Remove()
    {
        _folder.Delete(recursive: true);
        _authority.Dispose();
        _deadline.Cancel();
        _deadline.Dispose();
    }

    [Test]
    public async Task What_is_sent_arrives_in_both_directions_and_so_do_the_ends()
    {
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(1), "127.0.0.1"));
        await using var tunnel = await OpenAsync(server);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(tunnel.Address.AbsolutePath), _deadline.Token);
        await using var stream = new NetworkStream(client);

        await stream.WriteAsync("echo"u8.ToArray(), _deadline.Token);
        client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);

        Assert.That(await reader.ReadToEndAsync(_deadline.Token), Is.EqualTo("HTTP/1.1 200 OK\r\n\r\necho"));
    }

    [Test]
    public async Task A_disposed_tunnel_leaves_no_socket()
    {
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(1), "127.0.0.1"));
        var tunnel = await OpenAsync(server);
        await tunnel.DisposeAsync();

        Assert.That(Path.GetDirectoryName(tunnel.Address.AbsolutePath), Does.Not.Exist);
    }

    [Test]
    public void An_engine_of_another_name_is_refused()
    {
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(1), "192.0.2.1"));
        AssertRefused(server, "not for '127.0.0.1' but for 192.0.2.1");
    }

    [Test]
    public void An_engine_whose_certificate_has_expired_is_refused()
    {
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(-1), "127.0.0.1"));
        AssertRefused(server, "and not now");
    }

    [Test]
    public void An_engine_of_another_authority_is_refused()
    {
        using var other = Authority("CN=other");
        using var server = Serve(Issue(other, "CN=engine", Now.AddDays(1), "127.0.0.1"));
        AssertRefused(server, "issued by CN=other, is not vouched for by ca.pem");
    }

    [Test]
    public void A_certificate_of_ours_that_the_engine_does_not_know_is_named()
    {
        using var other = Authority("CN=other");
        WriteOwn(Issue(other, "CN=client", Now.AddDays(1)));
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(1), "127.0.0.1"));
        AssertRefused(server, "does not accept the certificate CN=client, issued by CN=other");
    }

    [Test]
    public void A_certificate_of_ours_that_has_expired_is_not_sent()
    {
        WriteOwn(Issue(_authority, "CN=client", Now.AddDays(-1)));
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(1), "127.0.0.1"));
        AssertRefused(server, "cert.pem is valid from");
    }

    [Test]
    public void A_key_of_another_certificate_is_named()
    {
        using var key = RSA.Create(2048);
        Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(1), "127.0.0.1"));
        AssertRefused(server, "key.pem cannot be used");
    }

    [Test]
    public void A_file_without_a_certificate_is_named()
    {
        Write("ca.pem", "nothing");
        using var server = Serve(Issue(_authority, "CN=engine", Now.AddDays(1), "127.0.0.1"));
        AssertRefused(server, "ca.pem holds no certificate");
    }

    [Test]
    public void An_engine_without_TLS_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AnswerPlainAsync(listener);
        AssertRefused(listener, "is it an engine without TLS?");
    }

    private static async Task AnswerPlainAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\n"u8.ToArray());
    }

    private void AssertRefused(TcpListener server, string words) =>
        Assert.That(() => OpenAsync(server), Throws.TypeOf<EngineException>().With.Message.Contains(words));

    private Task<TlsTunnel> OpenAsync(TcpListener server) => TlsTunnel.OpenAsync(
        new Uri($"tcp://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}"),
        new EngineTls(PathOf("ca.pem"), PathOf("cert.pem"), PathOf("key.pem")),
        _deadline.Token);

    /// <summary>A listener that answers each connection with a status line and then with what it was sent.</summary>
    private TcpListener Serve(X509Certificate2 certificate)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = ServeAsync(listener, certificate);
        return listener;
    }

    private async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        var deadline = _deadline.Token;
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(deadline);
                await using var stream = new SslStream(client.GetStream());
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.Add(_authority);
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = true,
                    CertificateChainPolicy = policy,
                }, deadline);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n"), deadline);
                await stream.CopyToAsync(stream, deadline);
                await stream.ShutdownAsync();
            }
            catch (Exception failure) when (failure is AuthenticationException or IOException)
            {
                // One side has refused the other: what the test is about.
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-10), Now.AddDays(10));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name, DateTimeOffset until, string? address = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Parse(address));
            request.CertificateExtensions.Add(names.Build());
        }

        using var issued = request.Create(authority, Now.AddDays(-5), until, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private void WriteOwn(X509Certificate2 certificate)
    {
        using (certificate)
        {
            Write("cert.pem", certificate.ExportCertificatePem());
            Write("key.pem", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);
}
