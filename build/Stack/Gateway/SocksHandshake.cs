using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace GlanceGate.Stack.Gateway;

/// <summary>Replies of RFC 1928, section 6.</summary>
internal enum SocksReply : byte
{
    /// <summary>Connected.</summary>
    Succeeded = 0,

    /// <summary>Unknown name, no route, no answer in time.</summary>
    HostUnreachable = 4,

    /// <summary>The service does not listen.</summary>
    ConnectionRefused = 5,

    /// <summary>Only CONNECT is offered.</summary>
    CommandNotSupported = 7,

    /// <summary>Only names and IPv4 are offered.</summary>
    AddressTypeNotSupported = 8,
}

/// <summary>The server's side of RFC 1928: no authentication, CONNECT to a name or an IPv4 address.</summary>
internal static class SocksHandshake
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte NoAcceptableMethod = 0xFF;
    private const byte Connect = 1;
    private const byte IPv4 = 1;
    private const byte Name = 3;

    /// <summary>Reads what the client asks for, however its bytes are cut.</summary>
    /// <returns>Where to connect to; null when the client was refused, which it has been told where the protocol allows.</returns>
    /// <exception cref="EndOfStreamException">The client left.</exception>
    public static async Task<(string Host, int Port)?> ReadAsync(Stream client, CancellationToken cancellation)
    {
        if (!await AgreeOnMethodAsync(client, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var request = await ReadAsync(client, 4, cancellation).ConfigureAwait(false);
        if (request[0] != Version)
        {
            return null;
        }

        if (request[1] != Connect)
        {
            await ReplyAsync(client, SocksReply.CommandNotSupported, cancellation).ConfigureAwait(false);
            return null;
        }

        string host;
        switch (request[3])
        {
            case IPv4:
                host = new IPAddress(await ReadAsync(client, 4, cancellation).ConfigureAwait(false)).ToString();
                break;
            case Name:
                var length = await ReadAsync(client, 1, cancellation).ConfigureAwait(false);
                host = Encoding.ASCII.GetString(await ReadAsync(client, length[0], cancellation).ConfigureAwait(false));
                break;
            default:
                await ReplyAsync(client, SocksReply.AddressTypeNotSupported, cancellation).ConfigureAwait(false);
                return null;
        }

        return (host, BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(client, 2, cancellation).ConfigureAwait(false)));
    }

    /// <summary>Answers the client's request. The bound address is of no use to it and given as 0.0.0.0:0.</summary>
    public static ValueTask ReplyAsync(Stream client, SocksReply reply, CancellationToken cancellation) =>
        client.WriteAsync(new byte[] { Version, (byte)reply, 0, IPv4, 0, 0, 0, 0, 0, 0 }, cancellation);

    /// <summary>The reply for a connection that could not be made. The relay reports in words only.</summary>
    public static SocksReply ReplyFor(IOException failure) =>
        failure.Message.Contains("Errno 111", StringComparison.Ordinal) || failure.Message.Contains("refused", StringComparison.OrdinalIgnoreCase)
            ? SocksReply.ConnectionRefused
            : SocksReply.HostUnreachable;

    private static async Task<bool> AgreeOnMethodAsync(Stream client, CancellationToken cancellation)
    {
        var greeting = await ReadAsync(client, 2, cancellation).ConfigureAwait(false);
        if (greeting[0] != Version)
        {
            // a client of another protocol would not understand an answer
            return false;
        }

        var methods = await ReadAsync(client, greeting[1], cancellation).ConfigureAwait(false);
        var agreed = Array.IndexOf(methods, NoAuthentication) >= 0;
        await client.WriteAsync(new[] { Version, agreed ? NoAuthentication : NoAcceptableMethod }, cancellation).ConfigureAwait(false);
        return agreed;
    }

    private static async Task<byte[]> ReadAsync(Stream client, int count, CancellationToken cancellation)
    {
        var bytes = new byte[count];
        await client.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return bytes;
    }
}
