using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GlanceGate.Engine.Embedded;

/// <summary>Settings of the gate's own engine, as its settings file.</summary>
internal static class DaemonConfiguration
{
    /// <summary>Text of the settings file.</summary>
    /// <remarks>
    /// A file and not arguments, so that one of the machine (<c>/etc/docker/daemon.json</c>) cannot get mixed in. The
    /// engine's own packet filter rules are off: on start it empties chains of fixed names, which belong to the machine's
    /// engine if there is one. <see cref="HostNetwork"/> has rules for our addresses only.
    /// </remarks>
    public static string Write(EmbeddedPaths paths, IPNetwork pool) => new JsonObject
    {
        ["hosts"] = new JsonArray($"unix://{paths.Socket}"),
        ["data-root"] = paths.Data,
        ["exec-root"] = paths.Exec,
        ["pidfile"] = paths.PidFile,
        ["bridge"] = paths.Bridge,
        ["iptables"] = false,
        ["ip6tables"] = false,
        ["ip-masq"] = false,
        ["default-address-pools"] = new JsonArray(new JsonObject { ["base"] = pool.ToString(), ["size"] = 24 }),
        ["containerd-namespace"] = paths.Namespace,
        ["containerd-plugins-namespace"] = $"{paths.Namespace}-plugins",
        ["log-level"] = "warn",
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>The range of addresses in a settings file; null when it has none.</summary>
    public static IPNetwork? ReadPool(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var text = JsonNode.Parse(File.ReadAllText(path))?["default-address-pools"]?[0]?["base"]?.GetValue<string>();
            return IPNetwork.TryParse(text, out var pool) ? pool : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // A write that was cut short; it is written anew before the next start.
            return null;
        }
    }
}
