using System.Net;

namespace GlanceGate.Engine.Embedded;

/// <summary>Chooses a range of addresses for the gate's own engine that nothing on this machine uses.</summary>
internal static class AddressPool
{
    /// <summary>Prefix length of the chosen range; each network in it gets 254 addresses.</summary>
    public const int PrefixLength = 16;

    /// <summary>Chooses a range.</summary>
    /// <param name="preferred">The range that was used before, or null.</param>
    /// <param name="seed">Where to begin among the candidates, so that two engines that start at once seldom meet.</param>
    /// <param name="taken">Ranges of routes and addresses that are in use, without the default route.</param>
    /// <exception cref="EngineException">Everything is taken.</exception>
    public static IPNetwork Choose(IPNetwork? preferred, uint seed, IReadOnlyCollection<IPNetwork> taken)
    {
        var candidates = Candidates().ToArray();
        var turn = (int)(seed % (uint)candidates.Length);
        foreach (var candidate in (IEnumerable<IPNetwork>)[.. candidates[turn..], .. candidates[..turn]])
        {
            if (preferred is { } before && !taken.Any(used => Overlap(used, before)))
            {
                return before;
            }

            if (!taken.Any(used => Overlap(used, candidate)))
            {
                return candidate;
            }
        }

        throw new EngineException(
            "the gate's own engine needs one free /16 of private addresses, and this machine has routes into all of "
            + "10.64.0.0/10, 172.20.0.0/14 and 198.18.0.0/15; start an engine yourself and name it with --engine");
    }

    /// <summary>The gateway's address of the default network: the first of the range's last /24, as the engine gives out the others from the front.</summary>
    public static IPAddress BridgeAddress(IPNetwork pool)
    {
        var bytes = pool.BaseAddress.GetAddressBytes();
        return new IPAddress([bytes[0], bytes[1], 255, 1]);
    }

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private static IEnumerable<IPNetwork> Candidates()
    {
        for (byte second = 64; second < 128; second++)
        {
            yield return Network(10, second);
        }

        for (byte second = 20; second < 24; second++)
        {
            yield return Network(172, second);
        }

        yield return Network(198, 18);
        yield return Network(198, 19);
    }

    private static IPNetwork Network(byte first, byte second) => new(new IPAddress([first, second, 0, 0]), PrefixLength);
}
