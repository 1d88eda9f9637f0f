using System.Security.Cryptography;
using System.Text.Json;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Topology;

namespace GlanceGate.Stack;

/// <summary>A container plan in the engine's words. Pure functions.</summary>
internal static class ContainerSpecs
{
    /// <summary>Service name of the gateway, which no service of a job may have.</summary>
    public const string Gateway = "gateway";

    /// <summary>A service's container, or the one that stands in for the host that it runs on.</summary>
    /// <exception cref="ArgumentException">Its image is not prepared.</exception>
    public static ContainerSpec Of(ContainerPlan plan, StackContext stack)
    {
        if (plan.Node is not null)
        {
            // a gateway of the host's own, so that the services know it by an address and a name like any other
            return OfGateway(stack) with
            {
                Name = plan.ContainerName,
                Aliases = [plan.Service],
                Hostname = plan.Service,
                Labels = LabelsOf(plan.Service, stack.Plan),
            };
        }

        var service = plan.Definition;
        return new ContainerSpec(
            plan.ContainerName, stack.Image(service.Image), stack.Plan.Network, [plan.Service], LabelsOf(plan.Service, stack.Plan))
        {
            Hostname = service.Hostname ?? plan.Service,
            User = service.User,
            Entrypoint = service.Entrypoint,
            Command = service.Command,
            Environment = service.Environment,
            Files = plan.Files.ToDictionary(file => file.Key, file => new ContextFile(file.Value, ModeOf(file.Value.Span)), StringComparer.Ordinal),
            EgressNetwork = plan.ReachesOutside ? stack.Plan.EgressNetwork : null,
            ReadOnly = service.ReadOnly,
            PidsLimit = service.PidsLimit ?? ContainerDefaults.PidsLimit,
            MemoryLimit = service.MemoryLimit,
            Cpuset = stack.Plan.Variant.Cpuset,
            Tmpfs = service.Tmpfs,
            Volumes = service.Volumes.ToDictionary(mount => mount.Key, mount => stack.Plan.VolumeName(mount.Value), StringComparer.Ordinal),
            CapAdd = service.CapAdd,
            CapDrop = ContainerDefaults.CapDrop(service.CapAdd, service.CapDrop),
            SecurityOpt = ContainerDefaults.SecurityOpt(service.SecurityOpt),
            Devices = service.Devices,
            Init = service.Init,
        };
    }

    /// <summary>The gateway's container: it only relays bytes, so it may do nothing else.</summary>
    /// <exception cref="ArgumentException">Its image is not prepared.</exception>
    public static ContainerSpec OfGateway(StackContext stack) => new(
        GatewayName(stack.Plan), stack.Image(Gateway), stack.Plan.Network, [], LabelsOf(Gateway, stack.Plan))
    {
        Hostname = Gateway,
        User = "65534:65534",
        Command = ["sleep", "infinity"],
        Cpuset = stack.Plan.Variant.Cpuset,
        ReadOnly = true,
        PidsLimit = ContainerDefaults.PidsLimit,
        CapDrop = ["ALL"],
        SecurityOpt = [ContainerDefaults.NoNewPrivileges],
        // reaps relays whose connection was lost
        Init = true,
    };

    /// <summary>A container that is never started: labels cannot be added to what there is, and this one says that the stack is kept.</summary>
    public static ContainerSpec OfKeptMark(StackContext stack) => new(
        $"{stack.Plan.Network}-kept", stack.Image(Gateway), null, [], new Dictionary<string, string>(stack.Plan.Labels, StringComparer.Ordinal) { [GateLabels.Kept] = "true" })
    {
        Command = ["true"],
        CapDrop = ["ALL"],
    };

    /// <summary>Digest of all that a container is made from, except its image. As text, so that nothing can be forgotten.</summary>
    public static string DigestOf(ContainerSpec spec) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(spec with { Image = string.Empty })));

    /// <summary>Name of the network of a gateway's container.</summary>
    public static string NetworkOf(string gateway) => gateway[..^($"-{Gateway}".Length)];

    /// <summary>Name of the gateway's container.</summary>
    public static string GatewayName(TopologyPlan plan) => $"{plan.Network}-{Gateway}";

    private static Dictionary<string, string> LabelsOf(string service, TopologyPlan plan) =>
        new(plan.Labels, StringComparer.Ordinal) { [GateLabels.Service] = service };

    /// <summary>Mode of a service's file: services read theirs as their own users; a file that says how it is run may be run.</summary>
    public static UnixFileMode ModeOf(ReadOnlySpan<byte> content) => content.StartsWith("#!"u8) ? ContextFile.Executable : ContextFile.Data;
}
