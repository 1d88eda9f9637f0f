using System.Text.Encodings.Web;
using System.Text.Json;
using Docker.DotNet.Models;

namespace GlanceGate.Engine.Docker;

/// <summary>The one place where the gate's records become the API's models and back.</summary>
internal static class DockerConverter
{
    /// <summary>A container to create.</summary>
    public static CreateContainerParameters Create(ContainerSpec spec) => new()
    {
        Name = spec.Name,

        // What is null is left out of the request, though the models do not say so.
        Hostname = spec.Hostname!,
        User = spec.User!,
        Image = spec.Image,
        Entrypoint = (spec.Entrypoint is null ? null : [.. spec.Entrypoint])!,
        Cmd = (spec.Command is null ? null : [.. spec.Command])!,
        Env = [.. spec.Environment.Select(item => $"{item.Key}={item.Value}")],
        Labels = new Dictionary<string, string>(spec.Labels),
        HostConfig = new HostConfig
        {
            NetworkMode = spec.Network!,
            CapAdd = [.. spec.CapAdd],
            CapDrop = [.. spec.CapDrop],
            SecurityOpt = [.. spec.SecurityOpt],
            Devices = [.. spec.Devices.Select(Device)],
            Tmpfs = new Dictionary<string, string>(spec.Tmpfs),

            // Not filled with what the image has there, as from which container's image it came would be a matter of chance. Of a mount Podman
            // forgets that option, of a bind it does not.
            Binds = [.. spec.Volumes.Select(item => $"{item.Value}:{item.Key}:nocopy")],
            Init = spec.Init,
            CpusetCpus = spec.Cpuset!,

            // Docker lets a process without capabilities listen at any port of its container; Podman has to be told.
            Sysctls = (spec.Network is null ? null : new Dictionary<string, string> { ["net.ipv4.ip_unprivileged_port_start"] = "0" })!,
            ReadonlyRootfs = spec.ReadOnly,
            PidsLimit = spec.PidsLimit,
            Memory = spec.MemoryLimit ?? 0,

            // Without it as much again could be swapped out, and the limit would not be one.
            MemorySwap = spec.MemoryLimit ?? 0,
        },
        NetworkingConfig = spec.Network is null ? null : new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings>
            {
                [spec.Network] = new() { Aliases = [.. spec.Aliases] },
            },
        },
    };

    /// <summary>A container's state.</summary>
    public static ContainerState State(ContainerInspectResponse container)
    {
        var state = container.State!;
        var hasEnded = state.Status is "exited" or "dead" or "removing";
        var networks = container.NetworkSettings?.Networks?.OrderBy(network => network.Key, StringComparer.Ordinal).Select(network => network.Value.IPAddress);
        return new ContainerState(
            container.ID,
            state.Status,
            hasEnded ? state.ExitCode : null,
            state.OOMKilled,
            string.IsNullOrEmpty(state.Error) ? null : state.Error,
            networks?.FirstOrDefault(address => !string.IsNullOrEmpty(address)),
            container.Image);
    }

    /// <summary>An image.</summary>
    public static ImageInfo Image(ImageInspectResponse image) => new(image.ID, image.Size, Labels(image.Config?.Labels));

    /// <summary>Docker by its name.</summary>
    public const string Docker = "Docker";

    /// <summary>The product's name: <see cref="Docker"/>, or <c>Podman</c>, which speaks the same language.</summary>
    public static string Product(VersionResponse version) =>
        version.Components?.FirstOrDefault()?.Name is { } name && name.StartsWith("Podman", StringComparison.OrdinalIgnoreCase) ? "Podman" : Docker;

    /// <summary>What the engine is.</summary>
    public static EngineInfo Info(Uri endpoint, SystemInfoResponse system, VersionResponse version)
    {
        var isRootless = system.SecurityOptions?.Any(option => option.Contains("rootless", StringComparison.Ordinal)) == true;
        var isLocal = endpoint.Scheme == "unix" && OperatingSystem.IsLinux() && !isRootless && system.OperatingSystem != "Docker Desktop";
        return new EngineInfo(
            $"{Product(version)} {system.ServerVersion}",
            endpoint,
            version.APIVersion,
            system.OperatingSystem,
            system.NCPU,
            system.MemTotal,
            isLocal)
        {
            Machine = isLocal ? HostProcessor.Describe() : $"{system.Name} {system.Architecture}",
        };
    }

    /// <summary>Labels as they are read.</summary>
    public static IReadOnlyDictionary<string, string> Labels(IDictionary<string, string>? labels) =>
        labels is null ? new Dictionary<string, string>() : new Dictionary<string, string>(labels);

    /// <summary>A command as a Dockerfile has it.</summary>
    public static string Command(IEnumerable<string>? command) => $"[{string.Join(", ", (command ?? []).Select(Json))}]";

    /// <summary>Changes that give an imported image its labels.</summary>
    public static IEnumerable<string> LabelChanges(IEnumerable<KeyValuePair<string, string>> labels) =>
        labels.Select(label => $"LABEL {Quote(label.Key)}={Quote(label.Value)}");

    /// <summary>A filter for objects that carry labels.</summary>
    public static IDictionary<string, IDictionary<string, bool>> Filter(IEnumerable<KeyValuePair<string, string?>> labels) =>
        new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = labels.ToDictionary(label => label.Value is null ? label.Key : $"{label.Key}={label.Value}", _ => true),
        };

    private static string Quote(string text) => Json(text).Replace("$", "\\$", StringComparison.Ordinal);

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static DeviceMapping Device(string device)
    {
        var parts = device.Split(':');
        return new DeviceMapping
        {
            PathOnHost = parts[0],
            PathInContainer = parts.Length > 1 ? parts[1] : parts[0],
            CgroupPermissions = parts.Length > 2 ? parts[2] : "rwm",
        };
    }
}
