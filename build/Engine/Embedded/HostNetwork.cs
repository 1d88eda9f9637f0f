using System.Globalization;
using System.Net;

namespace GlanceGate.Engine.Embedded;

/// <summary>What the gate's own engine needs of this machine's network: a bridge, and a way out for its addresses.</summary>
internal sealed class HostNetwork(EmbeddedPaths paths)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // Table to the chain that leads to ours.
    private static readonly (string Table, string From)[] Chains = [("filter", "FORWARD"), ("nat", "POSTROUTING")];

    /// <summary>Makes the bridge and the rules, which must not be there.</summary>
    /// <exception cref="EngineException">The machine refuses.</exception>
    public async Task UpAsync(IPNetwork pool, CancellationToken cancellation)
    {
        var bridge = string.Create(CultureInfo.InvariantCulture, $"{AddressPool.BridgeAddress(pool)}/24");
        var range = pool.ToString();
        await MustAsync(["ip", "link", "add", "name", paths.Bridge, "type", "bridge"], cancellation);
        await MustAsync(["ip", "address", "add", bridge, "dev", paths.Bridge], cancellation);
        await MustAsync(["ip", "link", "set", paths.Bridge, "up"], cancellation);
        foreach (var (table, from) in Chains)
        {
            await MustAsync(Iptables(table, "-N", paths.Chain), cancellation);
            await MustAsync(Iptables(table, "-I", from, "-j", paths.Chain), cancellation);
        }

        await MustAsync(Iptables("nat", "-A", paths.Chain, "-s", range, "!", "-d", range, "-j", "MASQUERADE"), cancellation);
        await MustAsync(Iptables("filter", "-A", paths.Chain, "-s", range, "-j", "ACCEPT"), cancellation);
        await MustAsync(
            Iptables("filter", "-A", paths.Chain, "-d", range, "-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED", "-j", "ACCEPT"),
            cancellation);
    }

    /// <summary>Takes away the bridges of our networks and our rules; a success when there are none.</summary>
    /// <exception cref="EngineException">Something stayed.</exception>
    public async Task DownAsync(CancellationToken cancellation)
    {
        foreach (var (table, from) in Chains)
        {
            if ((await RunAsync(Iptables(table, "-n", "-L", paths.Chain), cancellation)).ExitCode == 0)
            {
                await RunAsync(Iptables(table, "-D", from, "-j", paths.Chain), cancellation);
                await MustAsync(Iptables(table, "-F", paths.Chain), cancellation);
                await MustAsync(Iptables(table, "-X", paths.Chain), cancellation);
            }
        }

        // By name and never by address: what uses our range of addresses need not be ours.
        foreach (var name in HostAddresses.Bridges(paths.BridgePrefix).Union(HostAddresses.Bridges(paths.Bridge)))
        {
            await MustAsync(["ip", "link", "delete", "dev", name], cancellation);
        }
    }

    private static string[] Iptables(string table, params ReadOnlySpan<string> arguments) =>
        ["iptables", "--wait", "10", "--table", table, .. arguments];

    private static Task<CommandResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation) =>
        HostCommand.RunAsync(Deadline, null, command, cancellation);

    private static async Task MustAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var result = await RunAsync(command, cancellation);
        if (result.ExitCode != 0)
        {
            throw new EngineException($"the engine's network: '{string.Join(' ', command)}' ended with exit code {result.ExitCode}: {result.Output}");
        }
    }
}
