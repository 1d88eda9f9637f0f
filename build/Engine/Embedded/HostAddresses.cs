using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Numerics;

namespace GlanceGate.Engine.Embedded;

/// <summary>Addresses that this machine uses.</summary>
internal static class HostAddresses
{
    /// <summary>Ranges of all routes but the default, of all interfaces and of all name servers.</summary>
    public static IReadOnlyCollection<IPNetwork> Taken()
    {
        var interfaces = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(item => item.GetIPProperties().UnicastAddresses)
            .Where(item => item.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(item => Of(item.Address, item.PrefixLength));
        var nameServers = ReadLines("/etc/resolv.conf")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", ..] and [_, _, ..])
            .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null)
            .Where(address => address?.AddressFamily == AddressFamily.InterNetwork)
            .Select(address => Of(address!, 32));
        return [.. interfaces, .. ParseRoutes(ReadLines("/proc/net/route")), .. nameServers];
    }

    /// <summary>Ranges of the kernel's route table, without default routes.</summary>
    /// <param name="table">Lines of <c>/proc/net/route</c>: a heading, then interface, destination, gateway, flags, ..., mask at 7, addresses in host order as hexadecimal numbers.</param>
    public static IEnumerable<IPNetwork> ParseRoutes(IEnumerable<string> table) => table
        .Skip(1)
        .Select(line => line.Split('\t', StringSplitOptions.TrimEntries))
        .Where(fields => fields.Length > 7 && fields[7] != "00000000")
        .Select(fields => Of(new IPAddress(Number(fields[1])), BitOperations.PopCount(Number(fields[7]))));

    /// <summary>Names of the bridges of this machine that begin with some letters.</summary>
    public static IReadOnlyList<string> Bridges(string prefix) =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Select(item => item.Name)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && Directory.Exists($"/sys/class/net/{name}/bridge")),
    ];

    private static uint Number(string text) => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IPNetwork Of(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }

    private static string[] ReadLines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
