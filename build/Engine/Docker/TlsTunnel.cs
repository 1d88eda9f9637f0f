using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace GlanceGate.Engine.Docker;

/// <summary>A private socket of this machine whose connections go on to an engine by TLS.</summary>
/// <remarks>So the client of the API, whatever it makes of connections that change their protocol, needs to know nothing of TLS.</remarks>
internal sealed class TlsTunnel : IAsyncDisposable
{
    private static readonly TimeSpan OpeningDeadline = TimeSpan.FromSeconds(10);
    private const string NoTls = "is it an engine without TLS? Then unset DOCKER_TLS_VERIFY";
    private static readonly byte[] Ping = Encoding.ASCII.GetBytes("GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n");
    private readonly Uri _engine;
    private readonly X509Certificate2Collection _authority;
    private readonly X509Certificate2? _certificate;
    private readonly bool _verifies;
    private readonly DirectoryInfo _folder;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Task _accepting;

    private TlsTunnel(Uri engine, EngineTls tls, X509Certificate2Collection authority, X509Certificate2? certificate)
    {
        (_engine, _authority, _certificate, _verifies) = (engine, authority, certificate, tls.Authority is not null);

        // Of mode 0700: who may use the socket may use the engine.
        _folder = Directory.CreateTempSubdirectory("glance-gate-engine-");
        var path = Path.Combine(_folder.FullName, "s");
        Address = new Uri($"unix://{path}");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Address of the socket.</summary>
    public Uri Address { get; }

    /// <summary>Opens a tunnel to an engine that has answered through it once.</summary>
    /// <param name="engine">Address of the engine: <c>tcp</c>.</param>
    /// <param name="tls">How connections are protected.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">The files cannot be used, the engine is not who it must be, or it does not let us in.</exception>
    public static async Task<TlsTunnel> OpenAsync(Uri engine, EngineTls tls, CancellationToken cancellation)
    {
        var tunnel = new TlsTunnel(engine, tls, tls.ReadAuthority(), tls.ReadCertificate(DateTimeOffset.UtcNow));
        try
        {
            await tunnel.ProveAsync(cancellation);
            return tunnel;
        }
        catch
        {
            await tunnel.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _folder.Delete(recursive: true);
        _certificate?.Dispose();
    }

    // An engine that refuses our certificate says so only when it has been asked something.
    private async Task ProveAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(OpeningDeadline);
        try
        {
            await using var stream = await ConnectAsync(deadline.Token);
            await stream.WriteAsync(Ping, deadline.Token);
            var answer = new byte[64];
            var count = await stream.ReadAtLeastAsync(answer, "HTTP/1.1 200".Length, throwOnEndOfStream: false, deadline.Token);
            if (!Encoding.ASCII.GetString(answer, 0, count).StartsWith("HTTP/1.", StringComparison.Ordinal))
            {
                throw new EngineException($"{Refused()} (it ended the connection)");
            }
        }
        catch (IOException failure)
        {
            throw new EngineException($"{Refused()} ({failure.InnerException?.Message ?? failure.Message})", failure);
        }
        catch (SocketException failure)
        {
            throw new EngineException(failure.Message, failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineException($"no answer by TLS within {OpeningDeadline.TotalSeconds:0} s; {NoTls}", failure);
        }
    }

    private string Refused() => _certificate is null
        ? "it wants a certificate, and none was given: put cert.pem and key.pem beside ca.pem"
        : $"it does not accept the certificate {_certificate.Subject}, issued by {_certificate.Issuer}";

    private async Task<SslStream> ConnectAsync(CancellationToken cancellation)
    {
        string? problem = null;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_engine.Host, _engine.Port, cancellation);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = _engine.Host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificates = _certificate is null ? null : [_certificate],
                CertificateChainPolicy = Policy(),
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    problem = _verifies ? Problem(certificate, chain, errors) : null;
                    return problem is null;
                },
            };
            await stream.AuthenticateAsClientAsync(options, cancellation);
            return stream;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            socket.Dispose();
            var words = failure.InnerException?.Message ?? failure.Message;

            // Before TLS 1.3 an engine refuses us here, and by an alert.
            throw new EngineException(
                problem ?? (words.Contains("alert", StringComparison.OrdinalIgnoreCase) ? $"{Refused()} ({words})" : $"no TLS with it ({words}); {NoTls}"), failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_authority);
        return policy;
    }

    private string? Problem(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (certificate is not X509Certificate2 shown)
        {
            return "it shows no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())));
            return $"its certificate is not for '{_engine.Host}' but for {(string.Join(", ", names) is { Length: > 0 } text ? text : shown.Subject)}; name the engine so";
        }

        if (DateTime.Now < shown.NotBefore || DateTime.Now > shown.NotAfter)
        {
            return $"its certificate is valid from {shown.NotBefore.ToUniversalTime():u} until {shown.NotAfter.ToUniversalTime():u} and not now";
        }

        var reasons = chain?.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct() ?? [];
        return $"its certificate, issued by {shown.Issuer}, is not vouched for by ca.pem: {string.Join(" ", reasons)}";
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_lifetime.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(CarryAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        await using var near = new NetworkStream(client, ownsSocket: true);
        try
        {
            await using var far = await ConnectAsync(_lifetime.Token);
            var there = CopyAsync(near, far, far.ShutdownAsync);
            await CopyAsync(far, near, () =>
            {
                client.Shutdown(SocketShutdown.Send);
                return Task.CompletedTask;
            });

            // The engine has said all. What is on its way to it finds its end when the client's side is closed.
            client.Shutdown(SocketShutdown.Receive);
            await there;
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or OperationCanceledException or EngineException)
        {
            // The client sees the end of its connection, and reports it with what it was doing.
        }
    }

    private async Task CopyAsync(Stream from, Stream to, Func<Task> end)
    {
        await from.CopyToAsync(to, _lifetime.Token);
        await end();
    }
}
