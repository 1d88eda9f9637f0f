using System.Globalization;
using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs.Freezing;

/// <summary>Reads the merged and checked keys of a service into its definition.</summary>
/// <param name="bag">Takes mistakes that the shape cannot show.</param>
/// <param name="context">The variant, for messages.</param>
/// <param name="isSound">Whether nothing was taken away from the keys, so that what is missing is a mistake of its own.</param>
internal sealed class ServiceReader(DiagnosticBag bag, string context, bool isSound)
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly string[] Probes = ["http", "tcp", "command", "log", "exit"];
    private static readonly (string Key, string Probe)[] Belongings = [("status", "http"), ("in", "command")];

    /// <summary>Reads one service.</summary>
    public ServiceDefinition Read(string name, MappingNode keys, SourceSpan source) => new(
        name,
        Values.Text(keys["image"]) ?? "",
        Values.Text(keys["hostname"]),
        Values.Text(keys["user"]),
        keys["entrypoint"] is { } entrypoint ? Values.List(entrypoint) : null,
        keys["command"] is { } command ? Values.List(command) : null,
        Values.Texts(keys["environment"]),
        ReadConfig(keys["config"]),
        keys["healthcheck"] is MappingNode healthcheck ? ReadHealthcheck(name, healthcheck) : null,
        ReadDependencies(keys["depends_on"]),
        Values.Text(keys["mem_limit"]) is { } limit && Quantity.TrySize(limit, out var bytes) ? bytes : null,
        ReadTmpfs(keys["tmpfs"]),
        Values.List(keys["cap_add"]),
        Values.List(keys["cap_drop"]),
        Values.List(keys["security_opt"]),
        Values.List(keys["devices"]),
        Values.Truth(keys["init"]) ?? false,
        source)
    {
        Projects = keys["projects"] is { } projects ? Values.List(projects) : null,
        PidsLimit = Values.Text(keys["pids_limit"]) is { } pids ? int.Parse(pids, CultureInfo.InvariantCulture) : null,
        ReadOnly = Values.Truth(keys["read_only"]) ?? false,
        Egress = Values.Truth(keys["egress"]) ?? false,
        Volumes = ReadVolumes(name, keys["volumes"]),
        Facts = Values.Entries(keys["facts"]).ToDictionary(fact => fact.Key, fact => Values.List(fact.Value), StringComparer.Ordinal),
    };

    private static OrderedDictionary<string, ConfigFile> ReadConfig(Node? node)
    {
        var files = new OrderedDictionary<string, ConfigFile>(StringComparer.Ordinal);
        foreach (var (path, value) in Values.Entries(node))
        {
            files.Add(
                path,
                value is MappingNode sections
                    ? new ConfigFile(null, ReadSections(sections))
                    : new ConfigFile(Values.Text(value) ?? "", null));
        }

        return files;
    }

    private static OrderedDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadSections(MappingNode node)
    {
        var sections = new OrderedDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal);
        foreach (var (section, keys) in Values.Entries(node))
        {
            var values = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            foreach (var (key, value) in Values.Entries(keys))
            {
                values.Add(key, Values.List(value));
            }

            sections.Add(section, values);
        }

        return sections;
    }

    private static Dictionary<string, DependencyCondition> ReadDependencies(Node? node)
    {
        var dependencies = new Dictionary<string, DependencyCondition>(StringComparer.Ordinal);
        foreach (var (name, value) in Values.Entries(node))
        {
            dependencies.Add(name, Values.Text((value as MappingNode)?["condition"]) switch
            {
                "service_healthy" => DependencyCondition.ServiceHealthy,
                "service_completed_successfully" => DependencyCondition.ServiceCompletedSuccessfully,
                _ => DependencyCondition.ServiceStarted,
            });
        }

        return dependencies;
    }

    private static OrderedDictionary<string, string> ReadTmpfs(Node? node)
    {
        var mounts = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var mount in Values.List(node))
        {
            var parts = mount.Split(':', 2);
            mounts[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }

        return mounts;
    }

    private OrderedDictionary<string, string> ReadVolumes(string service, Node? node)
    {
        var mounts = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var mount in Values.List(node))
        {
            var parts = mount.Split(':', 2);
            if (!mounts.TryAdd(parts[1], parts[0]))
            {
                bag.Report(
                    DiagnosticCodes.MountedTwice,
                    node!.Span,
                    $"'{service}' mounts the volumes '{mounts[parts[1]]}' and '{parts[0]}' at '{parts[1]}'",
                    "give each a path of its own",
                    context);
            }
        }

        return mounts;
    }

    private HealthcheckDefinition? ReadHealthcheck(string service, MappingNode node)
    {
        var given = Probes.Where(name => node[name] is not null).ToArray();
        if (given.Length != 1)
        {
            if (isSound || given.Length > 1)
            {
                bag.Report(
                    DiagnosticCodes.HealthcheckProbe,
                    given.Length > 1 ? node.Entries[given[^1]].Key.Span : node.Span,
                    given.Length == 0
                        ? $"the healthcheck of '{service}' has no probe"
                        : $"the healthcheck of '{service}' has {given.Length} probes: {string.Join(", ", given)}",
                    given.Length == 0 ? "give it one of " + string.Join(", ", Probes) : $"remove an inherited one with '{given[0]}: null'",
                    context);
            }

            return null;
        }

        foreach (var (key, probe) in Belongings.Where(pair => pair.Probe != given[0] && node[pair.Key] is not null))
        {
            bag.Report(
                DiagnosticCodes.HealthcheckProbe,
                node.Entries[key].Key.Span,
                $"'{key}' belongs to {probe}",
                $"take it out, or ask by {probe} instead of {given[0]}",
                context);
        }

        return ReadProbe(service, given[0], node) is { } read
            ? new HealthcheckDefinition(
                read,
                Values.Duration(node["interval"]) ?? DefaultInterval,
                Values.Duration(node["timeout"]) ?? DefaultTimeout)
            : null;
    }

    private HealthProbe? ReadProbe(string service, string kind, MappingNode node)
    {
        var text = Values.Text(node[kind]) ?? "";
        switch (kind)
        {
            case "http":
                if (Placeholders.Any(text) || !Uri.TryCreate(text, UriKind.Absolute, out var url))
                {
                    bag.Report(
                        DiagnosticCodes.BadValue,
                        node[kind]!.Span,
                        "secrets and the session cannot stand in a healthcheck's URL",
                        null,
                        context);
                    return null;
                }

                return new HealthProbe.Http(
                    url,
                    [.. Values.List(node["status"]).Select(status => int.Parse(status, CultureInfo.InvariantCulture))]);
            case "tcp":
                return TextShapes.TryEndpoint(text, service, out var host, out var port) ? new HealthProbe.Tcp(host, port) : null;
            case "command":
                return new HealthProbe.Command(Values.List(node[kind])) { In = Values.Text(node["in"]) };
            case "log":
                return new HealthProbe.Log(text);
            default:
                return new HealthProbe.Exit(int.Parse(text, CultureInfo.InvariantCulture));
        }
    }
}
