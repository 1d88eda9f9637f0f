#nullable enable
using System.Net;
using System.Net.Sockets;

namespace Docker.DotNet.Http;

/// <summary>Where requests go: the base of their addresses, and how a connection is made.</summary>
internal sealed class DockerEndpoint
{
    // a request over a Unix socket needs some host in its Host header; the daemon does not look at it
    private static readonly Uri NominalHost = new("http://localhost/");

    private readonly EndPoint? _unixSocket;

    private DockerEndpoint(Uri baseAddress, EndPoint? unixSocket)
    {
        BaseAddress = baseAddress;
        _unixSocket = unixSocket;
    }

    public Uri BaseAddress { get; }

    /// <summary>TLS has no half-close that the daemon would hand on, so such an endpoint takes no upgraded connections.</summary>
    public bool IsEncrypted => BaseAddress.Scheme == Uri.UriSchemeHttps;

    /// <exception cref="ArgumentException">The scheme is unknown.</exception>
    /// <exception cref="NotSupportedException">The endpoint is a named pipe.</exception>
    public static DockerEndpoint From(Uri uri, bool tls) => uri.Scheme switch
    {
        "unix" => new(NominalHost, new UnixDomainSocketEndPoint(uri.LocalPath)),
        "tcp" or "http" => new(WithScheme(uri, tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp), unixSocket: null),
        "https" => new(WithScheme(uri, Uri.UriSchemeHttps), unixSocket: null),
        "npipe" => throw new NotSupportedException($"Named pipes are not supported ({uri}); use a unix or tcp endpoint."),
        _ => throw new ArgumentException($"Unknown scheme '{uri.Scheme}' in '{uri}'; use unix, tcp, http or https.", nameof(uri)),
    };

    /// <param name="target">Ignored by an endpoint that is a Unix socket.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    public async ValueTask<Socket> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var socket = _unixSocket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (_unixSocket is null)
            {
                // an attached stream may be silent for hours, longer than a firewall remembers a connection
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            }

            await socket.ConnectAsync(_unixSocket ?? target, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Uri WithScheme(Uri uri, string scheme)
    {
        var builder = new UriBuilder(uri) { Scheme = scheme, Path = uri.AbsolutePath.TrimEnd('/') + "/" };
        return builder.Uri;
    }
}
